"""PDF with text: tables by their drawn lines, cells put together from lines. A PDF of pictures has no text and is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mandrivna.planning.reading.asides import Asides
from mandrivna.planning.reading.blocks import Block, GridRow, Paragraph, Source, Table, UnreadableError
from mandrivna.planning.reading.formats.grids import Placed, grid_table, joined_tables
from mandrivna.planning.reading.formats.pdf_child import SECONDS
from mandrivna.planning.reading.heads import tall_head
from mandrivna.planning.reading.loose import loose_blocks
from mandrivna.planning.reading.loose.cells import join
from mandrivna.planning.reading.loose.heads import known_as
from mandrivna.planning.reading.said import Place, Unplaced
from mandrivna.planning.reading.spaced import SPACED, of_pages, spaced_blocks

CHILD = "mandrivna.planning.reading.formats.pdf_child"
_BULLET = re.compile(r"([-–—•●○▪◦✓✔➢])\s+(\S.*)", re.DOTALL)
_PAGE = re.compile(r"(?:(?:сторінка|стор\.?)\s*)?\d{1,3}(?:\s*(?:з|/)\s*\d{1,3})?", re.IGNORECASE)
MOST_LINES = 200
SPACE = 3.0
"""A space on the page, in points, when it has to be guessed."""


def read_pdf(data: bytes) -> Source:
    return source_of_pages(_pages(data))


def _pages(data: bytes) -> list[dict[str, Any]]:
    try:
        done = subprocess.run([sys.executable, "-m", CHILD], input=data, capture_output=True, timeout=SECONDS * 1.5, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("too_slow") from error
    if done.returncode:
        slow = done.returncode < 0 or b"MemoryError" in done.stderr
        raise UnreadableError("too_slow" if slow else "encrypted" if b"PDFPassword" in done.stderr else "damaged")
    try:
        pages: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableError("damaged") from error
    return pages


def source_of_pages(pages: Sequence[Mapping[str, Any]]) -> Source:
    if not any(page["items"] for page in pages):
        raise UnreadableError("no_text")
    lines = [item["text"] for page in pages for item in page["items"] if "text" in item]
    if not any("table" in item for page in pages for item in page["items"]):
        if spaced := spaced_blocks(of_pages(pages)):
            return Source(tuple(spaced.blocks), "pdf", tuple(lines), (*spaced.unplaced, *_beside(pages)), SPACED)
        return Source(tuple(loose_blocks(lines)), "pdf", tuple(lines), _beside(pages))
    blocks: list[Block] = []
    text: list[str] = []
    tables, asides = 0, Asides()
    for page in pages:
        open_: list[Mapping[str, Any]] = []
        right = max((item["right"] for item in page["items"] if "text" in item), default=0.0)
        for item in _without_number(page["items"]):
            if "text" in item:
                open_.append(item)
                continue
            blocks += _paragraphs(open_, page["page"], right, text)
            open_ = []
            tables += 1
            if table := _table(item, page["page"], tables, text, asides):
                blocks.append(table)
        blocks += _paragraphs(open_, page["page"], right, text)
    return Source(tuple(joined_tables(list(_over_pages(blocks)))), "pdf", tuple(text), (*asides.told(), *_beside(pages)))


def _beside(pages: Sequence[Mapping[str, Any]]) -> tuple[Unplaced, ...]:
    """Remarks, pictures, and pages over the bound: those only as a number."""
    asides = Asides()
    for page in pages:
        place = Place(page=page["page"])
        for remark in page.get("remarks", ()):
            asides.say("comment", remark, place)
        asides.many("pages", page.get("left_out", 0), place)
    asides.many("pictures", sum(page.get("pictures", 0) for page in pages))
    return asides.told()


def _without_number(items: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The number of the page at its foot or head is no text of the plan."""
    kept = list(items)
    for at in (-1, 0):
        if kept and "text" in kept[at] and _PAGE.fullmatch(kept[at]["text"].strip()):
            kept.pop(at)
    return kept


