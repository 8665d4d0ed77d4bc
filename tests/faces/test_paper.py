"""«Друк і підпис»: the page shows the paper, remembers who signs, and gives the same paper as PDF and DOCX."""

from __future__ import annotations

import base64
import html
import io
import re
from html.parser import HTMLParser
from typing import Any

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actions.profile import edit_profile, set_logo
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.planning.actions import explain, record_past_figure, set_targets
from tests.factories.pictures import picture
from tests.factories.staff import browser_of, library, person

type Places = tuple[Unit, Unit, Unit]
PEOPLE = {
    "approver_post": 'Директорка <головна> & "перша"',
    "approver_name": "Ім’я ПРІЗВИЩЕ",
    "signer_post": "Завідувачка відділу",
    "signer_name": "Ім’я ДРУГЕ",
    "place": "Старобільськ – Черкаси",
    "day": "2024-12-02",
}


@pytest.fixture
def places(db: Any) -> Places:
    return library()


@pytest.fixture
def methodist(places: Places) -> Client:
    return browser_of(person("methodist", "methodist", places[0]))


def url(kind: str, unit: Unit, year: int = 2025, query: str = "") -> str:
    return reverse(f"workspace:indicators_{kind}", args=[unit.pk, year]) + (f"?{query}" if query else "")


def fill(unit: Unit) -> None:
    set_targets(Act(actor=SYSTEM), unit=unit, year=2025, figures={"visits": 85000, "issues": 0, "issues_electronic": "-"})
    about = {"unit": unit, "indicator": "visits", "state": "number", "source": "План"}
    record_past_figure(Act(actor=SYSTEM), year=2024, value=30546, **about)
    record_past_figure(Act(actor=SYSTEM), year=2023, value=52014, **about)
    explain(Act(actor=SYSTEM), unit=unit, year=2025, indicator="visits", text='=HYPERLINK("x") & <b>два</b> хаби')


