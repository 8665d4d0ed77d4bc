"""A village library's plan as Word writes it: merged cells, sections named inside one table, a head of two rows, other names."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from docx import Document
from docx.table import Table

PLANS = Path(__file__).parent.parent / "fixtures" / "plans"


def build() -> bytes:
    """x2.docx; its words are those of x2.expected.json, its shape is made here."""
    plan: dict[str, Any] = json.loads((PLANS / "x2.expected.json").read_text(encoding="utf-8"))
    document = Document()
    document.add_heading(plan["title"], level=0)
    for paragraph in plan["preamble"]:
        if paragraph.startswith("• "):
            document.add_paragraph(paragraph[2:], style="List Bullet")
        else:
            document.add_paragraph(paragraph)
    _figures(document, plan["indicators"])
    document.add_paragraph()
    _table(document, plan)
    for note in plan["notes"]:
        document.add_paragraph(note)
    document.add_paragraph(f"{plan['signature']['post']}\t\t____________\t\t{plan['signature']['name']}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _figures(document: Any, indicators: dict[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(indicators["columns"]), style="Table Grid")
    _fill(table, 0, indicators["columns"])
    for row in indicators["rows"]:
        table.add_row()
        _fill(table, len(table.rows) - 1, [row["label"], *row["values"]])


def _table(document: Any, plan: dict[str, Any]) -> None:
    columns = plan["sections"][0]["columns"]
    table = document.add_table(rows=2, cols=len(columns), style="Table Grid")
    for at, column in enumerate(columns[:3]):
        table.cell(0, at).merge(table.cell(1, at)).text = column
    table.cell(0, 3).merge(table.cell(0, 4)).text = "Виконання"
    table.cell(1, 3).text, table.cell(1, 4).text = columns[3:]
    for section in plan["sections"]:
        table.add_row()
        at = len(table.rows) - 1
        table.cell(at, 0).merge(table.cell(at, len(columns) - 1)).text = f"{section['number']}. {section['title']}"
        _rows(table, section)


def _rows(table: Table, section: dict[str, Any]) -> None:
    first = len(table.rows)
    for row in section["rows"]:
        table.add_row()
        _fill(table, len(table.rows) - 1, row["cells"])
    for (above, _), (below, row) in pairwise(enumerate(section["rows"], first)):
        for role in row["merged"]:
            at = section["roles"].index(role)
            # Joined with the cell above, which may be joined itself: no empty paragraph is left behind.
            joined, text = table.cell(above, at), table.cell(above, at).text
            joined.merge(table.cell(below, at)).text = text


def _fill(table: Table, at: int, texts: list[str]) -> None:
    for cell, text in zip(table.rows[at].cells, texts, strict=True):
        first, *others = text.split("\n")
        cell.text = first
        for other in others:
            cell.add_paragraph(other)
