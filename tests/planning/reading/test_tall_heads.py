"""A head of two rows is one head: in Word, in Excel, in a PDF with lines, with joined cells and without them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import docx
import openpyxl
import pytest
import typst

from mandrivna.planning.reading.blocks import GridCell, GridRow
from mandrivna.planning.reading.heads import tall_head
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import Place, Role

HEAD = [["№ з/п", "Зміст роботи", "Кількість", "Виконання", ""], ["", "", "", "Термін", "Хто виконує"]]
JOINED = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)]
"""Cells of the head that are one: from row and column to row and column."""
ROWS = [
    ["1", "Огляд газет для відвідувачів", "12 оглядів", "щомісяця", "ЦПЧ"],
    ["2", "Виставка «Рідний край»", "1 виставка", "вересень", "Орлик І.П."],
]
COLUMNS = ("№ з/п", "Зміст роботи", "Кількість", "Виконання: Термін", "Виконання: Хто виконує")


def as_docx(*, merged: bool, twice: bool = False) -> bytes:
    file = docx.Document()
    file.add_paragraph("План роботи на 2026 рік")
    rows = [*HEAD, ROWS[0], *(HEAD if twice else []), ROWS[1]]
    table = file.add_table(rows=len(rows), cols=5)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for first in (0, 3) if twice else (0,):
        for top, left, bottom, right in JOINED if merged else ():
            table.cell(first + top, left).merge(table.cell(first + bottom, right))
    return _saved(file)


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (["План роботи на 2026 рік"], *HEAD, *ROWS):
        book.active.append([text or None for text in row])
    for top, left, bottom, right in JOINED:
        book.active.merge_cells(start_row=2 + top, start_column=1 + left, end_row=2 + bottom, end_column=1 + right)
    return _saved(book)


PAGE = """
#let rows = json(bytes(sys.inputs.rows))
#set page(width: 210mm, height: 60mm, margin: 10mm)
#set text(size: 8pt, lang: "uk", hyphenate: false)
План роботи на 2026 рік
#table(
  columns: (1fr, 5fr, 3fr, 2fr, 2fr), stroke: 0.5pt,
  table.header(
    table.cell(rowspan: 2)[№ з/п], table.cell(rowspan: 2)[Зміст роботи], table.cell(rowspan: 2)[Кількість],
    table.cell(colspan: 2)[Виконання], [Термін], [Хто виконує],
  ),
  ..rows.flatten().map(text => [#text]),
)
"""


def as_pdf(times: int = 1) -> bytes:
    return bytes(typst.compile(PAGE.encode(), sys_inputs={"rows": json.dumps(ROWS * times, ensure_ascii=False)}))


def _saved(file: docx.document.Document | openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


WAYS: dict[str, Callable[[], bytes]] = {
    "docx": lambda: as_docx(merged=True),
    "docx without joined cells": lambda: as_docx(merged=False),
    "xlsx": as_xlsx,
    "pdf": as_pdf,
}


@pytest.mark.parametrize("way", WAYS)
def test_columns_under_a_joined_cell_are_known_and_bear_both_names(way: str) -> None:
    plan = read(WAYS[way](), f"план.{way[:4].strip()}")
    (section,) = plan.sections
    assert section.columns == COLUMNS
    assert section.roles == (Role.NUMBER, Role.TITLE, Role.QUANTITY, Role.TERM, Role.EXECUTORS)
    assert [[cell.written for cell in row.cells] for row in plan.rows] == ROWS
    assert [row.term.short for row in plan.rows] == ["rate 12", "m9"]
    assert [[one.name for one in row.executors] for row in plan.rows] == [["ЦПЧ"], ["Орлик І.П."]]
    assert (plan.doubts, plan.unplaced) == ((), ())


@pytest.mark.parametrize("merged", [True, False])
def test_a_head_that_is_repeated_in_the_table_is_no_row(merged: bool) -> None:
    plan = read(as_docx(merged=merged, twice=True), "план.docx")
    assert [row.number for row in plan.rows] == ["1", "2"]
    assert [one.why for one in plan.unplaced] == ["repeated_heads"]
    assert "Хто виконує" in plan.unplaced[0].text


def test_a_head_that_is_repeated_on_each_page_is_one() -> None:
    plan = read(as_pdf(12), "план.pdf")
    assert len(plan.rows) == 24
    assert {(row.term.short, len(row.executors)) for row in plan.rows} == {("rate 12", 1), ("m9", 1)}


def rows(*said: list[str]) -> list[GridRow]:
    return [GridRow(tuple(GridCell((text,) if text else ()) for text in row), Place()) for row in said]


@pytest.mark.parametrize(
    ("over", "under", "roles"),
    [
        (["№", "Захід", "Термін", ""], ["", "", "початок", "кінець"], "number title term other"),
        (["№", "Захід", "Кількість", "", "Коли"], ["", "", "план", "факт", ""], "number title quantity other term"),
        (["№", "Назва", "Термін", "Відповідальні"], ["з/п", "заходу", "виконання", "за виконання"], "number title term executors"),
        (["Захід", "Хто і коли", ""], ["", "Строк", "Відповідальний"], "title term executors"),
    ],
)  # fmt: skip
def test_the_lower_word_names_the_column_unless_it_only_says_which_value_it_is(
    over: list[str], under: list[str], roles: str
) -> None:
    found = tall_head(rows(over, under), 0)
    assert found
    assert (found.rows, " ".join(found.roles)) == (2, roles)


def test_names_of_one_head_in_two_rows_are_put_together() -> None:
    found = tall_head(rows(["№", "Назва", "Термін"], ["з/п", "заходу", "виконання"]), 0)
    assert found
    assert found.names == ("№ з/п", "Назва заходу", "Термін виконання")


@pytest.mark.parametrize(
    "said",
    [
        (["№", "Назва заходу", "Термін", "Виконавці"], ["1", "Огляд", "вересень", "ЦПЧ"]),
        (["№", "Назва заходу", "Термін", "Виконавці"], ["1", "2", "3", "4"]),
        (["№", "Назва заходу", "Термін", "Виконавці"], ["", "Огляд", "", ""]),
        (["1", "Огляд", "вересень", ""], ["", "", "жовтень", "ЦПЧ"]),
    ],
)  # fmt: skip
def test_a_row_of_work_is_no_second_row_of_a_head(said: tuple[list[str], list[str]]) -> None:
    assert tall_head(rows(*said), 0) is None


def test_years_under_a_joined_cell_are_columns_of_indicators() -> None:
    file = docx.Document()
    file.add_paragraph("ПОКАЗНИКИ")
    table = file.add_table(rows=4, cols=4)
    said = [
        ["№", "Назва показника", "Роки", ""],
        ["", "", "2025", "2026"],
        ["1", "Користувачі", "1 200", "1 300"],
        ["2", "Видача", "-", "90"],
    ]
    for at, row in enumerate(said):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    found = read(_saved(file), "план.docx").indicators
    assert found.columns == ("Назва показника", "Роки: 2025", "Роки: 2026")
    assert [(row.number, row.label, row.values) for row in found.rows] == [
        ("1", "Користувачі", ("1 200", "1 300")), ("2", "Видача", ("-", "90")),
    ]  # fmt: skip
