"""The same plan as a DOCX or a workbook is the same plan, however its cells are merged and its tables torn."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import Role
from tests.planning.reading.kit import expected
from tests.planning.reading.papers import as_docx, as_pdf, as_xlsx, numbered_docx

HOW = [
    {"merged": True, "torn": True},
    *(pytest.param(how, marks=pytest.mark.thorough) for how in ({}, {"merged": True}, {"torn": True}, {"lists": True})),
    pytest.param({"merged": True, "torn": True, "lists": True}, marks=pytest.mark.thorough),
]


def _same_bullets(data: Any) -> Any:
    """Word keeps the sign of a list apart from its text, and this test makes all of them round."""
    if isinstance(data, list):
        return [_same_bullets(one) for one in data]
    if isinstance(data, dict):
        return {key: _same_bullets(one) for key, one in data.items()}
    if not isinstance(data, str):
        return data
    return "\n".join(f"• {line[2:]}" if line[:2] in ("- ", "○ ", "✓ ", "• ") else line for line in data.split("\n"))


@pytest.mark.parametrize("how", [*HOW, {"torn": True, "again": True}], ids=str)
def test_a_docx_is_read_as_the_text_is(how: dict[str, bool]) -> None:
    want = expected("d0.txt")
    got = read(as_docx(want, **how), "план 2025.docx").as_data()
    if "lists" in how:
        got, want = _same_bullets(got), _same_bullets(want)
    assert got["sections"] == want["sections"]
    assert got == want


@pytest.mark.parametrize("how", HOW, ids=str)
def test_a_workbook_is_read_as_the_text_is(how: dict[str, bool]) -> None:
    assert read(as_xlsx(expected("d0.txt"), **how), "план.xlsx").as_data() == expected("d0.txt")


@pytest.mark.thorough
def test_a_pdf_is_read_as_the_text_is() -> None:
    """Lines of a page are put together again, also where a row goes over to the next page and its heads are repeated."""
    plan = read(as_pdf(expected("d0.txt")), "план.pdf")
    assert plan.as_data() == expected("d0.txt")
    assert sum(doubt.code == "joined" for row in plan.rows for doubt in row.doubts) > 0


def test_numbers_that_word_counts_itself_are_the_numbers_of_rows() -> None:
    columns = ["№ з/п", "Назва заходу", "Термін виконання", "Відповідальні"]
    rows = [
        ["", "Огляд", "вересень", "ЦПЧ"],
        ["", " частина", "", ""],
        ["", " ще одна", "", ""],
        ["", "Виставка", "щомісяця", "ЦПЧ"],
    ]
    plan = read(numbered_docx(columns, rows), "план.docx")
    assert [(row.number, row.level, row.term.short) for row in plan.rows] == [
        ("1", 0, "m9"), ("1.1", 1, "inherit"), ("1.2", 1, "inherit"), ("2", 0, "rate 12"),
    ]  # fmt: skip


def test_a_merged_cell_is_remembered_and_said_of_the_rows_beside() -> None:
    plan = read(as_docx(expected("d0.txt"), merged=True), "план.docx")
    parent = next(row for section in plan.sections if section.number == "2.1" for row in section.rows if row.number == "1")
    part = next(row for section in plan.sections if section.number == "2.1" for row in section.rows if row.number == "1.1")
    term, covered = parent.cell(Role.TERM), part.cell(Role.TERM)
    assert term and covered
    assert (term.merged, term.covered, term.written) == ((6, 1), False, "Протягом року")
    assert (covered.covered, covered.written, part.term.short) == (True, "", "inherit")
