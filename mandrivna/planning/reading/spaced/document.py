"""Lines of pages to paragraphs and to tables whose columns are made by spaces; None when there is no such table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mandrivna.planning.reading.blocks import MOST_CELL, Block, GridCell, GridRow, Paragraph, Table
from mandrivna.planning.reading.cover import NAME
from mandrivna.planning.reading.headings import Opens, names_month, opens
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose.document import paragraphs
from mandrivna.planning.reading.loose.tokens import Line
from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.said import Doubt, Place, Role, Unplaced
from mandrivna.planning.reading.spaced.columns import Cut, crosses, cut_lines, edges_of
from mandrivna.planning.reading.spaced.figures import figure_rows
from mandrivna.planning.reading.spaced.heads import SpacedHead, head_at, with_numbers
from mandrivna.planning.reading.spaced.lines import Laid, Word, said, without_edges
from mandrivna.planning.reading.spaced.rows import VALUED, Grouped, Shape, grouped
from mandrivna.planning.reading.spaced.words import Rejoining, cell_lines, whole_words

MOST_TABLES, NEAR, COLUMN_OF_PROSE = 400, 60, 5
BETWEEN = 0.4
_POST = re.compile(r"(?:в\.\s?о\.|директор|завідувач|голов[аи]|методист|начальник|керівни|бібліотекар)", re.IGNORECASE)
_PART = re.compile(r"розділ\s+[\dIVXІХ]", re.IGNORECASE)
_LABEL = re.compile(r"[А-ЯҐЄІЇ]{2,9}|[\d.IVXІХ-]+|\W+")


@dataclass
class Laying:
    """The blocks of a file, and what stands at the edges of its pages."""

    blocks: list[Block] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


@dataclass(frozen=True)
class _Region:
    """Lines of one table: under a head, or going on under the head of the table before (`begins` says where its head ends)."""

    head: SpacedHead
    begins: int
    end: int
    repeated: tuple[tuple[int, int], ...] = ()


def spaced_blocks(lines: Sequence[Laid]) -> Laying | None:
    leaves = without_edges(lines)
    kept = leaves.lines
    known = whole_words(kept)
    made = Laying(unplaced=[Unplaced(line.text, _place(line, line), "header") for line in leaves.heads])
    at, tables = 0, 0
    prose: list[Laid] = []
    open_: SpacedHead | None = None
    while at < len(kept):
        still()
        region = _region(kept, at, open_) if tables < MOST_TABLES else None
        if region is None:
            prose.append(kept[at])
            at += 1
            continue
        made.blocks += _paragraphs(prose)
        prose, open_, tables = [], region.head, tables + 1
        made.blocks.append(_table(kept, at, region, tables, Rejoining(known)))
        for first, last in region.repeated:
            text = " · ".join(line.text for line in kept[first:last])
            made.unplaced.append(Unplaced(text, _place(kept[first], kept[last - 1], table=tables), "repeated_heads"))
        at = region.end
    if not tables:
        return None
    made.blocks += _paragraphs(prose)
    return made


# --- where a table begins and ends --------------------------------------------------------------------------------------


def _region(lines: Sequence[Laid], at: int, open_: SpacedHead | None) -> _Region | None:
    head = head_at(lines, at)
    if head:
        begins = at + head.lines
        head = with_numbers(head, lines[begins : begins + NEAR])
        end, repeated = _end(lines, begins, head)
        return _Region(head, begins, end, repeated) if any(len(line.pieces) > 1 for line in lines[begins:end]) else None
    if open_ is None or not _is_row(lines[at], open_):
        return None
    end, repeated = _end(lines, at, open_)
    return _Region(open_, at, end, repeated)


def _is_row(line: Laid, head: SpacedHead) -> bool:
    """Whether a line by itself, after words between tables, can only be a row of the table before."""
    if len(line.pieces) < 2 or any(crosses(head, piece) for piece in line.pieces[1:]):
        return False
    first = line.pieces[0]
    if head.numbered:
        inside = first[0].left < (head.columns[0].right + head.columns[1].left) / 2
        return inside and NUMBER.fullmatch(first[0].text) is not None
    return bool(head.roles) and len(line.pieces) >= 3 and not crosses(head, first)


def _end(lines: Sequence[Laid], at: int, head: SpacedHead) -> tuple[int, tuple[tuple[int, int], ...]]:
    repeated: list[tuple[int, int]] = []
    begun = at
    while at < len(lines):
        still()
        line = lines[at]
        other = head_at(lines, at)
        if other and not other.repeats(head):
            break
        if other:
            repeated.append((at, at + other.lines))
            at += other.lines
            continue
        last = at + 1 >= len(lines) or lines[at + 1].gap
        if _is_outside(line, head, first=at == begun, last=last) or _heads_next(lines, at, head):
            break
        at += 1
    return at, tuple(repeated)


def _heads_next(lines: Sequence[Laid], at: int, head: SpacedHead) -> bool:
    """A line by itself just over another head is the heading of another table."""
    if len(lines[at].pieces) > 1 or not lines[at].gap or at + 1 >= len(lines):
        return False
    other = head_at(lines, at + 1)
    return other is not None and not other.repeats(head)


def _is_outside(line: Laid, head: SpacedHead, *, first: bool, last: bool) -> bool:
    """A heading, a sentence over the columns, a signature: not a line of the table."""
    piece = line.pieces[0]
    numbered = head.numbered and piece[0].left < (head.columns[0].right + head.columns[1].left) / 2
    if numbered and NUMBER.fullmatch(piece[0].text) and len(line.words) > 1 and (len(line.pieces) > 1 or not _shouts(line)):
        return False
    across = crosses(head, piece)
    fresh = line.gap or line.page or first
    if len(line.pieces) == 1:
        says = opens(Paragraph(line.text, Place()))
        if fresh and _PART.match(line.text):
            return True
        if says and (says != Opens.SECTION or fresh or across or (names_month(line.text) and not _under_term(head, piece))):
            return True
        return across and (fresh or (numbered and not NUMBER.fullmatch(piece[0].text)))
    if line.text.startswith("*") and fresh:
        return True
    signed = last and len(line.pieces) == 2 and NAME.search(said(line.pieces[1])) is not None
    return fresh and ((across and (numbered or signed)) or (signed and _POST.match(line.text) is not None))


def _under_term(head: SpacedHead, piece: Sequence[Word]) -> bool:
    """«травень» there is the end of a term, not the heading of a month."""
    return any(
        role == Role.TERM and piece[0].left < one.right and one.left < piece[-1].right
        for one, role in zip(head.columns, head.roles, strict=False)
    )


def _shouts(line: Laid) -> bool:
    return opens(Paragraph(line.text, Place())) is not None


# --- a table ------------------------------------------------------------------------------------------------------------


def _table(lines: Sequence[Laid], at: int, region: _Region, number: int, rejoining: Rejoining) -> Table:
    head = region.head
    skipped = {line for first, last in region.repeated for line in range(first, last)}
    body = [line for place, line in enumerate(lines[region.begins : region.end], region.begins) if place not in skipped]
    cuts = cut_lines(edges_of(head, body), body)
    rows = _head_rows(head, lines[at : region.begins], number) if region.begins > at else []
    if not head.roles:
        rows += figure_rows(cuts, head, number, rejoining)
    else:
        numbers = _numbers_of_columns(cuts, len(head.columns))
        if numbers:
            rows.append(_row(Grouped((cuts[0],), 1.0), head, number, rejoining, _widths(head, cuts)))
            cuts = cuts[1:]
        widths = _widths(head, cuts)
        rows += [_row(one, head, number, rejoining, widths) for one in grouped(cuts, _shape(head))]
    return Table(tuple(rows), _place(lines[at], lines[region.end - 1], table=number), 0.7)


def _shape(head: SpacedHead) -> Shape:
    number = 0 if head.numbered else None
    title = head.roles.index(Role.TITLE)
    return Shape(number, title, frozenset(at for at, role in enumerate(head.roles) if role in VALUED))


def _numbers_of_columns(cuts: Sequence[Cut], width: int) -> bool:
    return bool(cuts) and width > 2 and [cuts[0].text(at) for at in range(width)] == [str(at + 1) for at in range(width)]


def _widths(head: SpacedHead, cuts: Sequence[Cut]) -> list[float]:
    """How long the longest line of each column is."""
    found = [one.right - one.left for one in head.columns]
    for cut in cuts:
        for column, words in cut.cells.items():
            found[column] = max(found[column], words[-1].right - words[0].left)
    return found


def _place(first: Laid, last: Laid, *, table: int = 0, column: int = 0) -> Place:
    return Place(first.leaf, table, first.number, last.number, column)


def _row(one: Grouped, head: SpacedHead, table: int, rejoining: Rejoining, widths: Sequence[float]) -> GridRow:
    place = _place(one.cuts[0].line, one.cuts[-1].line, table=table)
    between = {column for cut in one.cuts for column in cut.between}
    rejoining.doubted = []
    cells = []
    for column, role in enumerate(head.roles):
        lines = [(cut.line, cut.text(column)) for cut in one.cuts if cut.text(column)]
        text = cell_lines([text for _line, text in lines], role, widths[column], rejoining)
        where = _place(lines[0][0], lines[-1][0], table=table, column=column + 1) if lines else place
        cells.append(GridCell(tuple(line[:MOST_CELL] for line in text), where, sure=BETWEEN if column in between else one.sure))
    doubts = [Doubt("hyphen", word, place) for word in rejoining.doubted]
    doubts += [Doubt("between", cut.line.text[:200], _place(cut.line, cut.line, table=table)) for cut in one.cuts if cut.between]
    doubts += [Doubt("guessed", "", place)] if one.guessed else []
    return GridRow(tuple(cells), place, "\n".join(cut.line.raw.strip() for cut in one.cuts), doubts=tuple(doubts))


def _head_rows(head: SpacedHead, lines: Sequence[Laid], table: int) -> list[GridRow]:
    """As Word would give them: a wide cell over its columns, each other one down through all the rows."""
    place = _place(lines[0], lines[-1], table=table)
    source = "\n".join(line.raw.strip() for line in lines)
    deep = max(len(one.parts) for one in head.columns)
    made = []
    for level in range(deep):
        cells: list[GridCell] = []
        for column, one in enumerate(head.columns):
            text = one.parts[min(level, len(one.parts) - 1)]
            wide = level < len(one.parts) - 1
            left = column > 0 and wide and level < len(head.columns[column - 1].parts) - 1
            covered = level >= len(one.parts) or (left and head.columns[column - 1].parts[level] == text)
            cells.append(GridCell((text,) if text else (), place, (1, 2 if wide else 1), covered=covered))
        if not head.roles and not head.numbered:
            cells.insert(0, GridCell((), place))
        made.append(GridRow(tuple(cells), place, source if level == 0 else ""))
    return made


# --- what is no table ---------------------------------------------------------------------------------------------------


def _paragraphs(lines: Sequence[Laid]) -> Iterator[Paragraph]:
    width = max((len(line.text) for line in lines), default=0)
    open_: list[Line] = []
    for line in lines:
        parts = _apart(line)
        if open_ and (line.gap or line.page or len(parts) > 1):
            yield from paragraphs(open_, width)
            open_ = []
        for part in parts:
            open_.append(Line(line.number, part, 0, line.page))
            if len(parts) > 1:
                yield from paragraphs(open_, width)
                open_ = []
    yield from paragraphs(open_, width)


def _apart(line: Laid) -> list[str]:
    """«ПОГОДЖЕНО» on the left and «ЗАТВЕРДЖУЮ» on the right, a post and a name: two things. A number of a page is none."""
    pieces = line.pieces
    if (
        len(pieces) < 2
        or re.fullmatch(r"\d{1,3}", said(pieces[-1]))
        or re.fullmatch(r"[А-ЯҐЄІЇ]{2,9}|[\d.IVXІХ-]+|\W+", said(pieces[0]))
    ):
        return [line.text]
    made = [said(pieces[0])]
    for before, piece in itertools.pairwise(pieces):
        if piece[0].left - before[-1].right >= COLUMN_OF_PROSE:
            made.append(said(piece))
        else:
            made[-1] = f"{made[-1]} {said(piece)}"
    return [line.text] if any(opens(Paragraph(part, Place())) for part in made) else made
