"""A section of a report as a table: the columns the plan gave it, and how it went at their end. Pure.

What was sealed before a report kept the plan's columns stands in the table all sections had then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from mandrivna.planning.figures import number
from mandrivna.planning.plan_states import COUNTED, Role
from mandrivna.planning.printing.paper import MARGINS, head_of, own_columns, row_of
from mandrivna.planning.reports.composed import Count, Head, Line, Link, Part, fact_word, own_word
from mandrivna.shared.printing.document import Align, Cell, Column, Grid

PAGE = 297.0 - MARGINS.left - MARGINS.right
"""Millimetres between the margins of a sheet that lies on its side."""
PLAN, FACT, OWN, PERCENT, STATE = 15, 16, 20, 12, 44
NAMED = 32
"""Of a column of facts where a row has several, each with what it is about."""
LABEL = 40
"""Longer words about a number are the row's own name again."""

COLUMNS = (
    Column(width=12, align=Align.CENTER), Column(width=78, names=True), Column(width=18, align=Align.RIGHT),
    Column(width=18, align=Align.RIGHT), Column(width=15, align=Align.RIGHT), Column(width=28), Column(width=52), Column(width=36),
)  # fmt: skip
SLICED = (
    COLUMNS[0],
    Column(width=64, names=True),
    *COLUMNS[2:4],
    Column(width=22, align=Align.RIGHT),
    *COLUMNS[4:6],
    Column(width=44),
    COLUMNS[7],
)


def grid(part: Part, own: str = "") -> Grid:
    """`own`: the quarter or month whose own numbers stand in a column of theirs."""
    return _own_grid(part, own) if part.columns else _common_grid(part, own)


# --- the plan's own columns -----------------------------------------------------------------------------------------------


def numbers_in(text: str) -> set[int]:
    return {int(re.sub(r"\s", "", found)) for found in re.findall(r"\d+(?:[\u00a0\u202f ]\d{3})*", text)}


def planned_apart(part: Part) -> bool:
    """Must what is planned have a column to itself? Not where the plan's own words say every number of it."""
    if not part.columns:
        return True
    counted = [at for at, head in enumerate(part.columns) if head.role in COUNTED]
    return any(
        count.planned is not None and count.planned not in {one for at in counted for one in numbers_in(line.cells[at])}
        for line in part.rows
        for count in line.counts
    )


def added_heads(part: Part, own: str = "") -> list[str]:
    """What stands after the plan's own columns, numbers only."""
    return [*([_("План")] if planned_apart(part) else []), _("Факт"), *([own] if own and part.counted else []), "%"]


def _own_grid(part: Part, own: str) -> Grid:
    titles = [head.title for head in part.columns]
    apart, own = planned_apart(part), own if part.counted else ""
    several = any(len(line.counts) > 1 for line in part.rows)
    numbers = [PLAN if apart else 0, NAMED if several else FACT, OWN if own else 0, PERCENT]
    sizes = [size for size in numbers if size]
    roles, widths = [head.role for head in part.columns], [float(head.width) for head in part.columns]
    mine = own_columns(titles, roles, widths, [line.cells for line in part.rows], PAGE - sum(sizes) - STATE)
    align = {NAMED: Align.LEFT}
    added = [*(Column(width=size, align=align.get(size, Align.RIGHT)) for size in sizes), Column(width=STATE)]
    heads = [*titles, *added_heads(part, own), _("Стан і пояснення")]
    whole = len(heads)
    rows = [
        [Cell(text=line.title, columns=whole, strong=True)]
        if line.heading
        else [*row_of(line.cells, roles, line.level), *_how(line, own=bool(own), apart=apart)]
        for line in part.lines
    ]
    columns = [Column(width=one.width, align=one.align, names=role == Role.TITLE) for one, role in zip(mine, roles, strict=True)]
    head = head_of(heads, numbered=part.numbered)
    return Grid(caption=part.named or _("План"), columns=[*columns, *added], head=head, rows=rows, small=True)


