"""A plan as the document its library prints: title page, preamble, indicators, contents, sections with tables of their own, ditto
marks as they were written, and the list of abbreviations. The same paper is PDF and DOCX; indicators come from their own table,
every word of the rest from the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mandrivna.planning.definitions import FOOTNOTE
from mandrivna.planning.document import GENERAL, Layout, approval, columns_of, grid_of
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import PartKind, PlanKind, PlanState, Role, RowKind
from mandrivna.planning.printing.shorts import shorts, texts_of
from mandrivna.planning.printing.widths import tied, widths
from mandrivna.planning.queries import table
from mandrivna.shared.printing.document import (
    Align,
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Grid,
    Heading,
    Margins,
    Signature,
    Stamp,
    Text,
)

MARGINS = Margins(left=25, right=10, top=15, bottom=18)
PAGE = 210 - MARGINS.left - MARGINS.right
MARKS = ("✓", "•", "●", "○", "–", "—", "-", "*", "o ")
"""With these a line of a list begins; «-» and «o» are one step deeper where «✓» is used too."""
DEEPER = ("-", "–", "—", "o ", "○")
OWN_PAGE = (PartKind.SECTION, PartKind.ABBREVIATIONS, PartKind.APPENDIX)
STAMPED = (PlanState.APPROVED, PlanState.IN_FORCE, PlanState.CLOSED)


def document(plan: Plan, *, language: str = "uk", now: dt.datetime | None = None) -> Document:
    """Six queries and the table of indicators, whatever the plan's length."""
    now = now or timezone.now()
    sections = list(plan.sections.order_by("position", "pk"))
    items = list(plan.items.filter(part__isnull=False).order_by("position", "pk"))
    rows: dict[object, list[PlanItem]] = {}
    for item in items:
        rows.setdefault(item.part_id, []).append(item)
    blocks = [*_preamble(plan), *_indicators(plan, sections, rows)]
    body = list(_body(plan, sections, rows))
    if sum(isinstance(block, Heading) and bool(block.listed) for block in body) > 2:
        blocks.append(Contents(title=_("ЗМІСТ")))
    blocks += [
        *body,
        *(Text(text=line) for line in _lines(plan.closing)),
        *_shorts(shorts(plan, texts_of(plan, sections, items)), sections),
    ]
    return Document(
        language=language,
        title=plan.title or _("План роботи на %(year)s рік") % {"year": plan.year},
        stamp=_stamp(plan),
        cover=[line for line in (plan.place, plan.cover_year) if line] or [str(plan.year)],
        blocks=blocks,
        signatures=_signatures(sections),
        made=_made(plan, now),
        page_of=_("Сторінка {page} з {pages}"),
        margins=MARGINS,
        created=now,
    )


# --- before the sections ------------------------------------------------------------------------------------------------


def _stamp(plan: Plan) -> Stamp | None:
    """What stands on the plan's own stamp; before approval, the line for the hand."""
    stamp = plan.stamps.filter(state=PlanState.APPROVED).order_by("-pk").first()
    post = stamp.post if stamp else plan.approver_post
    if not post and not plan.approver_name:
        return None
    return approval(post, stamp.name if stamp else plan.approver_name, stamp.on if stamp else None)


def _preamble(plan: Plan) -> Iterator[Block]:
    yield from _prose(plan.preamble)


def _indicators(plan: Plan, sections: Sequence[Section], rows: dict[object, list[PlanItem]]) -> Iterator[Block]:
    """Plan and fact as the plans of this library print them; a plan of another kind has none. Where the plan has figures of
    its own, typed or read from a file, those are the plan."""
    if plan.kind != PlanKind.ANNUAL:
        return
    for section in sections:
        if section.kind == PartKind.INDICATORS and rows.get(section.pk):
            yield Heading(text=section.title)
            yield rows_grid([section], rows, goals=False)
            yield from (Text(text=line, small=True) for line in _lines(section.notes))
            return
    found = table(plan.unit, plan.year)
    general = next((rows for code, _title, rows in found.sections() if code == GENERAL), [])
    if not any(cell.text for row in general for name, cell in row.cells.items() if name in ("plan", "plan_before")):
        return
    footnote = found.explanations.get(FOOTNOTE, found.definitions.settings[FOOTNOTE])
    mark = "*" if footnote.startswith("*") else ""
    yield Heading(text=_("ЗАГАЛЬНІ ПОКАЗНИКИ") + mark)
    yield grid_of(_("ЗАГАЛЬНІ ПОКАЗНИКИ"), general, columns_of(found, Layout.PLAN, None), "")
    if footnote:
        yield Text(text=footnote, small=True)


# --- sections -----------------------------------------------------------------------------------------------------------


def _body(plan: Plan, sections: Sequence[Section], rows: dict[object, list[PlanItem]]) -> Iterator[Block]:
    depths = _depths(sections)
    for at, section in enumerate(sections):
        if section.kind in (PartKind.INDICATORS, PartKind.CONTENTS, PartKind.SIGNATURE, PartKind.ABBREVIATIONS):
            continue
        goal = section.kind == PartKind.GOAL and bool(section.columns)
        continued = goal and at > 0 and sections[at - 1].kind == PartKind.GOAL and bool(sections[at - 1].columns)
        if not goal:
            yield _heading(section, depths[section.pk], first=at == 0)
        yield from _prose(section.narrative)
        if section.columns and not continued:
            together = _goals(sections[at:]) if goal else [section]
            yield rows_grid(together, rows, goals=goal)
        yield from _prose(section.after)
        for scope in section.scopes:
            yield Text(text=str(scope.get("written", "")))
        if section.notes:
            yield Text(text=section.notes, small=True)