def _over_pages(blocks: Sequence[Block]) -> Iterator[Block]:
    """A table that goes on at the top of the next page repeats its heads: they are the same table's."""
    last: Block | None = None
    for block in blocks:
        if isinstance(last, Table) and isinstance(block, Table) and last.width == block.width and len(block.rows) > 1:
            tall = tall_head(last.rows, 0)
            taken = tall.rows if tall else 1
            if len(block.rows) > taken and _flat(block.rows[:taken]) == _flat(last.rows[:taken]):
                block = Table(block.rows[taken:], block.place)
        last = block
        yield block


def _flat(rows: Sequence[GridRow]) -> list[list[str]]:
    return [[cell.flat for cell in row.cells] for row in rows]


def _table(item: Mapping[str, Any], page: int, number: int, text: list[str], asides: Asides) -> Table | None:
    rows: list[list[Placed]] = [[] for _row in range(item["rows"])]
    usual = min((_leading(cell["lines"]) for cell in item["table"] if len(cell["lines"]) > 1), default=1_000.0)
    for cell in sorted(item["table"], key=lambda one: (one["row"], one["column"])):
        made = Placed(cell["column"], cell["wide"], page=page)
        said = _cell_lines(cell, usual)
        if cell["row"] == 0 and any(line["text"].endswith("/") for line in cell["lines"]):
            said = [known_as(" ".join(said))]  # whether a space stood after the stroke is not seen on the page
        for line in said:
            made.say(line, bold=all(one["bold"] for one in cell["lines"]))
        rows[cell["row"]].append(made)
        for below in range(cell["row"] + 1, min(cell["row"] + cell["tall"], len(rows))):
            rows[below].append(Placed(cell["column"], cell["wide"], under=True, page=page))
    for row in rows:
        row.sort(key=lambda one: one.column)
    table = grid_table(rows, number, asides=asides)
    if table:
        text += [row.source for row in table.rows]
    return table


def _cell_lines(cell: Mapping[str, Any], usual: float) -> list[str]:
    """A line that ended though the next word would have fitted is the last of its paragraph."""
    lines = cell["lines"]
    if not lines or len(lines) > MOST_LINES:
        return [line["text"] for line in lines]
    pad = max(1.0, min(line["left"] for line in lines) - cell["left"])
    made = [lines[0]["text"]]
    for before, line in pairwise(lines):
        fits = before["right"] + SPACE + line["first"] <= cell["right"] - min(pad, 8.0) - 1
        if _BULLET.match(line["text"]) or fits or line["top"] - before["top"] > usual:
            made.append(line["text"])
        else:
            made[-1] = _joined(made[-1], line["text"])
    return made


def _leading(lines: Sequence[Mapping[str, Any]]) -> float:
    """From which distance between lines on there is more than a line's own: another paragraph begins."""
    steps = [after["top"] - before["top"] for before, after in pairwise(lines) if after["top"] > before["top"]]
    return 1.3 * min(steps, default=1_000.0)


def _joined(before: str, line: str) -> str:
    if before.endswith("\u00ad"):
        return before.rstrip("\u00ad") + line
    return before + line if re.search(r"\w/$", before) and line[:1].islower() else join(before, line)


def _paragraphs(lines: Sequence[Mapping[str, Any]], page: int, right: float, text: list[str]) -> Iterator[Paragraph]:
    open_: list[Mapping[str, Any]] = []
    usual = _leading(lines)
    for line in lines:
        if len(open_) >= MOST_LINES:
            yield _paragraph(open_, page, text)
            open_ = []
        if open_:
            fits = open_[-1]["right"] + SPACE + line["first"] <= right - 2 or line["top"] - open_[-1]["top"] > usual
            if fits or _BULLET.match(line["text"]) or open_[-1]["bold"] != line["bold"]:
                yield _paragraph(open_, page, text)
                open_ = []
        open_.append(line)
    if open_:
        yield _paragraph(open_, page, text)


def _paragraph(lines: Sequence[Mapping[str, Any]], page: int, text: list[str]) -> Paragraph:
    said = lines[0]["text"]
    for line in lines[1:]:
        said = _joined(said, line["text"])
    text.append(said)
    place = Place(page=page, first=len(text), last=len(text))
    if bullet := _BULLET.fullmatch(said):
        return Paragraph(bullet[2], place, bullet=bullet[1])
    return Paragraph(said, place, 0, all(line["bold"] for line in lines))