def _how(line: Line, *, own: bool, apart: bool) -> list[Cell]:
    counts, several = line.counts, len(line.counts) > 1
    said = "\n".join(one for one in (line.word, explained(line), *(link_word(link) for link in line.links)) if one)
    found = [
        *(["\n".join("" if one.planned is None else number(one.planned) for one in counts)] if apart else []),
        "\n".join(_one_of(line, one, apart=apart) if several else fact_word(one) for one in counts),
        *(["\n".join(own_word(one) for one in counts)] if own else []),
        "\n".join(one.percent for one in counts),
        said,
    ]
    return [Cell(text=one) for one in found]


def about(line: Line, count: Count) -> str:
    """What this number of several is, in a few words; «» where they are only the name of the row again."""
    told = "" if count.label == line.title or "\n" in count.label else count.label
    return told if len(told) <= LABEL else ""


def _one_of(line: Line, count: Count, *, apart: bool) -> str:
    """Of several numbers, which one this is: by what was planned, unless that stands beside it, and in words."""
    figure = fact_word(count) or "—"
    if not apart and count.planned is not None:
        figure = of_planned(figure, number(count.planned))
    return f"{figure} {about(line, count)}".strip()


def of_planned(fact: str, planned: str) -> str:
    return _("%(fact)s з %(planned)s") % {"fact": fact, "planned": planned}


def _named(count: Count, figure: str, *, several: bool) -> str:
    return f"{figure} {count.label}".strip() if several and count.label else figure


# --- columns that every section had ---------------------------------------------------------------------------------------


def heads(own: str = "") -> list[str]:
    return [_("№"), _("Назва"), _("План"), _("Факт"), *([own] if own else []), "%", _("Стан"), _("Пояснення"), _("Посилання")]


def _common_grid(part: Part, own: str) -> Grid:
    columns = SLICED if own else COLUMNS
    rows = [
        [Cell(text=line.title, columns=len(columns), strong=True)]
        if line.heading
        else [Cell(text=one) for one in cells(line, own=bool(own))]
        for line in part.lines
    ]
    return Grid(caption=part.named, columns=columns, head=[[Cell(text=head) for head in heads(own)]], rows=rows, small=True)


def cells(line: Line, *, own: bool = False) -> list[str]:
    """As they stand on paper: several numbers of a row stand one under another, each with what it is about."""
    several = len(line.counts) > 1
    return [
        line.number,
        line.title,
        "\n".join(_named(count, "" if count.planned is None else number(count.planned), several=several) for count in line.counts),
        "\n".join(fact_word(count) for count in line.counts),
        *(["\n".join(own_word(count) for count in line.counts)] if own else []),
        "\n".join(count.percent for count in line.counts),
        line.word,
        explained(line),
        "\n".join(link_word(link) for link in line.links),
    ]


# --- words ----------------------------------------------------------------------------------------------------------------


def explained(line: Line, *, came: str | None = None) -> str:
    """The reason, and who came to the events that name the row."""
    held = ""
    if line.held:
        said = {"held": number(line.held), "came": number(line.came) if came is None else came}
        held = _("Подій: %(held)s, учасників: %(came)s.") % said
    return "\n".join(one for one in (line.text, held) if one)


def link_word(link: Link) -> str:
    day = formats.date_format(link.day, "d.m.Y")
    return " ".join(one for one in (day, link.note, link.address) if one)


@dataclass(frozen=True)
class Leading:
    """The columns before the numbers, as a page shows them: heads, and which of them names the row."""

    heads: tuple[tuple[str, bool], ...]
    at: tuple[int, ...] = ()
    """Columns of the part; none where its rows are named by their number and title only."""

    def cells(self, line: Line, say: Callable[[int], str] | None = None) -> list[tuple[str, bool]]:
        if not self.at:
            return [(f"{line.number} {line.title}".strip(), True)]
        names = [names for _title, names in self.heads]
        return [(say(at) if say else line.cells[at], named) for at, named in zip(self.at, names, strict=True)]


def leading(part: Part, keep: Callable[[Head], bool] = lambda head: True) -> Leading:
    found = [(at, head) for at, head in enumerate(part.columns) if keep(head)]
    title = next((at for at, head in found if head.role == Role.TITLE), None)
    if title is None:
        return Leading(((_("Рядок плану"), True),))
    return Leading(tuple((head.title, at == title) for at, head in found), tuple(at for at, _head in found))
