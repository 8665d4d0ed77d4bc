"""The rule by which served users are counted is printed wherever they are, and what was signed keeps the rule it was signed by."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Unit
from mandrivna.planning import document as tables
from mandrivna.planning.actions import edit_form_row, reopen_form, sign_form
from mandrivna.planning.board.actions import tie_item
from mandrivna.planning.board.export import xlsx as board_sheet
from mandrivna.planning.board.sheet import board
from mandrivna.planning.export import xlsx as table_sheet
from mandrivna.planning.forms import export
from mandrivna.planning.forms.definitions import TOTAL, load
from mandrivna.planning.forms.drill import facts_behind
from mandrivna.planning.forms.queries import Asked, asked, view
from mandrivna.planning.models import Report
from mandrivna.planning.queries import table
from mandrivna.planning.reports import paper
from mandrivna.planning.reports.actions import make_report, sign_report, write_report_text
from mandrivna.planning.reports.compose import composed, signed, since
from mandrivna.planning.reports.sheets import xlsx as report_sheet
from mandrivna.shared.printing import docx
from tests.planning.test_board import planned

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025
JUNE = dt.date(YEAR, 6, 2)
ONCE = (
    "Кількість обслужених користувачів: кожну записану особу пораховано в закладі один раз, хоч у скількох відділах її обслужили; "
    "для окремого відділу пораховано тих, кого обслужив він, тому сума відділів може бути більшою; "
    "для області числа закладів додано. "
    "До них додано, стільки разів, скільки приходили чи питали: учасники подій, не записані до бібліотеки; консультації; "
    "серед них можуть бути й записані, програма їх тут не розрізняє."
)
APART = (
    "Кількість обслужених користувачів: сума за відділами, одну записану особу пораховано один раз у кожному відділі, який її "
    "обслужив; незаписаних не пораховано."
)


def at(text: str = "2026-01-05") -> Act:
    return Act(actor=SYSTEM, at=dt.datetime.fromisoformat(f"{text}T10:00:00+00:00"))


def choose(rule: str) -> None:
    policy.edit(at(), policy="indicators", key="settings/served_rule", value=rule, reason="облікова політика")


@pytest.fixture
def worked(places: Places, facts: Any) -> Places:
    """Three people, two of them at both hubs; seven strangers and two consultations."""
    for place, once, apart in ((places[1], 2, 3), (places[2], 1, 2)):
        facts("readers.served", place, JUNE, once)
        facts("readers.served_in_department", place, JUNE, apart)
    facts("programme.stranger", places[1], JUNE, 7)
    facts("enquiries.consultation", places[2], JUNE, 2)
    return places


def with_own_row() -> None:
    """The form has no such row by itself: a methodist has added it."""
    row = {
        "section": "users",
        "label": "Обслужено",
        "counted_in": "особа",
        "indicator": "users_served",
        "after": "users",
        "verify": True,
    }
    edit_form_row(at(), form="nk6", row="served", change={"value": row}, reason="звірка")


def about(unit: Unit) -> Asked:
    forms = load()
    return asked(forms, forms.forms["nk6"], unit, YEAR)


def said(unit: Unit) -> tuple[str, list[str]]:
    found = view(about(unit))
    figure = found.figure("served", TOTAL)
    assert figure is not None
    return figure.cell.text, [one for one in found.choices if "обслужених" in one]


def sheet_words(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def document_words(document: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(docx.write(document))) as package:
        return html.unescape(package.read("word/document.xml").decode())


@pytest.mark.parametrize(("rule", "number", "words"), [("institution", 12, ONCE), ("departments", 5, APART)])
def test_the_table_and_its_papers_say_the_rule(worked: Places, rule: str, number: int, words: str) -> None:
    choose(rule)
    found = table(worked[0], YEAR)
    row = found["users_served"]
    assert (row.cells["fact"].value, row.row.said_of_choice) == (number, words)
    assert words in sheet_words(table_sheet(found, now=at().at))
    printed = tables.document(
        found, layout=tables.Layout.REPORT, signing=tables.Signing(), letterhead=letterhead(worked[0]), now=at().at
    )
    assert words in printed.notes


@pytest.mark.parametrize(("rule", "number", "words"), [("institution", "12", ONCE), ("departments", "5", APART)])
def test_a_form_that_has_the_row_says_the_rule_in_every_file(worked: Places, rule: str, number: str, words: str) -> None:
    with_own_row()
    choose(rule)
    assert said(worked[0]) == (number, [words])
    found = view(about(worked[0]))
    assert words in sheet_words(export.xlsx(found))
    assert words in json.loads(export.plain(found))["counted_by"]
    assert words in [getattr(block, "text", "") for block in export.document(found).blocks]


def test_a_form_without_the_row_does_not_say_its_rule(worked: Places) -> None:
    found = view(about(worked[0]))
    named = [one.partition(":")[0] for one in found.choices]
    assert named == ["Кількість віртуальних користувачів", "віртуальні відвідування (інтернет-ресурсів)"]


def test_a_signed_form_keeps_the_rule_it_was_signed_by(worked: Places, facts: Any) -> None:
    with_own_row()
    sheet = sign_form(at(), unit=worked[0], form="nk6", year=YEAR, post="Директорка", signer="Сойка Лісова", on=at().on)
    choose("departments")
    found = view(about(worked[0]))
    assert (said(worked[0]), found.corrected) == (("12", [ONCE]), False), "another rule is no correction"
    behind = facts_behind(about(worked[0]), ("served", TOTAL))
    assert {fact.kind for fact in behind} == {"readers.served", "programme.stranger", "enquiries.consultation"}
    facts("readers.served", worked[1], JUNE, 1)
    facts("readers.served_in_department", worked[1], JUNE, 1)
    figure = view(about(worked[0])).figure("served", TOTAL)
    assert figure is not None
    assert figure.later is not None
    assert (figure.cell.text, figure.later.text) == ("12", "13"), "what came later is counted by the same rule"
    reopen_form(at(), sheet=sheet, reason="інше правило")
    assert said(worked[0]) == ("6", [APART])


def report_of(unit: Unit) -> tuple[Report, Any]:
    plan, (row,) = planned(unit, ["1", "Обслужені користувачі", "20 осіб", "Протягом року", "ЦПЧ"], year=YEAR)
    tie = tie_item(at("2025-12-31"), item=row, kind="indicator", indicator="users_served", planned=20)
    report = make_report(at("2025-12-31"), plan=plan)
    write_report_text(at("2025-12-31"), report=report, place="intro", text="Обслужено {users_served}.")
    return Report.objects.get(pk=report.pk), tie


def test_a_board_and_a_report_say_the_rule_and_the_signed_report_keeps_it(worked: Places, facts: Any) -> None:
    report, tie = report_of(worked[0])
    found = board(report.plan, today=dt.date(YEAR, 12, 31))
    assert (found.rows[0].measured[0].fact, found.choices) == (12, [ONCE])
    assert ONCE in sheet_words(board_sheet(found))
    sign_report(at(), report=report, on=dt.date(2026, 1, 5), post="Директорка", name="Сойка Лісова")
    choose("departments")
    report.refresh_from_db()
    whole = signed(report)
    assert (whole.lines[0].counts[0].fact, ONCE in whole.choices) == (12, True)
    assert not since(report, whole), "another rule is no fact that came later"
    facts("readers.served", worked[1], JUNE, 1)
    facts("readers.served_in_department", worked[1], JUNE, 4)
    later = since(report, whole)
    assert (later.counts, later.figures) == ({str(tie.pk): 1}, {"users_served": 1})
    printed = paper.document(report, whole, letterhead=letterhead(worked[0]), now=at().at)
    assert ONCE in printed.notes
    assert ONCE in document_words(printed)
    assert ONCE in sheet_words(report_sheet(report, whole, now=at().at))
    draft = make_report(at(), plan=report.plan)
    now = composed(draft, today=dt.date(YEAR, 12, 31))
    assert (now.lines[0].counts[0].fact, APART in now.choices, ONCE in now.choices) == (9, True, False)
