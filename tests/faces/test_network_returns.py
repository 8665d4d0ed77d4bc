"""The screens of collecting: the network's list and map, a library's form by role, by link and as a file."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.planning.actions import add_network_library, ask_returns, fill_form, sign_form
from mandrivna.planning.forms.returns import token_of
from mandrivna.planning.forms.rows import FormSheet, NetworkLibrary
from mandrivna.shared.ids import new_uid
from tests.factories.staff import browser_of, person

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025


def outside(root: Unit, name: str = "Перша", **about: Any) -> NetworkLibrary:
    return add_network_library(Act(actor=SYSTEM), unit=root, about={"name": name, **about})


def asked(root: Unit, name: str = "Перша", **about: Any) -> FormSheet:
    found = outside(root, name, **about)
    ask_returns(Act(actor=SYSTEM), unit=root, form="nk6", year=YEAR)
    return found.sheets.get()


def link(sheet: FormSheet) -> str:
    assert sheet.link is not None
    return reverse("public:network_return", args=[token_of(sheet.link)])


def of(root: Unit, name: str = "", *more: Any) -> str:
    return reverse(f"workspace:network_returns{name}", args=[root.pk, YEAR, "nk6", *more])


def said(**about: str) -> dict[str, str]:
    return {"uid": str(new_uid()), **about}


def listed(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") : page.index("</tbody>")], re.S)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)][:2]
        for row in rows
    ]


def test_the_network_is_listed_asked_and_narrowed_to_who_is_due(places: Places, methodist: Client) -> None:
    added = methodist.post(
        reverse("workspace:network_library_add", args=[places[0].pk]), said(name="Перша", community="Тиха громада", region="UA-09")
    )
    assert added.status_code == 302
    assert methodist.post(reverse("workspace:network_library_add", args=[places[0].pk]), said(name=" ")).status_code == 422
    found = NetworkLibrary.objects.get()
    assert methodist.post(of(places[0], "_ask"), said()).status_code == 302
    page = methodist.get(of(places[0])).content.decode()
    assert listed(page) == [[places[0].name, "очікуємо"], ["Перша Тиха громада", "очікуємо"]]
    assert link(found.sheets.get()) in page
    assert 'class="map"' in page
    status = reverse("workspace:network_return_status", args=[places[0].pk, YEAR, "nk6", f"l{found.pk}"])
    assert methodist.post(status, said(status="occupied", why="")).status_code == 422
    assert methodist.post(status, said(status="occupied", why="лист громади")).status_code == 302
    narrowed = methodist.get(of(places[0]), {"status": "waiting"}).content.decode()
    assert listed(narrowed) == [[places[0].name, "очікуємо"]]
    assert methodist.get(reverse("workspace:network_return_status", args=[places[0].pk, YEAR, "nk6", "l0"])).status_code == 404
    assert methodist.get(reverse("workspace:network_returns", args=[places[0].pk, YEAR, "nk6_summary"])).status_code == 404


def test_a_library_is_changed_and_closed(places: Places, methodist: Client) -> None:
    found = outside(places[0])
    page = reverse("workspace:network_library", args=[found.pk])
    assert methodist.get(page).status_code == 200
    assert methodist.post(page, said(name="Перша міська", mail="lib@example.org", closed_on="2024-05-01")).status_code == 302
    found.refresh_from_db()
    assert (found.name, found.mail, found.closed_on) == ("Перша міська", "lib@example.org", dt.date(2024, 5, 1))


def test_a_library_saves_and_sends_its_form_by_its_link(places: Places, methodist: Client) -> None:
    sheet, stranger = asked(places[0]), Client()
    first = stranger.get(link(sheet))
    assert (first.status_code, first["Cache-Control"], first["Referrer-Policy"]) == (200, "private, no-store", "same-origin")
    assert stranger.post(link(sheet), said(do="save", **{"users.total": "багато"})).status_code == 422
    assert stranger.post(link(sheet), said(do="save", note="Ремонт.", **{"users.total": "1 200"})).status_code == 302
    assert 'value="1 200"' in stranger.get(link(sheet)).content.decode()
    assert stranger.post(link(sheet), said(do="send", note="Ремонт.", **{"users.total": "1 200"})).status_code == 422
    done = said(do="send", note="Ремонт.", post="Завідувачка", signer="Верба Тиха", **{"users.total": "1 200"})
    assert stranger.post(link(sheet), done).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.signed, sheet.signer, sheet.status) == (True, "Верба Тиха", "partly")
    page = stranger.get(link(sheet)).content.decode()
    assert ("Дякуємо" in page, "<textarea" in page) == (True, False)
    shown = methodist.get(reverse("workspace:network_return", args=[sheet.pk])).content.decode()
    assert ("Верба Тиха" in shown, "1\u00a0200" in shown) == (True, True)


def test_a_link_taken_back_is_as_good_as_absent(places: Places, methodist: Client) -> None:
    sheet, stranger = asked(places[0]), Client()
    own = reverse("workspace:network_return_link", args=[sheet.pk])
    before = link(sheet)
    assert methodist.post(own, said(do="renew")).status_code == 302
    sheet.refresh_from_db()
    assert (stranger.get(before).status_code, stranger.get(link(sheet)).status_code) == (404, 200)
    assert methodist.post(own, said(do="revoke")).status_code == 302
    assert (stranger.get(link(sheet)).status_code, stranger.get(f"{link(sheet)}xlsx/").status_code) == (404, 404)
    assert stranger.get(reverse("public:network_return", args=["x" * 24])).status_code == 404


def changed(data: bytes, cells: dict[str, Any]) -> bytes:
    """The table this program gave out, as a person sends it back: other numbers in the column of this year."""
    from mandrivna.catalogue.formats.spreadsheet import rows  # noqa: PLC0415 - slow import

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in rows(io.BytesIO(data)):
        for column, text in enumerate(row):
            page.write_string(number - 1, column, text)
        if row and row[-1] in cells:
            value = cells[row[-1]]
            (page.write_number if isinstance(value, int | float) else page.write_string)(number - 1, 3, value)
    book.close()
    return made.getvalue()


def test_the_table_it_takes_away_is_filled_in_and_brought_back(places: Places, methodist: Client) -> None:
    sheet, stranger = asked(places[0]), Client()
    table = stranger.get(f"{link(sheet)}xlsx/").content
    for wrong in (b"no table at all", changed(table, {"users": "=1+1"})):
        refused = stranger.post(link(sheet), said(do="file") | {"file": SimpleUploadedFile("t.xlsx", wrong)})
        assert (refused.status_code, "Нічого не записано" in refused.content.decode()) == (422, True)
    filled = changed(table, {"users": 340, "area_total": 80.5, "visits": "-", "staff": "немає даних"})
    assert stranger.post(link(sheet), said(do="file") | {"file": SimpleUploadedFile("t.xlsx", filled)}).status_code == 302
    sheet.refresh_from_db()
    assert {place: (one["state"], one["value"]) for place, one in sheet.said.items()} == {  # «немає даних» stood there before
        "users.total": ("number", "340"), "area_total.total": ("number", "80.5"), "visits.total": ("dash", None),
    }  # fmt: skip
    other = asked(places[0], "Друга")
    page = reverse("workspace:network_return_file", args=[other.pk])
    assert methodist.post(page, said() | {"file": SimpleUploadedFile("t.xlsx", b"PK no")}).status_code == 422
    assert methodist.post(page, said() | {"file": SimpleUploadedFile("t.xlsx", filled)}).status_code == 302
    other.refresh_from_db()
    assert other.said["users.total"]["value"] == "340"


def test_who_collects_fills_in_signs_and_reopens_for_a_library(places: Places, methodist: Client) -> None:
    sheet = asked(places[0])

    def own(name: str) -> str:
        return reverse(f"workspace:network_return{name}", args=[sheet.pk])

    assert methodist.post(own("_fill"), said(**{"users.total": "15"})).status_code == 302
    assert methodist.post(own("_sign"), said(post="", signer="Верба", on="2026-01-04")).status_code == 422
    assert methodist.post(own("_sign"), said(post="Завідувачка", signer="Верба Тиха", on="2026-01-04")).status_code == 302
    assert [methodist.get(own(name)).status_code for name in ("_fill", "_sign", "_file")] == [302] * 3
    assert methodist.post(own("_reopen"), said(reason="")).status_code == 302
    assert FormSheet.objects.filter(library=sheet.library).count() == 1
    assert methodist.post(own("_reopen"), said(reason="помилка")).status_code == 302
    assert [one.number for one in FormSheet.objects.filter(library=sheet.library).order_by("number")] == [1, 2]


def test_a_unit_of_the_tree_hands_its_form_over_and_signs_it_on_its_own_page(
    places: Places, methodist: Client, director: Client
) -> None:
    ask_returns(Act(actor=SYSTEM), unit=places[0], form="nk6", year=YEAR)
    sheet, stranger = FormSheet.objects.get(unit=places[0]), Client()
    form = reverse("workspace:state_form", args=[places[0].pk, YEAR, "nk6"])
    signing = {"post": "Завідувачка", "signer": "Верба Тиха"}
    page = stranger.get(link(sheet)).content.decode()
    assert ("Підписати й надіслати" in page, 'name="signer"' in page, "Передати на підпис" in page) == (False, False, True)
    assert stranger.post(link(sheet), said(do="send", **signing)).status_code == 422
    assert stranger.post(link(sheet), said(do="hand", **{"area_total.total": "120"})).status_code == 302
    assert "Передано на підпис" in stranger.get(f"{link(sheet)}?saved=1").content.decode()
    for name in ("", "_fill", "_sign", "_file"):
        answer = methodist.get(reverse(f"workspace:network_return{name}", args=[sheet.pk]))
        assert (answer.status_code, answer["Location"]) == (302, form)
    sign = reverse("workspace:network_return_sign", args=[sheet.pk])
    assert methodist.post(sign, said(**signing, on="2026-01-04")).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.signed, sheet.status) == (False, "handed")
    own = reverse("workspace:state_form_sign", args=[places[0].pk, YEAR, "nk6"])
    shown = methodist.get(form).content.decode()
    assert ("передано на підпис" in shown, own in shown) == (True, False)
    assert listed(methodist.get(of(places[0])).content.decode()) == [[places[0].name, "передано на підпис"]]
    assert (methodist.get(own).status_code, director.get(own).status_code) == (403, 200)


def test_signing_for_a_library_asks_who_is_there(places: Places) -> None:
    sheet = asked(places[0])
    late = browser_of(person("late", "methodist", places[0]), proved=None)
    sign = reverse("workspace:network_return_sign", args=[sheet.pk])
    answer = late.post(sign, said(post="Завідувачка", signer="Верба Тиха", on="2026-01-04"))
    assert (answer.status_code, FormSheet.objects.get(pk=sheet.pk).signed) == (403, False)


def test_a_summary_opens_to_its_libraries(places: Places, methodist: Client) -> None:
    sheet = asked(places[0])
    Client().post(link(sheet), said(do="send", note="", post="Завідувачка", signer="Верба Тиха", **{"users.total": "340"}))
    args = [places[0].pk, YEAR, "nk6_summary"]
    page = methodist.get(reverse("workspace:state_form", args=args)).content.decode()
    assert f"{places[0].name}: очікуємо" in page
    opened = methodist.get(reverse("workspace:state_form_cell", args=[*args, "users", "total"])).content.decode()
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="number">([^<]+)<', opened) == [("Перша", "340")]


def test_as_many_questions_for_three_libraries_as_for_one(places: Places, methodist: Client) -> None:
    counted = []
    for name in ("Перша", "Друга", "Третя"):
        sheet = asked(places[0], name, mail="lib@example.org", region="UA-09")
        own = [reverse(f"workspace:network_return{page}", args=[sheet.pk]) for page in ("", "_fill")]
        pages = (of(places[0]), *own, reverse("workspace:state_form", args=[places[0].pk, YEAR, "nk6_summary"]))  # fmt: skip
        counted.append([])
        for page in pages:
            methodist.get(page)
            with CaptureQueriesContext(connection) as questions:
                assert methodist.get(page).status_code == 200
            counted[-1].append(len(questions))
    assert counted[0] == counted[2]
    assert max(counted[0]) <= 12, counted


def test_a_signed_form_is_published_after_a_while_without_its_small_numbers(places: Places) -> None:
    cells = {"users.total": "104", "users_children.total": "7", "users_teens.total": "40", "visits.total": "900"}
    fill_form(Act(actor=SYSTEM), unit=places[0], form="nk6", year=YEAR, cells=cells, reason="аркуш")
    said = {"post": "Директорка", "signer": "Сойка Лісова"}
    today, page = timezone.localdate(), reverse("public:figures")
    sign_form(Act(actor=SYSTEM), unit=places[0], form="nk6", year=YEAR - 1, on=today, **said)
    assert "ще не оприлюднено" in Client().get(page).content.decode()
    sign_form(Act(actor=SYSTEM), unit=places[0], form="nk6", year=YEAR, on=today - dt.timedelta(days=31), **said)
    shown = Client().get(f"{page}?year={YEAR - 1}").content.decode()
    rows = dict(
        re.findall(r'lang="uk">([^<,]+)(?:, <span[^>]*>[^<]*</span>)?</th><td class="number">(?:<span[^>]*>)?([^<]*)', shown)
    )
    assert (rows["до 15 років"], rows["Відвідування"], "Сойка" in shown) == ("приховано", "900", False)
    assert f"{YEAR} рік" in shown
