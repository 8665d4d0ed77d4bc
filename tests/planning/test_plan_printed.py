"""D0 and D1 read from their files and printed are the same documents: every cell of every table in its place, in Word, in a
workbook and on the pages of a PDF. Each way of comparing is shown to fail when one cell stands beside its place."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from mandrivna.core.models import Unit
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.printing.paper import document
from mandrivna.planning.printing.sheets import xlsx
from mandrivna.planning.printing.widths import tied
from mandrivna.planning.reading.formats.pdf_child import pages_of
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable
from mandrivna.shared.printing.document import Cell, Column, Grid
from tests.planning.printed import Rows, of_docx, of_pdf, of_xlsx, text_of, unwrapped
from tests.planning.test_round_trip import saved
from tests.planning.written_plans import FOLDER, expected, written

type Places = tuple[Unit, Unit, Unit]
NUMBERED = {"d0": ("1", "2.1", "5"), "d1": ("1", "2.1", "3.3", "5")}
"""Sections whose source has a row of numbers under the heads of its table."""


def tables_of(name: str) -> Rows:
    """Of the source, in order; the column of numbers has no head there, and is given one."""
    said = expected(name)
    figures = said["indicators"]
    found = [["№", *figures["columns"]], *([row["number"], row["label"], *row["values"]] for row in figures["rows"])]
    for section in said["sections"]:
        if section["columns"]:
            numbers = [str(number) for number in range(1, len(section["columns"]) + 1)]
            head = [section["columns"], numbers] if section["number"] in NUMBERED[name] else [section["columns"]]
            found += [*head, *(row["cells"] for row in section["rows"])]
    return found


def flat(rows: Rows) -> Rows:
    """Where a head was broken into lines is not of it."""
    return [[" ".join(cell.split(" ")) for cell in row] for row in rows]


@pytest.mark.parametrize(("name", "year"), [("d0", 2025), ("d1", 2024)])
def test_every_table_of_the_source_is_printed_cell_by_cell(places: Places, name: str, year: int) -> None:
    plan, _said = saved((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt", places[0], year)
    paper, wanted = document(plan), tables_of(name)
    assert flat(of_docx(word.write(paper))) == wanted
    printed = of_pdf(portable.write(paper))
    assert unwrapped(printed, wanted) == wanted
    sheets = {sheet[0][0]: sheet for sheet in of_xlsx(xlsx(plan))}
    figures = expected(name)["indicators"]
    rows = [["№", *figures["columns"]], *([row["number"], row["label"], *row["values"]] for row in figures["rows"])]
    titled = next(title for title in sheets if title.startswith("ЗАГАЛЬНІ ПОКАЗНИКИ"))
    assert sheets[titled] == padded([[titled], [], *rows, [], [expected(name)["notes"][0]]])


@pytest.mark.parametrize("name", ["d0", "d1"])
def test_the_workbook_is_the_plan_page_by_page_and_nothing_else(places: Places, name: str) -> None:
    plan, said = written(name, places[0]), expected(name)
    pages, above = (
        [padded([[plan.title or str(plan)], ["чернетка"], [], ["Вступ"], *([line] for line in said["preamble"])])],
        list[list[str]](),
    )
    for section in said["sections"]:
        above += [[f"{section['number']} {section['title']}"], *([line] for line in section["narrative"])]
        if section["columns"]:
            pages.append(padded([*above, [], section["columns"], *(row["cells"] for row in section["rows"])]))
            above = []
    abbreviations = [["Перелік скорочень"], [], ["Скорочення", "Повна назва"], *said["abbreviations"]]
    assert of_xlsx(xlsx(plan)) == [*pages, padded(abbreviations)]


def padded(rows: Rows) -> Rows:
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def lonely(data: bytes) -> list[tuple[int, str]]:
    """Pages at whose end a table has only its first row, or at whose beginning only its last."""
    found = []
    tables = [(page["page"], at, item) for page in pages_of(data) for at, item in enumerate(page["items"]) if "table" in item]
    for number, (page, at, item) in enumerate(tables):
        rows = [
            [" ".join(line["text"] for line in cell["lines"]) for cell in item["table"] if cell["row"] == row]
            for row in range(item["rows"])
        ]
        body = rows[2 if rows[1:2] and rows[1] == [str(one) for one in range(1, len(rows[0]) + 1)] else 1 :]
        goes_on = number + 1 < len(tables) and tables[number + 1][:2] == (page + 1, 0)
        if len(body) == 1 and ((at == 0 and not goes_on and number and tables[number - 1][0] == page - 1) or (at > 0 and goes_on)):
            found.append((page, " ".join(body[0])))
    return found


@pytest.mark.parametrize(("name", "parted"), [("d0", 1), ("d1", 1)])
def test_no_row_of_a_table_stands_on_a_page_alone(places: Places, name: str, parted: int) -> None:
    paper = document(written(name, places[0]))
    assert lonely(portable.write(paper)) == []
    loose = [replace(block, tied=()) if isinstance(block, Grid) else block for block in paper.blocks]
    assert len(lonely(portable.write(replace(paper, blocks=loose)))) >= parted


def test_rows_stay_together_in_a_word_file_too(places: Places) -> None:
    file = docx.Document(io.BytesIO(word.write(document(small(places[0], CELLS)))))
    stays = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in file.tables[0].rows]
    assert [at for at, kept in enumerate(stays) if kept] == [0, 1, len(stays) - 2]


@pytest.mark.parametrize(
    ("tall", "heads", "stay"),
    [
        ((1, 1, 1, 1, 1), (), [0, 3]),
        ((1, 1, 1, 1, 1), (1,), [0, 1, 3]),
        ((1, 1, 1, 30, 1), (), [0]),
        ((10, 10, 5, 1, 1), (1,), [0, 3]),
        ((14, 14, 1, 1, 1), (1,), [1, 3]),
        ((1,), (), []),
        ((1, 1), (), [0]),
    ],
    ids=[
        "both ends",
        "a row that heads others",
        "too tall to stay",
        "too many to stay",
        "two of them too tall",
        "one row",
        "two rows",
    ],
)
def test_which_rows_stay_together(tall: tuple[int, ...], heads: tuple[int, ...], stay: list[int]) -> None:
    rows = [["1", "\n".join(["рядок"] * lines)] for lines in tall]
    assert tied(rows, [10.0, 100.0], [at in heads for at in range(len(rows))]) == stay


def test_a_table_knows_which_rows_it_keeps() -> None:
    rows = [[Cell(text=str(number))] for number in range(6)]
    grid = Grid(caption="", columns=[Column(width=1)], head=[[Cell(text="№")]], rows=rows, tied=[0, 1, 4])
    assert grid.bound() == [3, 0, 0, 1, 2, 0]


COLUMNS = ("№ з/п", "Назва заходу", "Термін виконання", "Відповідальні")
CELLS = ["1", "Всеукраїнський день бібліотек: загальноміська\nзустріч-діалог", "вересень", "ЦПЧ"]


def small(unit: Unit, cells: list[str]) -> Plan:
    plan = Plan.objects.create(unit=unit, year=2026, kind="programme", title="План")
    columns = [
        {"title": title, "role": role} for title, role in zip(COLUMNS, ("number", "title", "term", "executors"), strict=True)
    ]
    part = Section.objects.create(plan=plan, number="1", title="РОБОТА", columns=columns)
    rows = [cells, *([str(number), "Огляд", "щомісяця", ""] for number in range(2, 60))]
    PlanItem.objects.bulk_create(PlanItem(plan=plan, part=part, position=at, cells=row) for at, row in enumerate(rows))
    return plan


@pytest.mark.parametrize(
    ("cells", "same"),
    [
        (CELLS, True),
        (["1", CELLS[1], "", "вересень"], False),
        (["1", CELLS[1].replace("\n", " "), *CELLS[2:]], False),
        (["1", CELLS[1].replace("зустріч-діалог", "зустрічдіалог"), *CELLS[2:]], False),
        (["1", CELLS[1].replace(" день", ""), *CELLS[2:]], False),
    ],
    ids=["as it is", "a cell beside its place", "two lines as one", "a hyphen lost", "a word lost"],
)
def test_a_cell_beside_its_place_is_seen_in_all_three(places: Places, cells: list[str], same: bool) -> None:
    plan = small(places[0], cells)
    paper = document(plan)
    wanted = [list(COLUMNS), CELLS, *([str(number), "Огляд", "щомісяця", ""] for number in range(2, 60))]
    printed = of_pdf(portable.write(paper))
    assert (unwrapped(printed, wanted) == wanted) is same
    assert (of_docx(word.write(paper)) == wanted) is same
    assert (of_xlsx(xlsx(plan))[1][2:] == wanted) is same


@pytest.mark.parametrize(
    ("lines", "wanted", "said"),
    [
        (["бібліо\u00ad", "тека"], "бібліотека", "бібліотека"),
        (["бібліо-", "тека"], "бібліотека", "бібліотека"),
        (["бібліо-", "тека"], "бібліо тека", "бібліо- тека"),
        (["бібліо", "тека-"], "бібліотека", "бібліотека-"),
        (["інтернет\u00adресурс"], "інтернет-ресурс", "інтернет-ресурс"),
        (["інтернет-ресурс"], "інтернетресурс", "інтернет-ресурс"),
        (["зустріч-", "діалог"], "зустріч-діалог", "зустріч-діалог"),
        (["зустріч-", "діалог"], "зустріч- діалог", "зустріч- діалог"),
        (["два", "слова"], "два слова", "два слова"),
        (["два", "рядки"], "два\nрядки", "два\nрядки"),
        (["два рядки"], "два\nрядки", "два рядки"),
        (["-"], "", "-"),
        ([], "-", ""),
    ],
)
def test_how_a_line_was_broken_is_undone_only_where_the_text_says_so(lines: list[str], wanted: str, said: str) -> None:
    assert text_of(lines, wanted) == said
