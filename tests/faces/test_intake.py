"""The screens of intake: a box opened, a book a minute, the commission, the act, labels, and what became of it."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Docx
from pypdf import PdfReader

from mandrivna.catalogue.models import Record
from mandrivna.fund.actions.donors import add_donor
from mandrivna.fund.actions.gifts import accept_gifted, open_gift
from mandrivna.fund.models import Arrival, Copy, Donor, Gift, Way
from tests.drills.verbs_of_gifts import COMMISSION
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "9789660378230", "9780306406157"
COMMITTEE = {
    "approver_post": "Директорка", "chair_post": "завідувачка", "chair_name": "О. Вигадана",
    "members": "бібліотекарка, М. Придумана",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def gift(world: World) -> Gift:
    donor = add_donor(world.lib.act(), unit=world.lib.root, kind="person", name="Ганна Вигадана", contact="050 111 22 33")
    return open_gift(world.lib.act(), place=world.lib.shelf, donor=donor)


def at(gift: Gift, what: str = "gift", *args) -> str:
    return reverse(f"workspace:{what}", args=[gift.pk, *args])


def known(world: World) -> Record:
    return world.lib.record("Тигролови", isbn=KNOWN, authors="Багряний Іван")


# --- opening ---


def test_a_box_and_a_new_donor_are_one_form(world):
    client = world.browser("cataloguer", place=world.lib.shelf)
    assert client.get("/work/intake/").status_code == 200
    day = timezone.localdate()
    sent = form(place=world.lib.shelf, on=day.isoformat(), note="Дякуємо", **{"donor-kind": "publisher", "donor-name": "Ясен"})
    response = client.post("/work/intake/add/", sent)
    opened = Gift.objects.get()
    assert (response.status_code, response.url) == (302, at(opened, "gift_scan"))
    assert (opened.donor.name, opened.donor.called, opened.on) == ("Ясен", "", day)
    again = client.post("/work/intake/add/", {**form(place=world.lib.shelf, on=day.isoformat()), "donor-kind": "person"})
    assert (again.status_code, Gift.objects.count(), Donor.objects.count()) == (422, 1, 1)
    assert "Напишіть ім’я або назву" in text_of(again)


def test_the_registry_asks_the_same_number_of_questions_for_one_and_for_three(world, gift):
    client = world.browser("director")
    few = queries(client, "/work/intake/")
    for _time in range(2):
        accept_gifted(
            world.lib.act(), gift=open_gift(world.lib.act(), place=world.lib.hub, donor=gift.donor), record=world.lib.record()
        )
    assert queries(client, "/work/intake/") == few <= 12
    assert queries(client, "/work/intake/donors/") <= 12
    few = queries(client, at(gift, "gift_scan"))
    for title in ("Місто", "Кобзар", "Сад"):
        accept_gifted(world.lib.act(), gift=gift, record=world.lib.record(title))
    assert queries(client, at(gift, "gift_scan")) == few <= 12
    assert queries(client, at(gift)) <= 12


def test_a_donor_is_named_only_to_whoever_may_see_names(world, gift):
    seen = {
        who: [
            "Ганна Вигадана" in text_of(world.browser(who).get(url))
            for url in (at(gift), "/work/intake/donors/", f"/work/intake/donors/{gift.donor_id}/")
        ]
        for who in ("director", "cataloguer", "owner")
    }
    assert seen == {"director": [True] * 3, "cataloguer": [False] * 3, "owner": [False] * 3}
    assert "050 111 22 33" not in world.browser("cataloguer").get(f"/work/intake/donors/{gift.donor_id}/").content.decode()
    assert world.browser("stranger").get(at(gift)).status_code == 404


def test_a_donor_who_asks_to_be_forgotten_is_named_in_the_register_of_requests(world, gift):
    director = world.browser("director")
    assert director.post(f"/work/intake/donors/{gift.donor_id}/erase/", form()).status_code == 302
    assert "Дарувальник: Ганна Вигадана" in text_of(director.get("/work/erasures/"))
    assert "Дарувальник просить" not in text_of(director.get(f"/work/intake/donors/{gift.donor_id}/"))


# --- a minute a book ---


def test_a_known_book_is_a_scan_and_an_enter(world, gift):
    record, client = known(world), world.browser("cataloguer")
    response = client.post(at(gift, "gift_scan"), form(code=KNOWN))
    assert (response.status_code, response.url) == (302, f"{at(gift, 'gift_scan')}?code={KNOWN}")
    page = client.get(response.url)
    assert page.context["record"] == record
    accepted = client.post(at(gift, "gift_accept", record.pk), form(many=2, price="120,50"))
    assert (accepted.status_code, accepted.url) == (302, at(gift, "gift_scan"))
    assert [(one.copy.inventory_number, str(one.price)) for one in Arrival.objects.order_by("line")] == [
        (1, "120.50"),
        (2, "120.50"),
    ]
    assert "Прийнято «Тигролови»" in client.get(accepted.url).content.decode()


def test_the_next_scan_into_the_price_accepts_this_book_and_shows_the_next(world, gift):
    record, client = known(world), world.browser("cataloguer")
    response = client.post(at(gift, "gift_accept", record.pk), form(many=1, price=UNKNOWN))
    assert response.url == f"{at(gift, 'gift_scan')}?code={UNKNOWN}"
    assert [one.price for one in Arrival.objects.all()] == [None]


def test_at_once_a_known_book_is_one_scan_with_the_way_back(world, gift):
    known(world)
    client = world.browser("cataloguer")
    client.post(at(gift, "gift_scan"), form(code=KNOWN, at_once="on"))
    page = client.get(at(gift, "gift_scan"))
    assert page.context["at_once"] is True
    (undo,) = [str(one.extra_tags).split()[1] for one in page.context["messages"]]
    assert client.post(undo, form()).status_code == 302
    assert [copy.void for copy in Copy.objects.all()] == [True]
    assert client.post(undo, form()).status_code == 422


def test_an_unknown_book_is_described_and_accepted_by_one_button(world, gift):
    client = world.browser("cataloguer")
    page = client.get(at(gift, "gift_scan"), {"code": UNKNOWN})
    begun = page.context["describe"]
    assert (begun["isbn"].value(), begun["unit"].value()) == (UNKNOWN, world.lib.root.pk)
    sent = {"title": "Невідома", "isbn": UNKNOWN, "language": "ukr", "unit": world.lib.root, "many": 3, "price": ""}
    assert client.post(at(gift, "gift_describe"), form(**sent)).url == at(gift, "gift_scan")
    record = Record.objects.get(title="Невідома")
    assert (record.isbn, record.material, Copy.objects.filter(record=record).count()) == (UNKNOWN, "book", 3)
    wrong = client.post(at(gift, "gift_describe"), form(**{**sent, "title": "", "price": "дорого"}))
    assert (wrong.status_code, Record.objects.count(), Copy.objects.count()) == (422, 1, 3)


def test_a_book_without_a_number_is_found_by_its_name_or_described(world, gift):
    record, client = known(world), world.browser("cataloguer")
    found = client.get(at(gift, "gift_scan"), {"code": "тигролови"})
    assert [one.pk for one in found.context["records"]] == [record.pk]
    assert client.get(at(gift, "gift_scan"), {"record": str(record.pk)}).context["record"] == record
    described = client.get(at(gift, "gift_scan"), {"code": "Рукопис", "new": "1"})
    assert described.context["describe"]["title"].value() == "Рукопис"
    for code, said in (("9780306406158", "контрольна цифра"), ("4820000000000", "код товару")):
        assert said in text_of(client.get(at(gift, "gift_scan"), {"code": code}))


def test_what_was_scanned_by_mistake_is_crossed_out_from_the_list(world, gift):
    client = world.browser("cataloguer")
    accept_gifted(world.lib.act(), gift=gift, record=world.lib.record(), many=2)
    keys = [str(one.pk) for one in Arrival.objects.order_by("line")]
    response = client.post(at(gift, "gift_take_back"), {**form(copy=keys[0]), "next": "scan"})
    assert response.url == at(gift, "gift_scan")
    assert [copy.void for copy in Copy.objects.order_by("inventory_number")] == [True, False]
    assert client.post(at(gift, "gift_take_back"), form(copy="x")).status_code == 422


# --- the commission, the act, the book ---


def test_from_prices_to_a_signed_act_on_paper(world, gift):
    accept_gifted(world.lib.act(), gift=gift, record=known(world), many=2)
    key = str(Arrival.objects.order_by("line").first().pk)
    cataloguer, director = world.browser("cataloguer"), world.browser("director")
    day = timezone.localdate().isoformat()
    wrong = cataloguer.post(at(gift, "gift_value"), form(decided_on=day, **COMMITTEE, **{f"price-{key}": "багато"}))
    assert (wrong.status_code, "Виправте позначені рядки" in text_of(wrong)) == (422, True)
    valued = cataloguer.post(at(gift, "gift_value"), form(decided_on=day, **COMMITTEE, **{f"price-{key}": "85,50"}))
    assert (valued.status_code, [str(one.price) for one in Arrival.objects.all()]) == (302, ["85.50", "85.50"])
    assert cataloguer.get(at(gift, "gift_sign")).status_code == 403
    assert director.post(at(gift, "gift_sign"), form(signed_on=day, **{**COMMITTEE, "members": ""})).status_code == 422
    assert director.post(at(gift, "gift_sign"), form(signed_on=day, **COMMITTEE)).status_code == 302
    assert (Gift.objects.get().number, director.get(at(gift, "gift_scan")).status_code) == (1, 302)
    paper = Docx(io.BytesIO(director.get(at(gift, "gift_paper_file", "acceptance", "docx")).content))
    words = "\n".join(
        [
            *(one.text for one in paper.paragraphs),
            *(cell.text for table in paper.tables for row in table.rows for cell in row.cells),
        ]
    )
    for said in (
        "ЗАТВЕРДЖУЮ",
        "Акт про прийняття документів у дарунок",
        "О. Вигадана",
        "М. Придумана",
        "Ганна Вигадана",
        "171,00",
        "1–2",
    ):
        assert said in words
    pdf = cataloguer.get(at(gift, "gift_paper_file", "gift", "pdf"))
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert ("Акт про передавання" in printed, "Ганна Вигадана" in printed) == (True, False)
    assert cataloguer.get(at(gift, "gift_paper", "nothing")).status_code == 404
    assert director.post(at(gift, "gift_reopen"), form(why="помилка")).status_code == 302
    assert Gift.objects.get().open


def test_the_summary_book_is_a_page_and_three_files(world, gift):
    from mandrivna.fund.actions.signing import sign_gift  # noqa: PLC0415 - only here

    accept_gifted(world.lib.act(), gift=gift, record=known(world), price="100")
    sign_gift(world.lib.act(), gift=gift, commission=COMMISSION, signed_on=timezone.localdate())
    client = world.browser("director")
    page = text_of(client.get("/work/intake/book/"))
    assert ("Дарунок: приватна особа" in page, "100,00" in page, "Ганна" in page) == (True, True, False)
    assert [client.get("/work/intake/book/", {"as": kind}).content[:4] for kind in ("pdf", "docx", "xlsx")] == [
        b"%PDF",
        b"PK\x03\x04",
        b"PK\x03\x04",
    ]
    balance = text_of(client.get("/work/intake/book/balance/"))
    assert ("Частина 1. Надходження" in balance, "Надійшло за рік 1 " in balance) == (True, True)
    for kind, begin in (("pdf", b"%PDF"), ("docx", b"PK\x03\x04"), ("xlsx", b"PK\x03\x04")):
        assert client.get("/work/intake/book/balance/", {"as": kind}).content[:4] == begin
    assert [queries(client, url) <= 12 for url in ("/work/intake/book/", "/work/intake/book/balance/")] == [True, True]


# --- labels and shelves ---


def test_from_a_label_to_the_shelf_with_a_step_back(world, gift):
    accept_gifted(world.lib.act(), gift=gift, record=known(world), many=3)
    keys = [str(one.pk) for one in Arrival.objects.order_by("line")]
    client, queue = world.browser("cataloguer"), "/work/intake/queue/"
    about = {"paper": "a4_3x8", "layout": "cover", "mark": "bars", "first": 4}
    printed = client.post(f"{queue}act/", {**form(do="print", **about), "copy": keys})
    assert (printed["Content-Type"], printed.content[:4], len(PdfReader(io.BytesIO(printed.content)).pages)) == (
        "application/pdf",
        b"%PDF",
        1,
    )
    assert client.get(queue).context["tabs"][1][2] == 3
    client.post(f"{queue}act/", {**form(do="label"), "copy": keys})
    assert {one.way for one in Arrival.objects.all()} == {Way.LABELLED}
    assert client.post(f"{queue}back/", form()).status_code == 302
    assert {one.way for one in Arrival.objects.all()} == {Way.PRINTED}
    assert client.post(f"{queue}back/", form()).status_code == 422
    assert client.post(f"{queue}act/", {**form(do="shelve"), "copy": keys}).status_code == 422
    client.post(f"{queue}act/", {**form(do="shelve", shelf=world.lib.other_shelf), "copy": keys[:1], "way": "labelled"})
    assert [(one.way, one.copy.home) for one in Arrival.objects.order_by("line")[:2]] == [
        (Way.SHELVED, world.lib.other_shelf),
        (Way.PRINTED, world.lib.shelf),
    ]
    assert client.post(f"{queue}act/", form(do="label")).status_code == 422
    assert client.post(f"{queue}act/", {**form(do="print", **{**about, "paper": "none"}), "copy": keys}).status_code == 422
    assert queries(client, queue) <= 12
    assert client.get("/work/intake/pace/").status_code == 200
