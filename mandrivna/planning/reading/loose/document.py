"""Lines of broken text to paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandrivna.planning.reading.blocks import MOST_CELL, Block, GridCell, GridRow, Paragraph, Table
from mandrivna.planning.reading.headings import Opens, opens, split_number
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose.cells import cell_lines, join
from mandrivna.planning.reading.loose.heads import Head, head_at
from mandrivna.planning.reading.loose.rows import UNCUT, Cut, cut
from mandrivna.planning.reading.loose.scores import Table as Columns
from mandrivna.planning.reading.loose.tokens import Line, lines_of, tokens_of
from mandrivna.planning.reading.loose.values import indicator_rows
from mandrivna.planning.reading.rows import is_numbers_of_columns
from mandrivna.planning.reading.said import Place

_ABBREVIATION = re.compile(
    r"\s*([А-ЯҐЄІЇ][А-ЯҐЄІЇа-яіїєґ]{1,8})\s+(?:[–—-]\s+)?(Відділ|Центр|Сектор|Служба|Філія|Абонемент)\s", re.IGNORECASE
)
MOST_TABLES, MOST_WRAPPED, MOST_TOKENS = 400, 200, 20_000
_SHORT_LONG = re.compile(r"\s*[А-ЯҐЄІЇ]{2,8}\s+(?:[–—-]\s+)?[А-ЯҐЄІЇ][а-яіїєґ]")
_BULLET = re.compile(r"\s*([-–—•●○▪◦✓o])\s+(\S.*)")
_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s+\S")


def loose_blocks(raw: Sequence[str]) -> Iterator[Block]:
    lines = lines_of(raw)
    departments = tuple(match[1] for line in lines if (match := _ABBREVIATION.match(line.raw)))
    at, tables = 0, 0
    prose: list[Line] = []
    while at < len(lines):
        still()
        head = head_at(lines, at) if tables < MOST_TABLES else None
        if head is None:
            prose.append(lines[at])
            at += 1
            continue
        yield from paragraphs(prose)
        prose = []
        end = _table_end(lines, at + head.lines)
        tables += 1
        yield _table(lines[at:end], head, departments, tables)
        at = end
    yield from paragraphs(prose)


def _table_end(lines: Sequence[Line], at: int) -> int:
    """At a heading in capitals, at other heads, or at the end."""
    while at < len(lines):
        line = lines[at]
        said = opens(Paragraph(line.text, Place())) if line.text else None
        if said and said != Opens.SECTION:
            return at
        if said and (split_number(line.text)[0] or len(line.text) > 24) and line.text[-1:] not in (",", ":"):
            return at
        if head_at(lines, at) is not None:
            return at
        at += 1
    return at


def _table(lines: Sequence[Line], head: Head, departments: tuple[str, ...], number: int) -> Table:
    place = Place(table=number, first=lines[0].number, last=lines[-1].number)
    cells = tuple(
        GridCell((name,), Place(first=lines[0].number, last=lines[head.lines - 1].number, column=column))
        for column, name in enumerate(head.heads, 1)
    )
    top = GridRow(cells, Place(first=lines[0].number, last=lines[head.lines - 1].number), _source(lines[: head.lines]))
    body = list(lines[head.lines :])
    while body and not body[-1].raw.strip():
        body.pop()
    if not head.roles:
        blank = GridRow((GridCell(), *cells), top.place, top.source)
        return Table((blank, *indicator_rows(body, len(head.heads))), place, 0.9)
    rows: list[GridRow] = [top]
    numbers = _numbers_of_columns(body, len(head.heads))
    if numbers is not None:
        rows.append(numbers)
        body = [line for line in body if line.number > numbers.place.last]
    while body and not body[0].raw.strip() and len(body) > 1 and not body[1].raw.startswith(" "):
        body = body[1:]
    table = Columns(head.roles, frozenset(departments), departments)
    tokens = tokens_of(body)
    if tokens:
        rows += [_row(table, one, body) for one in cut(table, tokens)]
    return Table(tuple(rows), place, 0.9)


def _numbers_of_columns(body: Sequence[Line], width: int) -> GridRow | None:
    line = next((line for line in body[:3] if line.text), None)
    if line is None:
        return None
    said = line.text.split()
    row = GridRow(tuple(GridCell((one,)) for one in said), Place(first=line.number, last=line.number), line.raw)
    return row if len(said) == width and is_numbers_of_columns(row) else None


def _row(table: Columns, one: Cut, body: Sequence[Line]) -> GridRow:
    first, last = one.cells[0][0], max(one.cells[-1][1] - 1, one.cells[0][0])
    tokens = one.tokens
    lines = [body[tokens[at].line] for at in range(first, min(last + 1, len(tokens)))]
    place = Place(first=lines[0].number, last=lines[-1].number) if lines else Place()
    sure = 0.1 if one.points == UNCUT else 0.9
    cells = []
    for column, (at, end) in enumerate(one.cells):
        numbers = [body[token.line].number for token in tokens[at:end]] or [place.first]
        said = cell_lines(table, column, tokens[at:end])
        where = Place(first=numbers[0], last=numbers[-1], column=column + 1)
        cells.append(GridCell(tuple(line[:MOST_CELL] for line in said), where, sure=sure))
    seen = dict.fromkeys(line.number for line in lines)
    source = "\n".join(line.raw.strip() for line in body if line.number in seen and line.raw.strip())
    return GridRow(tuple(cells), place, source, torn=one.rest, rest=one.rest)


def _source(lines: Sequence[Line]) -> str:
    return "\n".join(line.raw.strip() for line in lines if line.raw.strip())


# --- prose --------------------------------------------------------------------------------------------------------------


def paragraphs(lines: Sequence[Line], width: int = 0) -> Iterator[Paragraph]:
    """Wrapped lines put together; a line that ended before it had to is the last of its paragraph. `width` where it is known."""
    width = width or max((len(line.raw.rstrip()) for line in lines if line.text), default=0)
    open_: list[Line] = []
    for line in lines:
        if not line.text or len(open_) >= MOST_WRAPPED or (open_ and _begins(open_[-1], line, width)):
            if open_:
                yield _paragraph(open_)
            open_ = []
        if line.text:
            open_.append(line)
    if open_:
        yield _paragraph(open_)


def _begins(before: Line, line: Line, width: int) -> bool:
    if _BULLET.match(line.raw):
        return True
    heading = opens(Paragraph(before.text, Place())) is not None
    if opens(Paragraph(line.text, Place())) is not None or heading:
        return True
    if _SHORT_LONG.match(line.raw) and _SHORT_LONG.match(before.raw):
        return True
    first = line.text.split()[0]
    fits = len(before.raw.rstrip()) + 1 + len(first) <= 0.93 * width
    return (
        fits
        and (first[:1].isupper() or first[:1] in '«“"(' or first[:1].isdigit() or _NUMBERED.match(line.raw) is not None)
        and (before.text[-1:] in ".:;!?»”" or len(before.text) < 0.75 * width)
    )


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text = join(text, line.text)
    place = Place(first=lines[0].number, last=lines[-1].number)
    if match := _BULLET.fullmatch(text):
        return Paragraph(match[2], place, bullet=match[1])
    return Paragraph(text, place)
