"""Plain text: tables with tabs or bars (as converters of DOCX and PDF write them), a cell a line, a PDF with broken rows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from mandrivna.planning.reading.asides import Asides
from mandrivna.planning.reading.blocks import (
    MOST_BLOCKS,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_TEXT,
    Block,
    GridCell,
    GridRow,
    Paragraph,
    Source,
    Table,
    UnreadableError,
)
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose import loose_blocks
from mandrivna.planning.reading.said import Place
from mandrivna.planning.reading.spaced import SPACED, of_text, spaced_blocks

FEW, _LOST = 300, "\ufffd"
"""A sign in so many may be lost, and the text is still that of its encoding."""
WRAPPED = 250
"""A longer line was never wrapped by a page: a paragraph is a line."""
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|ul|ol)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:li|p|br|div|tr|td)(?:\s[^<>]{0,200})?/?>|</i>\s+<i>|</?[uo]l>|[ \u00a0]{2,}", re.IGNORECASE)
_BOLD = re.compile(r"\s*(?:<b>|\*\*)(.*)(?:</b>|\*\*)\s*", re.DOTALL)
_MARK = re.compile(r"\\([*_#|-])")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_BULLET = re.compile(r"(\s*)([-–—•●○▪◦✓✔➢*o·])\s+(?=\S)(.*)")
_STRONG = re.compile(r"\*\*(?=\S)([^*]{1,2000})(?<=\S)\*\*")
_SLANTED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,2000})(?<=[^\s*])\*(?![\w*])")
_STARRED = re.compile(r"(\s*)(\*)\s*([^*\\\s][^*]*)")
"""A star at the beginning and no other: an item of a list, not slanted text."""
_LIST_INSIDE = re.compile(r"(?<=:)\s+(?=[-–—] \S)")
_RULE = frozenset(" \t|:+-")
MOST_DOTTED = 400


def text_of(data: bytes) -> str:
    """Raises UnreadableError for what is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        text = data.decode("utf-8-sig", "replace")
        if text.count(_LOST) > max(3, len(text) // FEW):
            text = data.decode("cp1251", "replace")
    if "\x00" in text or text.count(_LOST) > max(3, len(text) // FEW):
        raise UnreadableError("not_a_plan_file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes) -> Source:
    text = text_of(data)
    if len(text) > MOST_TEXT or text.count("\n") > MOST_LINES:
        raise UnreadableError("too_long")
    lines = [line.replace("\f", "") for line in text.split("\n")]
    barred = sum(line.lstrip().startswith("|") and line.count("|") > 2 for line in lines)
    tabbed = sum("\t" in line.strip() for line in lines)
    if barred > 2 and barred >= tabbed:
        lines = [_without_bars(line) for line in lines]
    whole = barred > 2 or tabbed > 2 or _cell_a_line(lines) or max(map(len, lines)) > WRAPPED
    asides = Asides()
    spaced = None if whole else spaced_blocks(of_text(text.split("\n")))
    blocks = spaced.blocks if spaced else list(_paged(lines, asides) if whole else loose_blocks(text.split("\n")))
    if len(blocks) > MOST_BLOCKS:
        raise UnreadableError("too_long")
    beside = tuple(spaced.unplaced) if spaced else asides.told()
    return Source(tuple(blocks), "text", tuple(lines), beside, SPACED if spaced else ())


def _without_bars(line: str) -> str:
    said = line.strip()
    return "\t".join(cell.strip() for cell in said.strip("|").split("|")) if said.startswith("|") else line


def _cell_a_line(lines: list[str]) -> bool:
    return sum(line.startswith("\t") and "\t" not in line[1:] for line in lines) >= 6


# --- lines to blocks ----------------------------------------------------------------------------------------------------


def _paged(lines: list[str], asides: Asides) -> Iterator[Block]:
    """Lines with tabs that stand together are a table; empty lines between them are ends of pages."""
    rows: list[GridRow] = []
    number, at, torn = 0, 0, False
    while at < len(lines):
        still()
        line = lines[at]
        group = _group(lines, at)
        if group > 1:
            rows.append(_row_of_lines(lines[at : at + group], at + 1))
            at += group
            torn = False
            continue
        if _is_row(line):
            rows.append(_row(line, at + 1, asides, torn=torn and bool(rows)))
            torn = False
        elif not line.strip() or (rows and _is_rule(line)):
            torn = True
        else:
            if rows:
                number += 1
                yield _table(rows, number)
                rows = []
            yield from _paragraph(line, at + 1)
        at += 1
    if rows:
        yield _table(rows, number + 1)


def _group(lines: list[str], at: int) -> int:
    """How many lines from here are a row with a cell on each: they begin with a tab, and what does not goes on the cell before."""
    if not lines[at].startswith("\t") or "\t" in lines[at][1:].rstrip() or not lines[at].strip():
        return 0
    end = at
    while end < len(lines) and lines[end].strip() and "\t" not in lines[end][1:].rstrip() and end - at < MOST_COLUMNS:
        end += 1
    return end - at if sum(line.startswith("\t") for line in lines[at:end]) > 1 else 0


def _is_rule(line: str) -> bool:
    return line.count("-") > 1 and set(line) <= _RULE


def _row_of_lines(lines: list[str], first: int) -> GridRow:
    cells: list[tuple[int, list[str]]] = []
    for offset, line in enumerate(lines):
        if line.startswith("\t") or not cells:
            cells.append((first + offset, []))
        cells[-1][1].append(" ".join(line.split()))
    made = tuple(
        GridCell((" ".join(said),), Place(first=line, last=line + len(said) - 1, column=column))
        for column, (line, said) in enumerate(cells, 1)
    )
    return GridRow(made, Place(first=first, last=first + len(lines) - 1), "\n".join(lines))


def _is_row(line: str) -> bool:
    """With a tab that is not the only one at the end of a sentence, and no line of a table of contents."""
    said = line.strip(" ")
    return "\t" in said and not (said.count("\t") == 1 and said.endswith("\t")) and not _dotted(line)


def _dotted(line: str) -> bool:
    """A line of a table of contents: «ТИТУЛ.....⇥<u>5</u>»."""
    return len(line) < MOST_DOTTED and re.fullmatch(r".*\.{3,}\s*\t?\s*(?:<u>)?\d{1,3}(?:</u>)?\s*", line) is not None


def _row(line: str, number: int, asides: Asides, *, torn: bool) -> GridRow:
    cells = line.split("\t")
    place = Place(first=number, last=number)
    asides.say("columns", " · ".join(plain_text(cell[:MOST_CELL]) for cell in cells[MOST_COLUMNS:] if cell.strip()), place)
    cells = cells[:MOST_COLUMNS]
    for column, cell in enumerate(cells, 1):
        asides.say("cut", cell[MOST_CELL:], replace(place, column=column))
    made = tuple(
        GridCell(cell_lines(cell), Place(first=number, last=number, column=column), bold=_BOLD.fullmatch(cell) is not None)
        for column, cell in enumerate(cells, 1)
    )
    return GridRow(made, place, line, torn)


def _table(rows: list[GridRow], number: int) -> Table:
    first, last = rows[0].place.first, rows[-1].place.last
    return Table(tuple(rows), Place(table=number, first=first, last=last))


def cell_lines(cell: str) -> tuple[str, ...]:
    """Without the marks of a converter; items of a list and stacked values each on a line of their own."""
    cell = cell[:MOST_CELL]
    lines = [plain_text(line) for part in _BREAK.split(cell) for line in _LIST_INSIDE.split(part)]
    if len(lines) > 1 or ": - " in cell:
        lines = [item for line in lines for item in _items(line)]
    return tuple(line for line in lines if line)


def _items(line: str) -> list[str]:
    """«- Каталогізація - Систематизація» on one line are two items."""
    return re.split(r"\s+(?=- [А-ЯҐЄІЇA-Z])|(?<=;)\s+(?=- \S)", line) if line.startswith("- ") else [line]


def plain_text(said: str) -> str:
    """Marks of bold and of slanted come in pairs; a star inside a word or a number is the plan's own."""
    said = html.unescape(_TAG.sub("", said)).replace("\u00a0", " ")
    if "*" in said:
        said = re.sub(r"^\s*\*\*|\*\*\s*$", "", said.replace("\\*", "\x00"))
        said = _SLANTED.sub(r"\1", _STRONG.sub(r"\1", said)).replace("\x00", "*")
    said = _MARK.sub(lambda match: match[1], said)
    return " ".join(said.split())


def _paragraph(line: str, number: int) -> Iterator[Paragraph]:
    place = Place(first=number, last=number)
    heading = _HEADING.fullmatch(line)
    said = heading[2] if heading else line
    bold = _BOLD.fullmatch(said) is not None
    bullet = None if heading or bold else _BULLET.fullmatch(said) or _STARRED.fullmatch(said)
    if bullet and not said.strip().startswith("**"):
        deep = len(bullet[1].expandtabs(4)) // 2
        sign, inner = bullet[2], _BULLET.fullmatch(bullet[3])
        sign, said = (inner[2], inner[3]) if inner else (sign, bullet[3])
        yield Paragraph(plain_text(said), place, 0, False, sign, deep)
        return
    text = plain_text(said)
    if text and not _is_rule(text):
        yield Paragraph(text, place, len(heading[1]) if heading else 0, bold)
