"""«Сканувати»: a number leads to the record, the copy or the form; what came from elsewhere keeps what the form does not show."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.models import Record
from mandrivna.core import policy
from mandrivna.shared.ids import new_uid
from tests.catalogue.copycat.conftest import free_port, says, site  # noqa: F401 - a fixture
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
SCAN = "/work/catalogue/scan/"
ADD = "/work/catalogue/add/"
ISBN = "9780306406157"
FIELD = '<datafield tag="{}" ind1="{}" ind2=" ">{}</datafield>'
THEIRS = "".join(
    FIELD.format(tag, one, "".join(f'<subfield code="{code}">{text}</subfield>' for code, text in subs))
    for tag, one, subs in (
        ("020", " ", [("a", ISBN)]),
        ("100", "1", [("a", "Українка, Леся")]),
        ("245", "1", [("a", "Лісова пісня"), ("b", "драма-феєрія")]),
        ("260", " ", [("b", "Дніпро"), ("c", "1983")]),
        ("586", " ", [("a", "Їхнє поле, якого форма не показує")]),
        ("952", " ", [("p", "чужий примірник")]),
    )
)
RECORD = f'<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>{THEIRS}</record>'


def answer(*records: str) -> bytes:
    wrapped = "".join(f"<zs:record><zs:recordData>{one}</zs:recordData></zs:record>" for one in records)
    head = '<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:records>'
    return f"{head}{wrapped}</zs:records></zs:searchRetrieveResponse>".encode()


@pytest.fixture
def world() -> World:
    return World()


def switch_on(world: World, key: str, address: str) -> None:
    for name, value in {"address": address, "local": True, "enabled": True}.items():
        policy.edit(world.lib.act(), policy="copycat", key=f"targets/{key}/{name}", value=value, reason="перевірка")


def page_of(record: Record) -> str:
    return reverse("workspace:record", args=[record.pk])


def led(world: World, who: str, code: str) -> str:
    return world.browser(who).get(SCAN, {"code": code}).headers.get("Location", "")


def hidden(page: str, name: str) -> str:
    return html.unescape(re.findall(rf'name="{name}" value="(.*?)"', page)[0])


# --- what is ours ---


@pytest.mark.parametrize("code", [ISBN, "978-0-306-40615-7", "0306406152", " ISBN 978 0306406157\x00"])
def test_our_own_book_is_opened_with_an_offer_of_one_more_copy(world, code):
    record, client = world.lib.record(isbn=ISBN), world.browser("director")
    there = client.get(SCAN, {"code": code}).headers["Location"]
    assert there == f"{page_of(record)}?scanned={ISBN}"
    page = client.get(there)
    add_copy = f'href="{reverse("workspace:copy_add", args=[record.pk])}">Додати ще один примірник</a>'
    assert (f"Знайдено за номером {ISBN}." in text_of(page), add_copy in page.content.decode()) == (True, True)
    assert "Знайдено за номером" not in text_of(client.get(page_of(record)))


def test_whoever_may_not_accept_copies_is_not_offered_it(world):
    there = f"{page_of(world.lib.record(isbn=ISBN))}?scanned={ISBN}"
    assert "Додати ще один примірник" not in text_of(world.browser("owner").get(there))


def test_of_several_under_one_number_a_person_chooses(world):
    one, two = (world.lib.record(title, isbn=ISBN) for title in ("Том перший", "Том другий"))
    page = world.browser("director").get(SCAN, {"code": ISBN})
    assert (page.status_code, "описано кілька видань" in text_of(page)) == (200, True)
    assert all(f'href="{page_of(record)}?scanned={ISBN}"' in page.content.decode() for record in (one, two))


def test_the_barcode_of_our_own_copy_opens_it(world):
    copy = world.lib.copy()
    assert led(world, "director", copy.barcode) == reverse("workspace:copy", args=[copy.pk])
    assert [led(world, who, copy.barcode) for who in ("stranger", "technician")] == ["", ""], "another library's; no right to see"


def test_the_address_on_our_own_page_opens_the_record(world):
    record = world.lib.record()
    assert led(world, "owner", f"https://knyha.test/catalogue/{record.pk}/") == f"{page_of(record)}?scanned={record.pk}"
    gone = world.browser("owner").get(SCAN, {"code": f"https://knyha.test/catalogue/{new_uid()}/"})
    assert (gone.status_code, "такого в каталозі немає" in text_of(gone)) == (200, True)


def test_a_journal_goes_by_its_issn(world):
    assert led(world, "cataloguer", "9770317847001") == f"{ADD}?issn=0317-8471&kind=serial&material=periodical"
    page = world.browser("cataloguer").get(f"{ADD}?issn=0317-8471&kind=serial&material=periodical").content.decode()
    assert 'value="0317-8471"' in page and '<option value="serial" selected>журнал або газета' in page


# --- what is not ---


def test_digits_that_do_not_check_are_said_with_both_ways_out(world):
    page = world.browser("cataloguer").get(SCAN, {"code": "9780306406158"})
    assert "контрольна цифра не сходиться" in text_of(page)
    assert f'href="{ADD}?isbn_wrong=9780306406158"' in page.content.decode()
    form = world.browser("cataloguer").get(f"{ADD}?isbn_wrong=9780306406158").content.decode()
    assert re.search(r'name="isbn_wrong" value="9780306406158"', form)
    assert f"{ADD}?isbn_wrong" not in world.browser("owner").get(SCAN, {"code": "9780306406158"}).content.decode()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("4820000000000", "4820000000000 — код товару, а не ISBN"),
        ("лісова пісня", "«лісова пісня» не схоже ні на ISBN"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_what_is_no_number_of_a_book_is_said(world, code, said):
    page = world.browser("cataloguer").get(SCAN, {"code": code})
    assert (page.status_code, said in page.content.decode()) == (200, True)


@pytest.mark.parametrize("code", ["", " ", "\x00", "9" * 5000])
def test_nothing_and_too_much_break_nothing(world, code):
    assert world.browser("cataloguer").get(SCAN, {"code": code}).status_code == 200


def test_whoever_may_not_describe_is_told_that_there_is_none(world):
    page = world.browser("owner").get(SCAN, {"code": ISBN})
    assert (page.status_code, f"{ISBN}: такого в каталозі немає." in text_of(page)) == (200, True)


# --- the form of a new record ---


def test_without_other_catalogues_the_form_begins_with_the_number(world):
    there = led(world, "cataloguer", "0-306-40615-2")
    assert there == f"{ADD}?isbn={ISBN}&elsewhere=1"
    page = world.browser("cataloguer").get(there)
    assert f"Номера {ISBN} у каталозі ще немає" in text_of(page)
    assert f'name="isbn" value="{ISBN}"' in page.content.decode()
    assert f'data-draft="record-{world.staff["cataloguer"].pk}-{ISBN}"' in page.content.decode()


@pytest.mark.thorough
def test_a_book_from_another_catalogue_fills_the_form_and_keeps_the_rest_of_its_fields(world, site):  # noqa: F811
    switch_on(world, "own_1", site(says(answer(RECORD, RECORD))).url)
    client = world.browser("cataloguer")
    response = client.get(f"{ADD}?isbn={ISBN}&elsewhere=1")
    page = response.content.decode()
    assert "Опис узято з каталогу «Обласний каталог»" in text_of(response) and "Інші знайдені описи: 1" in text_of(response)
    names = ("title", "authors", "isbn", "year", "publisher", "subtitle")
    assert [hidden(page, name) for name in names] == ["Лісова пісня", "Українка Леся", ISBN, "1983", "Дніпро", "драма-феєрія"]
    assert "<details open>" not in page, "the six fields; the rest is folded"
    sent = {
        **{name: hidden(page, name) for name in (*names, "scheme", "text")},
        "title": "Лісова пісня, звірена з книжкою", "language": "ukr", "material": "book", "kind": "book",
        "unit": world.lib.root.pk, "uid": str(new_uid()),
    }  # fmt: skip
    assert client.post(ADD, sent).status_code == 302
    record = Record.objects.get()
    assert (record.title, record.isbn, record.year) == ("Лісова пісня, звірена з книжкою", ISBN, 1983)
    kept = body_of(record)
    assert [one.value or one.subs for one in kept.fields if one.tag == "586"] == [(("a", "Їхнє поле, якого форма не показує"),)]
    assert "Лісова пісня, звірена з книжкою" in kept.dumps() and "чужий примірник" not in kept.dumps()
    client.post(ADD, sent)
    assert Record.objects.count() == 1


@pytest.mark.thorough
def test_nothing_anywhere_is_said_and_so_is_who_kept_silent(world, site):  # noqa: F811
    switch_on(world, "own_1", site(says(answer())).url)
    there, client = f"{ADD}?isbn={ISBN}&elsewhere=1", world.browser("cataloguer")
    assert f"Номера {ISBN} немає ні у вас, ні в інших каталогах" in text_of(client.get(there))
    switch_on(world, "own_2", f"http://127.0.0.1:{free_port()}/")
    assert "Сусідня бібліотека: не відповідає." in text_of(client.get(there))


@pytest.mark.thorough
def test_nobody_is_asked_about_what_is_ours_or_what_nobody_scanned(world, site):  # noqa: F811
    there = site(says(answer(RECORD)))
    switch_on(world, "own_1", there.url)
    client = world.browser("cataloguer")
    client.get(f"{ADD}?isbn={ISBN}")
    client.get(f"{ADD}?isbn=9780306406158&elsewhere=1")
    world.lib.record(isbn=ISBN)
    assert "Такий ISBN уже описано" in text_of(client.get(f"{ADD}?isbn={ISBN}&elsewhere=1"))
    assert there.asked == []


@pytest.mark.parametrize("about", [{"scheme": "marc21", "text": "["}, {"scheme": "", "text": "[]"}, {"scheme": "odd", "text": "x"}])
def test_a_broken_description_is_refused_whole(world, about):
    sent = {"title": "Книга", "language": "ukr", "material": "book", "unit": world.lib.root.pk, "uid": str(new_uid()), **about}
    response = world.browser("cataloguer").post(ADD, sent)
    assert (response.status_code, Record.objects.count()) == (422, 0)


# --- the page itself ---


def test_only_the_page_that_scans_may_run_the_reader_and_see_the_camera(world):
    client, record = world.browser("director"), world.lib.record()
    answers = {
        path: client.get(path) for path in ("/", "/work/", "/work/catalogue/", ADD, page_of(record), SCAN, f"{SCAN}?code=пісня")
    }
    policies = {path: (one["Content-Security-Policy"], one["Permissions-Policy"]) for path, one in answers.items()}
    assert [path for path, (csp, _sees) in policies.items() if "wasm-unsafe-eval" in csp] == [SCAN, f"{SCAN}?code=пісня"]
    assert [path for path, (_csp, sees) in policies.items() if "camera=(self)" in sees] == [SCAN, f"{SCAN}?code=пісня"]
    assert all("camera=()" in sees for path, (_csp, sees) in policies.items() if not path.startswith(SCAN))
    usual, own = policies["/work/"][0], policies[SCAN][0]
    assert own == usual.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def test_the_way_to_it_stands_in_the_list_and_beside_the_isbn(world):
    client = world.browser("cataloguer")
    for path in ("/work/catalogue/", ADD):
        assert f'href="{SCAN}"' in client.get(path).content.decode(), path
    assert f'href="{SCAN}"' in world.browser("owner").get("/work/catalogue/").content.decode()


def test_it_costs_the_same_with_one_row_and_with_three(world):
    client = world.browser("director")
    world.lib.record(isbn=ISBN), world.lib.record(isbn=ISBN)
    one = queries(client, f"{SCAN}?code={ISBN}")
    world.lib.record(isbn=ISBN), world.lib.record(isbn=ISBN)
    assert (queries(client, f"{SCAN}?code={ISBN}"), one <= 12) == (one, True)
