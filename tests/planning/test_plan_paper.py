"""A plan printed from what is written in it is the library's own document: every cell, in order (of imported plans in all three
formats: `test_plan_printed.py`)."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.core.models import Unit
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.printing.paper import PAGE, document
from mandrivna.planning.printing.widths import widths
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable
from mandrivna.shared.printing.document import Contents, Grid, Heading
from tests.planning.written_plans import expected, written

type Places = tuple[Unit, Unit, Unit]


def cells_of(said: dict[str, Any]) -> list[list[str]]:
    """Every table's head and rows, in order, as the document has them."""
    found = []
    for section in said["sections"]:
        if section["columns"]:
            found += [section["columns"], *(row["cells"] for row in section["rows"])]
    return found


@pytest.mark.parametrize("name", ["d0", "d1"])
def test_every_cell_of_the_plan_stands_in_the_word_file_in_order(places: Places, name: str) -> None:
    plan = written(name, places[0])
    file = docx.Document(io.BytesIO(word.write(document(plan))))
    printed = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    assert printed == cells_of(expected(name))


@pytest.mark.parametrize(("name", "headings"), [("d0", 14), ("d1", 15)])
def test_the_contents_name_every_section_on_its_true_page(places: Places, name: str, headings: int) -> None:
    paper = document(written(name, places[0]))
    pages = portable.pages_of(paper)
    read = pypdf.PdfReader(io.BytesIO(portable.write(paper)))
    texts = [squeezed(page.extract_text()) for page in read.pages]
    assert len(pages) == len(paper.listed) == headings
    assert sum(isinstance(block, Contents) for block in paper.blocks) == 1
    for (_at, heading), page in zip(paper.listed, pages, strict=True):
        assert squeezed(heading.text) in texts[page - 1], heading.text


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


def test_the_title_page_is_the_library_s_own(places: Places) -> None:
    paper = document(written("d0", places[0]))
    assert paper.stamp is not None
    assert (paper.title, paper.stamp.post, paper.stamp.name, list(paper.cover)) == (
        "ПЛАН РОБОТИ Луганської обласної універсальної наукової бібліотеки на 2025 рік",
        "Директорка ЛОУНБ", "Вероніка ВОІТЄВА", ["Старобільськ – Черкаси"],
    )  # fmt: skip


def test_sections_keep_columns_of_their_own_and_abbreviations_close_the_document(places: Places) -> None:
    paper = document(written("d0", places[0]))
    heads = [[cell.text for cell in block.head[0]] for block in paper.blocks if isinstance(block, Grid)]
    assert heads == [section["columns"] for section in expected("d0")["sections"] if section["columns"]]
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    assert (headings[0].text, headings[-1].text) == ("1. НАУКОВО-МЕТОДИЧНА ТА ДОСЛІДНА РОБОТА", "ПЕРЕЛІК СКОРОЧЕНЬ")


def test_abbreviations_of_departments_that_stand_in_the_plan_explain_themselves(places: Places) -> None:
    root, hub, other = places
    hub.short_name, other.short_name = "ЦСХ", "НЕМА"
    hub.save()
    other.save()
    plan = Plan.objects.create(unit=root, year=2026)
    section = Section.objects.create(plan=plan, number="1", title="РОБОТА", columns=[{"title": "Хто", "role": "executors"}])
    PlanItem.objects.create(plan=plan, part=section, cells=["ЦСХ, ВНМР"])
    texts = [block.text for block in document(plan).blocks if hasattr(block, "text")]
    assert [text for text in texts if " – " in text] == [f"ЦСХ – {hub.name}"]


def test_goals_in_one_table_are_lines_over_its_whole_width(places: Places) -> None:
    plan = Plan.objects.create(unit=places[0], year=2026, kind="goals", title="План")
    columns = [{"title": "№", "role": "number"}, {"title": "Назва", "role": "title"}]
    for number in ("1", "2"):
        section = Section.objects.create(
            plan=plan, kind="goal", number=f"Ціль {number}:", title="Мета", columns=columns, position=int(number)
        )
        PlanItem.objects.create(plan=plan, part=section, cells=[f"{number}.1", "Захід"])
    (grid,) = [block for block in document(plan).blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["Ціль 1: Мета"],
        ["1.1", "Захід"],
        ["Ціль 2: Мета"],
        ["2.1", "Захід"],
    ]


@pytest.mark.parametrize(("rows", "page"), [([["1", "Назва"]], 175.0), ([["1", "Дуже" * 60]], 175.0), ([], 175.0)])
def test_columns_fill_the_page_whatever_stands_in_them(rows: list[list[str]], page: float) -> None:
    found = widths(["№", "Назва заходу"], rows, page)
    assert (round(sum(found), 3), min(found) >= 10) == (page, True)


def test_a_column_of_sentences_is_wider_than_one_of_words() -> None:
    number, title, term = widths(["№", "Назва", "Термін"], [["1", "Слово і діло " * 20, "протягом року"]] * 5, PAGE)
    assert number < term < title


def test_a_plan_is_printed_with_the_same_questions_whatever_its_length(places: Places) -> None:
    asked = []
    for name, unit in (("d2", places[1]), ("d0", places[0])):
        plan = written(name, unit) if name == "d0" else Plan.objects.create(unit=unit, year=2026, kind="annual")
        if name == "d2":
            section = Section.objects.create(plan=plan, number="1", columns=[{"title": "Хто", "role": "executors"}])
            PlanItem.objects.create(plan=plan, part=section, cells=["ВНМР"])
        document(plan)
        with CaptureQueriesContext(connection) as queries:
            document(plan)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14