def _depths(sections: Sequence[Section]) -> dict[object, int]:
    found: dict[object, int] = {}
    for section in sections:
        found[section.pk] = found.get(section.parent_id, 0) + 1
    return found


def _heading(section: Section, depth: int, *, first: bool) -> Heading:
    dot = "." if section.number and not section.number.endswith(".") else ""
    text = f"{section.number}{dot} {section.title}".strip()
    listed = section.contents_title or section.title
    fresh = depth == 1 and section.kind in OWN_PAGE and not first
    return Heading(text=text, level=min(depth + 1, 4), listed=listed if section.title else "", fresh=fresh or first)


def _goals(sections: Sequence[Section]) -> list[Section]:
    """Goals that stand one after another in one table: each a line over the whole width, and its rows."""
    found: list[Section] = []
    for section in sections:
        if section.kind != PartKind.GOAL or not section.columns or (found and section.roles != found[0].roles):
            break
        found.append(section)
    return found


def rows_grid(sections: Sequence[Section], rows: dict[object, list[PlanItem]], *, goals: bool) -> Grid:
    columns = sections[0].columns
    titles = [column["title"] for column in columns]
    lines: list[list[Cell]] = []
    written: list[list[str]] = []
    heads: list[bool] = []
    for section in sections:
        if goals:
            lines.append([Cell(text=f"{section.number} {section.title}".strip(), columns=len(columns), strong=True)])
            heads.append(True)
        items = rows.get(section.pk, [])
        for item, after in zip_longest(items, items[1:]):
            cells = [*item.cells, *[""] * (len(columns) - len(item.cells))][: len(columns)]
            lines.append(_row(item, cells, columns))
            heads.append(item.kind == RowKind.HEADING or (after is not None and after.level > item.level))
            if item.kind == RowKind.ROW:
                written.append(cells)
    given = [column.get("width") or 0 for column in columns]
    made = own_columns(titles, [column["role"] for column in columns], given, written)
    head = head_of(titles, numbered=sections[0].numbered_columns)
    stays = tied([[cell.text for cell in line] for line in lines], [column.width for column in made], heads)
    return Grid(caption=sections[0].title or _("План"), columns=made, head=head, rows=lines, small=True, tied=stays)


def own_columns(
    titles: Sequence[str], roles: Sequence[str], given: Sequence[float], written: Sequence[Sequence[str]], page: float = PAGE
) -> list[Column]:
    """The columns of a section's own table over `page` millimetres."""
    sizes = widths(titles, written, page, given=given)
    return [
        Column(width=size, align=Align.CENTER if role == Role.NUMBER else Align.LEFT)
        for role, size in zip(roles, sizes, strict=True)
    ]


def head_of(titles: Sequence[str], *, numbered: bool) -> list[list[Cell]]:
    head = [[Cell(text=title) for title in titles]]
    return [*head, [Cell(text=str(number)) for number in range(1, len(titles) + 1)]] if numbered else head


def row_of(cells: Sequence[str], roles: Sequence[str], level: int) -> list[Cell]:
    """A row that stands under no other is bold in its number and its name."""
    bold = (Role.NUMBER, Role.TITLE) if level == 0 else ()
    return [Cell(text=cell, strong=role in bold and "\n" not in cell) for cell, role in zip(cells, roles, strict=True)]


def _row(item: PlanItem, cells: Sequence[str], columns: Sequence[dict[str, Any]]) -> list[Cell]:
    if item.kind == RowKind.HEADING:
        return [Cell(text=" ".join(cell for cell in cells if cell), columns=len(columns), strong=True)]
    struck, roles = _(" (знято з плану)") if item.dropped_on else "", [column["role"] for column in columns]
    return row_of(
        [cell + (struck if role == Role.TITLE else "") for cell, role in zip(cells, roles, strict=True)], roles, item.level
    )


# --- after them ---------------------------------------------------------------------------------------------------------


def _shorts(found: Sequence[tuple[str, str]], sections: Sequence[Section]) -> Iterator[Block]:
    if not found:
        return
    own = next((section for section in sections if section.kind == PartKind.ABBREVIATIONS), None)
    title = own.title if own and own.title else _("ПЕРЕЛІК СКОРОЧЕНЬ")
    yield Heading(text=title, listed=(own.contents_title if own else "") or title, fresh=True)
    for short, full in found:
        yield Text(text=f"{short} – {full}")


def _signatures(sections: Sequence[Section]) -> list[Signature]:
    lines = [line for section in sections if section.kind == PartKind.SIGNATURE for line in _lines(section.narrative)]
    if not lines:
        return []
    *post, name = lines if len(lines) > 1 else [*lines, ""]
    return [Signature(post="\n".join(post), name=name)]


def _made(plan: Plan, now: dt.datetime) -> str:
    told = _("Надруковано %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")}
    return told if plan.state in STAMPED else f"{told}; {PlanState(plan.state).label}"


# --- words --------------------------------------------------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _prose(text: str) -> Iterator[Block]:
    lines = _lines(text)
    nested = any(line.lstrip().startswith("✓") for line in lines)
    for line in lines:
        said = line.strip()
        if not said.startswith(MARKS):
            yield Text(text=said)
            continue
        deeper = nested and said.startswith(DEEPER)
        yield Text(text=said, indent=2 if deeper else 1)
