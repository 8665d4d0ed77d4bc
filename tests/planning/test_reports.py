"""Reports: composed from the plan, with live numbers until the signature, sealed after it, and told to everybody with care."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.planning.board.actions import deliver, note_item, tie_item
from mandrivna.planning.board.rows import ItemNote
from mandrivna.planning.models import Plan, PlanItem, Report, ReportText, Section
from mandrivna.planning.reports import grids, kinds, paper
from mandrivna.planning.reports.actions import (
    genuine,
    make_report,
    publish_report,
    sign_report,
    withdraw_report,
    write_report_text,
)
from mandrivna.planning.reports.compose import composed, signed, since
from mandrivna.planning.reports.composed import Composed, from_json, to_json
from mandrivna.planning.reports.sheets import xlsx
from mandrivna.shared.printing import docx, pdf
from tests.planning.test_board import held, planned

type Places = tuple[Unit, Unit, Unit]
OVER = dt.date(2026, 12, 31)
MAY = dt.date(2026, 5, 4)


def an_act(on: dt.date = OVER) -> Act:
    return Act(actor=SYSTEM, at=dt.datetime(on.year, on.month, on.day, 10, tzinfo=dt.UTC))


@pytest.fixture
def plan(places: Places) -> tuple[Plan, list[PlanItem]]:
    return planned(
        places[0],
        ["1", "Довідки", "20 довідок", "Протягом року", "ЦПЧ"],
        ["2", "Літоглядки", "12", "щомісяця", "ВІТЕР"],
        ["3", "Аналітична довідка", "", "1 квартал", "ВНМР"],
        ["4", "Ремонт", "", "2 квартал", "ВНМР"],
    )


def told(plan: tuple[Plan, list[PlanItem]], until: str = "") -> Report:
    return make_report(an_act(), plan=plan[0], until=until)


def stands(whole: Composed) -> list[tuple[Any, ...]]:
    return [(line.number, [(one.planned, one.fact, one.percent) for one in line.counts], line.word) for line in whole.lines]


def refusal(verb: Any, **said: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        verb(said.pop("act", None) or an_act(), **said)
    return [problem.code for problem in refused.value.problems]


def test_every_row_of_the_plan_says_how_it_stands(places: Places, plan: tuple[Plan, list[PlanItem]], facts: Any) -> None:
    references, views, paper_, repair = plan[1]
    facts("enquiries.reference", places[1], MAY, 20, form="thematic")
    tie_item(an_act(), item=references, kind="indicator", indicator="references", planned=20)
    tie_item(an_act(), item=views, kind="events", planned=12)
    held(places[1], views, MAY, 25)
    ready = tie_item(an_act(), item=paper_, kind="deliverable")
    deliver(an_act(), item=paper_, tie=str(ready.pk), on=MAY, link="https://example.org/dovidka", note="Довідка")
    note_item(an_act(), item=repair, outcome="moved", text="Немає приміщення", moved_to="2027 рік")
    report = told(plan)
    whole = composed(report, today=OVER)
    nbsp = "\u00a0"
    assert stands(whole) == [
        ("1", [(20, 20, f"100{nbsp}%")], "виконано"),
        ("2", [(12, 1, f"8{nbsp}%")], "виконано частково"),
        ("3", [], "виконано"),
        ("4", [], "перенесено: 2027 рік"),
    ]
    (part,) = whole.parts
    assert (part.named, part.held, part.came) == ("2.2. Послуги", 1, 25)
    assert [(one.on, one.address) for one in whole.lines[2].links] == [("2026-05-04", "https://example.org/dovidka")]
    assert grids.explained(whole.lines[1]) == "Подій: 1, учасників: 25."
    assert whole.lines[3].text == "Немає приміщення"


def test_while_the_year_goes_on_a_row_that_is_not_done_is_going(places: Places, plan: tuple[Plan, list[PlanItem]]) -> None:
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=20)
    report = told(plan, "q1")
    assert [line.word for line in composed(report, today=OVER).lines] == ["сильно відстає", "", "", ""]
    assert [line.word for line in composed(told(plan), today=OVER).lines] == ["не виконано", "", "", ""]


def test_a_report_of_an_earlier_time_says_nothing_of_what_came_later(plan: tuple[Plan, list[PlanItem]]) -> None:
    paper_, repair = plan[1][2:]
    ready = tie_item(an_act(), item=paper_, kind="deliverable")
    deliver(an_act(), item=paper_, tie=str(ready.pk), on=dt.date(2026, 7, 1), link="https://example.org/dovidka")
    note_item(an_act(), item=repair, outcome="moved", text="Немає приміщення", moved_to="3 квартал")
    ItemNote.objects.update(changed_at=dt.datetime(2026, 6, 9, 9, tzinfo=dt.UTC))
    told_ = {}
    for until in ("q1", "q3", ""):
        lines = composed(told(plan, until), today=OVER).lines[2:]
        told_[until] = [(line.word, line.text, len(line.links)) for line in lines]
    late = "Записано 09.06.2026: перенесено 3 квартал; Немає приміщення"
    moved = ("перенесено: 3 квартал", "Немає приміщення", 0)
    assert told_ == {
        "q1": [("сильно відстає", "", 0), ("", late, 0)],
        "q3": [("виконано", "", 1), moved],
        "": [("виконано", "", 1), moved],
    }
    ItemNote.objects.update(changed_at=dt.datetime(2027, 1, 12, 9, tzinfo=dt.UTC))
    in_january = composed(told(plan), today=dt.date(2027, 1, 20)).lines[3]
    assert (in_january.word, in_january.text) == moved[:2]


def test_a_quarterly_report_has_the_numbers_of_its_quarter_beside_those_of_the_year(
    places: Places, plan: tuple[Plan, list[PlanItem]], facts: Any
) -> None:
    facts("enquiries.reference", places[1], dt.date(2026, 2, 4), 6, form="thematic")
    facts("enquiries.reference", places[1], MAY, 4, form="thematic")
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=20)
    report = told(plan, "q2")
    whole = composed(report, today=OVER)
    assert from_json(to_json(whole)) == whole
    (grid,) = [block for block in paper.document(report, whole, letterhead=letterhead(places[0])).blocks if hasattr(block, "rows")][
        -1:
    ]
    assert [cell.text for cell in grid.head[0]][-4:-1] == ["Факт", "II квартал", "%"]
    assert [cell.text for cell in grid.rows[0]][-4:-1] == ["10", "4", "50\u00a0%"]
    assert {len(grid.columns), len(grid.head[0])} == {len(row) for row in grid.rows}
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(report, whole))).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    (line,) = [row for row in rows if row[1] == "Довідки"]
    assert line[2:6] == [20, 10, 4, "50\u00a0%"]
    kept = to_json(whole)
    for one in kept["parts"][0]["lines"]:
        for count in one["counts"]:
            del count["own"]
    assert from_json(kept).sliced == ""


def test_numbers_in_the_words_live_until_the_signature(places: Places, plan: tuple[Plan, list[PlanItem]], facts: Any) -> None:
    report = told(plan)
    part = Section.objects.get(plan=plan[0])
    write_report_text(an_act(), report=report, place=str(part.pk), text="Надано {references} довідок, подій {events}.")
    facts("enquiries.reference", places[1], MAY, 20, form="thematic")
    held(places[1], plan[1][1], MAY, 25)
    whole = composed(Report.objects.get(), today=OVER)
    assert whole.said(whole.parts[0].text) == "Надано 20 довідок, подій 1."
    facts("enquiries.reference", places[1], MAY, 2, form="thematic")
    whole = composed(Report.objects.get(), today=OVER)
    assert whole.said(whole.parts[0].text) == "Надано 22 довідок, подій 1."


def test_signing_freezes_and_seals_and_later_facts_stand_beside(
    places: Places, plan: tuple[Plan, list[PlanItem]], facts: Any
) -> None:
    tie = tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=20)
    report = told(plan)
    write_report_text(an_act(), report=report, place="intro", text="Надано {references} довідок.")
    facts("enquiries.reference", places[1], MAY, 20, form="thematic")
    report = sign_report(an_act(), report=report, on=OVER, post=" Директорка ", name="Ганна  Приклад")
    facts("enquiries.reference", places[1], MAY, 3, form="thematic")
    facts("enquiries.reference", places[1], dt.date(2027, 1, 4), 50, form="thematic")
    report = Report.objects.get(pk=report.pk)
    whole = signed(report)
    assert (report.frozen["said"]["intro"], whole.said(whole.intro)) == ("Надано 20 довідок.",) * 2
    assert (whole.lines[0].counts[0].fact, report.post, report.name) == (20, "Директорка", "Ганна Приклад")
    assert genuine(report) is True
    later = since(report, whole)
    assert (later.counts, later.figures) == ({str(tie.pk): 3}, {"references": 3})
    report.frozen["parts"][0]["lines"][0]["counts"][0]["fact"] = 2000
    report.save()
    assert genuine(Report.objects.get(pk=report.pk)) is False


@pytest.mark.parametrize("field", ["name", "post", "signed_on"])
def test_who_signed_and_when_is_under_the_seal(plan: tuple[Plan, list[PlanItem]], field: str) -> None:
    report = sign_report(an_act(), report=told(plan), on=OVER, post="Директорка", name="Ганна Приклад")
    Report.objects.update(**{field: dt.date(2026, 1, 1) if field == "signed_on" else "Хтось"})
    assert genuine(Report.objects.get(pk=report.pk)) is False


def test_what_was_signed_comes_back_as_it_was(plan: tuple[Plan, list[PlanItem]]) -> None:
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=20)
    whole = composed(told(plan), today=OVER)
    assert len(whole.indicators) >= 2
    assert from_json(to_json(whole)) == whole


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"place": "intro", "text": "Надано {refrences} довідок"}, "unknown_token"),
        ({"place": "intro", "text": "Фонд {fund}"}, "unknown_token"),
        ({"place": "intro", "text": "о" * 20_001}, "too_long"),
        ({"place": "title", "text": "о" * 501}, "too_long"),
        ({"place": "00000000-0000-0000-0000-000000000000", "text": "о"}, "no_section"),
        ({"place": "elsewhere", "text": "о"}, "no_section"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(plan: tuple[Plan, list[PlanItem]], said: dict[str, str], code: str) -> None:
    assert refusal(write_report_text, report=told(plan), **said) == [code]
    assert not ReportText.objects.exists()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"on": dt.date(2026, 6, 30)}, ["not_over"]),
        ({"on": dt.date(2027, 1, 9)}, ["in_future"]),
        ({"name": " "}, ["no_signer"]),
        ({"post": "о" * 251}, ["too_long"]),
    ],
)
def test_a_signature_has_its_day_post_and_name(plan: tuple[Plan, list[PlanItem]], said: dict[str, Any], codes: list[str]) -> None:
    about = {"on": OVER, "post": "Директорка", "name": "Ганна Приклад", **said}
    assert refusal(sign_report, report=told(plan), **about) == codes
    assert Report.objects.get().state == "draft"


def test_a_signed_report_changes_no_more_and_a_new_one_starts_from_its_words(plan: tuple[Plan, list[PlanItem]]) -> None:
    part = str(Section.objects.get(plan=plan[0]).pk)
    first = told(plan)
    assert told(plan) == first
    write_report_text(an_act(), report=first, place=part, text="Розділ: {references}.")
    sign_report(an_act(), report=first, on=OVER, post="Директорка", name="Ганна Приклад")
    assert refusal(write_report_text, report=first, place=part, text="Інше") == ["signed"]
    assert refusal(sign_report, report=first, on=OVER, post="Директорка", name="Ганна Приклад") == ["signed"]
    again = told(plan)
    assert again != first
    assert [text.text for text in again.texts.all()] == ["Розділ: {references}."]
    write_report_text(an_act(), report=again, place=part, text=" ")
    assert not again.texts.exists()


def test_a_report_needs_a_written_plan_and_a_time_that_is(places: Places, plan: tuple[Plan, list[PlanItem]]) -> None:
    empty = Plan.objects.create(unit=places[1], year=2026)
    assert refusal(make_report, plan=empty, until="") == ["nothing_written"]
    assert make_report(an_act(), plan=empty, kind="swot").kind == "swot"
    assert refusal(make_report, plan=plan[0], until="q9") == ["bad_period"]


def test_only_what_is_signed_and_genuine_comes_to_the_site(plan: tuple[Plan, list[PlanItem]]) -> None:
    report = told(plan)
    assert refusal(publish_report, report=report) == ["not_signed"]
    sign_report(an_act(), report=report, on=OVER, post="Директорка", name="Ганна Приклад")
    assert publish_report(an_act(), report=report).public is True
    assert withdraw_report(an_act(), report=report).public is False
    Report.objects.update(name="Хтось")
    assert refusal(publish_report, report=report) == ["not_genuine"]


def test_it_is_printed_and_counted_on(places: Places, plan: tuple[Plan, list[PlanItem]], facts: Any) -> None:
    facts("enquiries.reference", places[1], MAY, 20, form="thematic")
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=20)
    tie_item(an_act(), item=plan[1][0], kind="events", planned=4, label="консультацій")
    report = told(plan)
    write_report_text(an_act(), report=report, place="closing", text="Разом {references}.")
    report = Report.objects.select_related("plan__unit").get()
    whole = composed(report, today=OVER)
    printed = paper.document(report, whole, letterhead=letterhead(places[0]))
    assert (pdf.write(printed)[:5], docx.write(printed)[:2]) == (b"%PDF-", b"PK")
    book = openpyxl.load_workbook(io.BytesIO(xlsx(report, whole)))
    rows = [row for row in book["Виконання плану"].iter_rows(values_only=True) if row[1] == "Довідки"]
    assert [(row[2], row[3]) for row in rows] == [(20, 20)]
    words = [row for row in book["Текст"].iter_rows(values_only=True) if row[0] == "Висновки"]
    assert words == [("Висновки", "Разом 20.")]


def test_a_report_costs_the_same_with_one_row_and_with_three(places: Places, plan: tuple[Plan, list[PlanItem]]) -> None:
    costs = []
    for item in plan[1][:3]:
        tie_item(an_act(), item=item, kind="indicator", indicator="references", planned=20)
        tie_item(an_act(), item=item, kind="events", planned=7)
        told(plan)
        report = Report.objects.select_related("plan__unit").get()
        with CaptureQueriesContext(connection) as asked:
            composed(report, today=OVER, indicators=False)
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert costs[0] <= 11, costs


def test_a_document_of_the_year_stands_beside_the_report_and_takes_words_from_the_year_before(places: Places) -> None:
    before, now = (planned(places[0], ["1", "Довідки", "", "", ""], year=year)[0] for year in (2025, 2026))
    first = make_report(an_act(), plan=before, kind="swot")
    write_report_text(an_act(), report=first, place="threats", text="Перебої зі світлом.")
    assert refusal(write_report_text, report=first, place="luck", text="Щастя") == ["no_section"]
    again, report = make_report(an_act(), plan=now, kind="swot"), make_report(an_act(), plan=now)
    assert {one.kind for one in Report.objects.filter(plan=now)} == {"swot", "plan"}
    assert list(again.texts.values_list("heading", "text")) == [("threats", "Перебої зі світлом.")]
    assert not report.texts.exists()
    assert [part.named for part in composed(again, today=OVER).parts][3:] == ["4. Загрози", "5. Що з цього випливає"]
    assert refusal(make_report, plan=now, kind="poem") == ["bad_kind"]


def test_what_a_document_is_lies_under_its_seal(plan: tuple[Plan, list[PlanItem]]) -> None:
    report = sign_report(
        an_act(), report=make_report(an_act(), plan=plan[0], kind="investments"), on=OVER, post="Директорка", name="Ганна Приклад"
    )
    assert genuine(Report.objects.get(pk=report.pk)) is True
    Report.objects.update(kind="swot")
    assert genuine(Report.objects.get(pk=report.pk)) is False


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "is missing"),
        ({"swot": {"label": "SWOT"}}, "needs label and title"),
        ({"swot": {"label": "SWOT", "title": "SWOT", "headings": []}}, "needs headings"),
        ({"swot": {"label": "SWOT", "title": "SWOT", "headings": [{"code": "a"}]}}, "a heading needs"),
        (
            {"swot": {"label": "а", "title": "а", "headings": [{"code": "a", "title": "А", "hint": "", "numbers": ["x"]}]}},
            "unknown number",
        ),
        ({"swot": {"label": "а", "title": "а", "headings": [{"code": "a", "title": "А", "hint": "", "numbers": []}] * 2}}, "twice"),
    ],
)
def test_headings_that_make_no_document_are_named(said: dict[str, Any], why: str) -> None:
    (fault,) = kinds.faults({"documents": said}, {"references"})
    assert why in fault