class Tables(HTMLParser):
    """Cells of every table inside the sheet, as a person reads them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self.inside = True
        elif tag == "br" and self.inside:
            self.tables[-1][-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def on_screen(response: Any) -> list[list[list[str]]]:
    reader = Tables()
    reader.feed(response.content.decode())
    return reader.tables


def saved(methodist: Client, unit: Unit, **about: str) -> Any:
    return methodist.post(url("print", unit), {"layout": "plan", "until": "", **PEOPLE, **about})


def bare(text: str) -> str:
    """One glyph serves the hyphen of a word and that of a divided line; this reader of PDF cannot tell them apart."""
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.mark.parametrize("query", ["", "layout=dynamics", "layout=report&everything=on"])
def test_screen_docx_and_pdf_say_the_same(methodist: Client, places: Places, query: str) -> None:
    fill(places[0])
    saved(methodist, places[0])
    screen = on_screen(methodist.get(url("print", places[0], query=query)))
    answers = {kind: methodist.get(url(kind, places[0], query=query)) for kind in ("docx", "pdf")}
    opened = docx.Document(io.BytesIO(answers["docx"].content))
    written = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened.tables]
    assert written[:-1] == screen
    assert written[-1] == [["Завідувачка відділу", "", "Ім’я ДРУГЕ"], ["", "(підпис)", ""]]
    text = bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answers["pdf"].content)).pages))
    assert [cell for table in screen for row in table for cell in row if bare(cell) not in text] == []
    assert {"0", "-", ""} <= {cell for row in screen[0] for cell in row}


def test_the_sheet_shows_letterhead_stamp_notes_and_signature(methodist: Client, places: Places) -> None:
    root = places[0]
    about = {"legal_address": "м. Старобільськ", "actual_address": "м. Черкаси", "contact": "a@example.org"}
    edit_unit(Act(actor=SYSTEM), unit=root, about=about)
    saved(methodist, root)
    page = html.unescape(methodist.get(url("print", places[1])).content.decode())
    order = [
        "Наукова бібліотека", "Юридична адреса: м. Старобільськ", "Фактична адреса: м. Черкаси", "a@example.org", "ЗАТВЕРДЖУЮ",
        PEOPLE["approver_post"], "Ім’я ПРІЗВИЩЕ", "«02» грудня 2024 року", "Загальні показники*", "Хаб на Садовій", "2025 рік",
        "Старобільськ – Черкаси", "<table>", "*з урахуванням", "Завідувачка відділу", "(підпис)", "Ім’я ДРУГЕ", "Складено",
    ]  # fmt: skip
    sheet = page[page.index('<div class="letterhead">') :]
    found = [sheet.index(text) for text in order]
    assert found == sorted(found)


def test_the_letterhead_takes_logo_and_contacts_from_the_profile(methodist: Client, places: Places) -> None:
    root = places[0]
    about = {"phone": "+380 00 000 00 00", "email": "library@example.org", "address": "а/с 15, м. Черкаси", "public_name": "Мандри"}
    edit_profile(Act(actor=SYSTEM), unit=root, about=about)
    profile = set_logo(Act(actor=SYSTEM), unit=root, picture=base64.b64encode(picture()).decode())
    response = methodist.get(url("print", root))
    letterhead = response.context["paper"].letterhead
    assert (letterhead.name, list(letterhead.lines)) == (
        "Наукова бібліотека",
        ["Адреса для листів: а/с 15, м. Черкаси", "+380 00 000 00 00, library@example.org"],
    )
    assert f'src="/logo/{profile.logo_id}.webp" alt="Логотип: Наукова бібліотека"' in response.content.decode()
    assert len(docx.Document(io.BytesIO(methodist.get(url("docx", root)).content)).inline_shapes) == 1
    assert len(pypdf.PdfReader(io.BytesIO(methodist.get(url("pdf", root)).content)).pages[0].images) == 1


def test_who_signs_is_remembered_in_the_session_and_in_no_address(methodist: Client, places: Places) -> None:
    response = saved(methodist, places[0], layout="report", until="q1", everything="on")
    assert (response.status_code, response["Location"]) == (
        302,
        url("print", places[0], query="layout=report&until=q1&everything=on"),
    )
    form = methodist.get(url("print", places[1])).context["form"]
    assert {name: str(form[name].value()) for name in PEOPLE} == PEOPLE
    other = browser_of(person("second", "methodist", places[0]))
    form = other.get(url("print", places[0])).context["form"]
    assert {name: form[name].value() for name in PEOPLE} == {**dict.fromkeys(PEOPLE, ""), "day": None}


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_each_button_leads_to_its_file(methodist: Client, places: Places, kind: str, content_type: str) -> None:
    asked = saved(methodist, places[0], **{"as": kind, "layout": "report", "until": "q1"})
    assert asked["Location"] == url(kind, places[0], query="layout=report&until=q1")
    response = methodist.get(asked["Location"])
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Disposition"] == f'attachment; filename="pokaznyky-{places[0].pk}-2025-q1.{kind}"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_is_given_only_after_a_fresh_proof_and_only_to_those_who_may(places: Places, kind: str) -> None:
    stale = browser_of(person("stale", "methodist", places[0]), proved=None)
    assert stale.get(url(kind, places[0])).status_code == 302
    librarian = browser_of(person("librarian", "hub_librarian", places[1]))
    assert [librarian.get(url(name, places[1])).status_code for name in (kind, "print")] == [403, 403]
    assert librarian.post(url("print", places[1]), PEOPLE).status_code == 403


@pytest.mark.parametrize("kind", ["print", "pdf", "docx"])
@pytest.mark.parametrize("query", ["layout=other", "layout=report&until=q9"])
def test_a_paper_that_does_not_exist_is_not_there(methodist: Client, places: Places, kind: str, query: str) -> None:
    assert methodist.get(url(kind, places[0], query=query)).status_code == 404
    assert methodist.get(url(kind, places[0], year=99999)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("day", "31.02.2025"), ("layout", "other"), ("until", "q9"), ("signer_post", "я" * 201)]
)
def test_a_mistake_is_shown_beside_its_field_and_nothing_is_remembered(
    methodist: Client, places: Places, field: str, value: str
) -> None:
    response = saved(methodist, places[0], **{field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["approver_name"].value() == "Ім’я ПРІЗВИЩЕ"
    assert "signing" not in methodist.session


def test_sums_that_do_not_come_out_are_told_before_signing_and_not_on_the_paper(methodist: Client, places: Places) -> None:
    for code, value in (("visits", 10), ("visits_distance", 9)):
        record_past_figure(Act(actor=SYSTEM), unit=places[0], year=2024, indicator=code, state="number", value=value, source="План")
    page = methodist.get(url("print", places[0])).content.decode()
    said, _article, sheet = page.partition("<article")
    warning = "Виконано в 2024 році: сума складників 9, у рядку 10"
    assert (warning in said, warning in sheet) == (True, False)


def test_the_table_leads_to_the_paper_of_what_is_shown(methodist: Client, places: Places) -> None:
    page = methodist.get(f"{reverse('workspace:indicators')}?unit={places[0].pk}&year=2025&until=q2").content.decode()
    assert f'href="{url("print", places[0])}?layout=report&amp;until=q2"' in page


def test_the_page_asks_the_same_however_much_is_written(methodist: Client, places: Places) -> None:
    def count() -> int:
        methodist.get(url("print", places[1]))
        with CaptureQueriesContext(connection) as found:
            assert methodist.get(url("print", places[1])).status_code == 200
        return len(found)

    empty = count()
    fill(places[1])
    assert count() == empty <= 12
