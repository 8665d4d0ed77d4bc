"""A report stands in the columns its plan gave each section: on paper, in a spreadsheet, and on the site without who did it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pytest

from mandrivna.core import policy
from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Unit
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.definitions import build, load
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, Report, Section
from mandrivna.planning.plan_meaning import meanings
from mandrivna.planning.plan_states import Role, RowKind
from mandrivna.planning.reports import grids, paper
from mandrivna.planning.reports.actions import make_report
from mandrivna.planning.reports.compose import composed
from mandrivna.planning.reports.composed import Composed, Count, Head, Line, from_json, to_json
from mandrivna.planning.reports.sheets import xlsx
from mandrivna.planning.reports.shown import show
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable
from mandrivna.shared.printing.document import Grid
from tests.planning.test_reports import MAY, OVER, an_act
from tests.planning.written_plans import expected, written

type Places = tuple[Unit, Unit, Unit]
HEADS = (
    ("№ п/п", Role.NUMBER), ("Назва діяльності", Role.TITLE), ("Кількість", Role.QUANTITY), ("Термін виконання", Role.TERM),
    ("Місце", Role.PLACE), ("Виконавці", Role.EXECUTORS),
)  # fmt: skip
AWAY = "не показуємо"
DITTO = "-----//-----"
KNOWN = build(policy.seed("indicators"))


def section(unit: Unit, *rows: list[str], heads: Any = HEADS, numbered: bool = False) -> list[PlanItem]:
    """A plan of one section; a row of one cell is a heading over the whole width."""
    plan = Plan.objects.create(unit=unit, year=2026)
    columns = [{"title": title, "role": str(role), "width": 0} for title, role in heads]
    part = Section.objects.create(plan=plan, number="3", title="Події", columns=columns, numbered_columns=numbered)
    items = [
        PlanItem(
            plan=plan, part=part, section="3", number=cells[0] if len(cells) > 1 else "", position=at, cells=cells,
            kind=RowKind.ROW if len(cells) > 1 else RowKind.HEADING,
        )
        for at, cells in enumerate(rows)
    ]  # fmt: skip
    for item, meaning in zip(items, meanings(columns, items, 2026, {}), strict=True):
        item.meaning = meaning
        item.save()
    return items


def told(plan: Plan, until: str = "") -> Composed:
    return composed(reported(plan, until), today=OVER)


def reported(plan: Plan, until: str = "") -> Report:
    return Report.objects.select_related("plan__unit").get(pk=make_report(an_act(), plan=plan, until=until).pk)


def grids_of(report: Report, whole: Composed) -> list[Grid]:
    blocks = paper.document(report, whole, letterhead=letterhead(report.plan.unit)).blocks
    return [block for block in blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*grid.head, *grid.rows)]


CLUBS = (
    ["1", "Клуб «Слово»", "4 зустрічі", "Протягом року", "Хаб", "Ганна Приклад"],
    ["УСНІ ЖУРНАЛИ"],
    ["2", "Журнал", DITTO, DITTO, "", DITTO],
    ["3", "Виставка", "", "", "Хаб", "ЦПЧ"],
)


# --- on paper -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["d0", "d1"])
def test_every_cell_of_a_library_s_plan_stands_in_its_report_in_order(places: Places, name: str) -> None:
    plan, said = written(name, places[0]), expected(name)
    tables = [one for one in said["sections"] if one["columns"] and one["rows"]]
    report = reported(plan)
    whole = composed(report, today=OVER, indicators=False)
    file = docx.Document(io.BytesIO(word.write(paper.document(report, whole, letterhead=letterhead(places[0])))))
    printed = [[cell.text for cell in row.cells] for table in file.tables[: len(tables)] for row in table.rows]
    wanted = []
    for table in tables:
        wanted.append([*table["columns"], "Факт", "%", "Стан і пояснення"])
        wanted += [[*row["cells"], "", "", ""] for row in table["rows"]]
    assert printed == wanted
    book = openpyxl.load_workbook(io.BytesIO(xlsx(report, whole)))
    sheets = book.worksheets[1 : len(tables) + 1]
    for sheet, table in zip(sheets, tables, strict=True):
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        width = len(table["columns"])
        begin = rows.index(next(row for row in rows if row[:width] == table["columns"]))
        assert [row[:width] for row in rows[begin + 1 :][: len(table["rows"])]] == [row["cells"] for row in table["rows"]]


def test_marks_headings_and_numbers_of_columns_stand_as_the_plan_prints_them(places: Places, facts: Any) -> None:
    items = section(places[0], *CLUBS, numbered=True)
    facts("enquiries.reference", places[1], MAY, 2, form="thematic")
    tie_item(an_act(), item=items[0], kind="indicator", indicator="references", planned=4)
    note_item(an_act(), item=items[2], outcome="moved", text="Не було світла.", moved_to="2027 рік")
    report = reported(items[0].plan)
    whole = composed(report, today=OVER, indicators=False)
    (grid,) = grids_of(report, whole)
    nbsp = "\u00a0"
    assert texts(grid) == [
        [*(title for title, _role in HEADS), "Факт", "%", "Стан і пояснення"],
        [str(at) for at in range(1, 10)],
        [*CLUBS[0], "2", f"50{nbsp}%", "виконано частково"],
        ["УСНІ ЖУРНАЛИ"],
        [*CLUBS[2], "", "", "перенесено: 2027 рік\nНе було світла."],
        [*CLUBS[3], "", "", ""],
    ]
    assert from_json(to_json(whole)) == whole
    for write, begins in ((portable.write, b"%PDF-"), (word.write, b"PK")):
        assert write(paper.document(report, whole, letterhead=letterhead(places[0])))[: len(begins)] == begins


def test_what_is_planned_has_a_column_only_where_the_plan_s_own_words_do_not_say_it(places: Places) -> None:
    items = section(places[0], *CLUBS)
    tie_item(an_act(), item=items[0], kind="events", planned=4)
    assert grids.added_heads(told(items[0].plan).parts[0]) == ["Факт", "%"]
    tie_item(an_act(), item=items[3], kind="events", planned=12, label="подій")
    (part,) = told(items[0].plan).parts
    assert grids.added_heads(part, "II квартал") == ["План", "Факт", "II квартал", "%"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1\u00a0200 прим.", {1200}), ("200 / 10 / 210 записів", {200, 10, 210}), ("щомісяця", set()), ("12", {12})],
)
def test_numbers_are_read_in_the_plan_s_own_words(text: str, numbers: set[int]) -> None:
    assert grids.numbers_in(text) == numbers


def test_several_numbers_of_a_row_stand_one_under_another_and_add_up_in_the_spreadsheet(places: Places, facts: Any) -> None:
    items = section(places[0], *CLUBS)
    facts("enquiries.reference", places[1], dt.date(2026, 2, 2), 3, form="thematic")
    facts("enquiries.reference", places[1], MAY, 2, form="thematic")
    tie_item(an_act(), item=items[0], kind="indicator", indicator="references", planned=4, label="довідок")
    tie_item(an_act(), item=items[0], kind="events", planned=7, label="зустрічей")
    report = reported(items[0].plan, "q2")
    whole = composed(report, today=OVER, indicators=False)
    (grid,) = grids_of(report, whole)
    nbsp = "\u00a0"
    assert texts(grid)[1][6:10] == ["4\n7", "5 довідок\n0 зустрічей", "2\n0", f"125{nbsp}%\n0{nbsp}%"]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(report, whole)))["3. Події"]
    rows = [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    at = next(at for at, row in enumerate(rows) if row[0] == "№ п/п")
    assert rows[at][6:] == ["План", "Факт", "II квартал", "%", "Стан", "Пояснення", "Посилання", "Про що число"]
    assert [row[6:10] + row[13:] for row in rows[at + 1 : at + 3]] == [
        [4, 5, 2, f"125{nbsp}%", "довідок"],
        [7, 0, 0, f"0{nbsp}%", "зустрічей"],
    ]
    assert [len(row) for row in rows[at:]] == [14] * len(rows[at:])


def test_a_mark_under_a_row_taken_off_the_plan_says_its_word(places: Places) -> None:
    items = section(places[0], *CLUBS, ["4", "Зустріч", DITTO, DITTO, "", DITTO])
    PlanItem.objects.filter(pk=items[0].pk).update(dropped_on=MAY)
    PlanItem.objects.filter(pk=items[1].pk).delete()
    assert [line.cells[1:] for line in told(items[0].plan).parts[0].lines] == [
        ("Журнал", "4 зустрічі", "Протягом року", "", "Ганна Приклад"),
        tuple(CLUBS[3][1:]),
        ("Зустріч", DITTO, DITTO, "", DITTO),
    ]


def test_abbreviations_are_explained_at_the_end(places: Places) -> None:
    items = section(places[0], *CLUBS)
    Abbreviation.objects.create(plan=items[0].plan, short="ЦПЧ", full="Центр підтримки читання")
    report = reported(items[0].plan)
    whole = composed(report, today=OVER)
    assert whole.shorts == (("ЦПЧ", "Центр підтримки читання"),)
    assert from_json(to_json(whole)) == whole
    said = [getattr(block, "text", "") for block in paper.document(report, whole, letterhead=letterhead(places[0])).blocks]
    assert said[-2:] == ["ПЕРЕЛІК СКОРОЧЕНЬ", "ЦПЧ – Центр підтримки читання"]
    assert openpyxl.load_workbook(io.BytesIO(xlsx(report, whole))).sheetnames[-1] == "Скорочення"


def test_what_was_sealed_before_stands_in_the_table_it_had(places: Places) -> None:
    items = section(places[0], *CLUBS)
    tie_item(an_act(), item=items[0], kind="events", planned=4)
    report = reported(items[0].plan)
    kept = to_json(composed(report, today=OVER, indicators=False))
    del kept["shorts"]
    for part in kept["parts"]:
        del part["columns"], part["numbered"]
        for line in part["lines"]:
            del line["cells"], line["level"]
    old = from_json(kept)
    (grid,) = grids_of(report, old)
    nbsp = "\u00a0"
    assert texts(grid)[:2] == [
        ["№", "Назва", "План", "Факт", "%", "Стан", "Пояснення", "Посилання"],
        ["1", "Клуб «Слово»", "4", "0", f"0{nbsp}%", "не виконано", "", ""],
    ]
    assert len(openpyxl.load_workbook(io.BytesIO(xlsx(report, old))).sheetnames) == 2
    leading = grids.leading(old.parts[0])
    assert (leading.heads, leading.cells(old.parts[0].lines[0])) == ((("Рядок плану", True),), [("1 Клуб «Слово»", True)])


# --- on the site --------------------------------------------------------------------------------------------------------


def test_the_site_has_the_plan_s_columns_without_who_where_and_what_the_house_wrote_aside(places: Places) -> None:
    heads = (*HEADS, ("Ресурси", Role.RESOURCES), ("Виконано", Role.DONE), ("Куратор", Role.OTHER), ("Очікується", Role.RESULT))
    row = [*CLUBS[0], "Кошти Ганни", "торік", "Ганна Приклад", "книги"]
    whole = told(section(places[0], row, heads=heads)[0].plan)
    found = show(whole, load(), 10)
    leading = found.leading(whole.parts[0])
    assert [title for title, _names in leading.heads] == [
        "№ п/п",
        "Назва діяльності",
        "Кількість",
        "Термін виконання",
        "Очікується",
    ]
    cells = [cell for cell, _names in found.cells(leading, whole.parts[0], whole.lines[0])]
    assert cells == ["1", "Клуб «Слово»", "4 зустрічі", "Протягом року", "книги"]


def test_where_no_column_names_the_row_its_title_does(places: Places) -> None:
    whole = told(section(places[0], ["1", "Ганна"], heads=(("№", Role.NUMBER), ("Хто", Role.OTHER)))[0].plan)
    found = show(whole, load(), 10)
    leading = found.leading(whole.parts[0])
    assert leading.heads == (("Рядок плану", True),)
    assert "Ганна" not in str(found.cells(leading, whole.parts[0], whole.lines[0]))


def one(quantity: str, *counts: Count, came: int = 0) -> Composed:
    """A section of one row with this in its column of quantities."""
    columns = (Head(title="Назва", role=Role.TITLE, width=0), Head(title="Кількість", role=Role.QUANTITY, width=0))
    line = Line(
        uid="1", number="1", title="Клуб", heading=False, state="", word="", text="", counts=counts, links=(), held=1, came=came,
        cells=("Клуб", quantity),
    )  # fmt: skip
    part = grids.Part(uid="p", number="1", title="", depth=0, text="", lines=(line,), columns=columns)
    return Composed(
        title="", year=2026, until="", day="2026-12-31", intro="", closing="", figures={}, people=(), parts=(part,)
    )  # fmt: skip


def count(fact: int, planned: int, *, indicator: str = "", people: bool = True) -> Count:
    return Count(tie="t", label="", planned=planned, fact=fact, people=people, indicator=indicator)


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (one("6 осіб", count(4, 6)), AWAY),
        (one("60 осіб", count(4, 60)), "60 осіб"),
        (one("6 осіб", count(40, 6)), "6 осіб"),
        (one("6 осіб", came=4), AWAY),
        (one("кілька осіб", came=4), "кілька осіб"),
        (one("60 скарг", count(40, 60, indicator="complaints", people=False)), AWAY),
    ],
)
def test_a_small_plan_in_the_plan_s_own_words_goes_with_the_number_it_would_give_back(whole: Composed, said: str) -> None:
    found = show(whole, KNOWN, 10)
    (part,) = whole.parts
    assert found.cells(found.leading(part), part, part.lines[0]) == [("Клуб", True), (said, False)]


def test_on_the_site_only_abbreviations_that_are_read_there_are_explained() -> None:
    whole = replace(one("6"), shorts=(("ЦПЧ", "Центр"), ("ВПО", "переміщені особи"), ("КЗ", "заклад")))
    assert show(whole, KNOWN, 10).shorts("Для ВПО, не для ЦПЧЗ") == [("ВПО", "переміщені особи")]
