"""What last year's plan had in the same section and this year's has not: offered row by row, with what is known to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_advancing import advanced
from mandrivna.planning.plan_done import done_of
from mandrivna.planning.plan_states import PartKind, PlanKind, Role, RowKind
from mandrivna.planning.reading.blocks import is_ditto
from mandrivna.shared.text.folding import fold

MOST = 60


@dataclass(frozen=True)
class Offer:
    """A row of last year's plan in the words of this one: years and anniversaries have gone on."""

    item: PlanItem
    title: str
    term: str
    done: str


@dataclass(frozen=True)
class LastYear:
    plan: Plan
    part: Section
    offers: list[Offer]
    more: int = 0


def offered(part: Section, standing: Sequence[PlanItem]) -> LastYear | None:
    """`standing`: the rows of this year's section. None where there is no such section of last year, or nothing is missing."""
    plan = part.plan
    if plan.kind != PlanKind.ANNUAL or part.kind != PartKind.SECTION:
        return None
    old = same_section(part)
    if old is None:
        return None
    there = {key_of(row.title, plan.year, plan.year) for row in standing}
    rows = PlanItem.objects.filter(part=old, dropped_on=None, kind=RowKind.ROW).select_related("note").order_by("position", "uid")
    missing = [row for row in rows if row.title.strip() and key_of(row.title, old.plan.year, plan.year) not in there]
    if not missing:
        return None
    for row in missing:
        row.part = old
    told = done_of(old.plan, missing)
    found = [_offer(row, old, plan.year, told.get(row.pk, "")) for row in missing[:MOST]]
    return LastYear(old.plan, old, found, len(missing[MOST:]))


def _offer(row: PlanItem, old: Section, year: int, done: str) -> Offer:
    said = dict(zip([column["role"] for column in old.columns], carried(row, old, old.columns, year), strict=False))
    return Offer(row, advanced(row.title, old.plan.year, year), " ".join(said.get(Role.TERM, "").split()), done)


def same_section(part: Section) -> Section | None:
    """By title and number, else by title, else by number: sections are renumbered more often than renamed."""
    plan = part.plan
    rows = Section.objects.filter(
        plan__unit=plan.unit_id, plan__year=plan.year - 1, plan__kind=PlanKind.ANNUAL, kind=PartKind.SECTION
    )
    title = key_of(part.title, plan.year, plan.year)
    best: tuple[int, Section] | None = None
    for old in rows.select_related("plan", "plan__unit").defer("narrative", "after", "notes").order_by("position"):
        like = 2 * (key_of(old.title, old.plan.year, plan.year) == title) + bool(part.number and old.number == part.number)
        if like and (best is None or like > best[0]):
            best = (like, old)
    return best[1] if best else None


def key_of(title: str, year: int, to: int) -> str:
    """A row of one year and the same row of the next are one: «Звіт за 2024 рік» and «Звіт за 2025 рік»."""
    return " ".join(fold(advanced(title, year, to)).split())


def carried(row: PlanItem, old: Section, columns: Sequence[dict[str, Any]], year: int) -> list[str]:
    """The row's words in these columns, by what columns are about. A ditto mark, a stretched cell and what was taken from the row
    above say their words: alone in another table they would say something else. What has no column goes below the title."""
    meant = row.meaning.get("said", {})
    cells, left = [""] * len(columns), []
    roles = [column["role"] for column in columns]
    for column, cell in zip(old.columns, [*row.cells, *[""] * len(old.columns)], strict=False):
        role = column["role"]
        if role == Role.DONE:
            continue
        said = meant.get(role, "") if not cell.strip() or is_ditto(cell) else cell
        at = next((place for place, one in enumerate(roles) if one == role and not cells[place]), None)
        if at is not None:
            cells[at] = advanced(said, old.plan.year, year)
        elif cell.strip() and not is_ditto(cell):
            left.append(advanced(cell, old.plan.year, year))
    if left:
        at = roles.index(Role.TITLE) if Role.TITLE in roles else 0
        cells[at] = "\n".join(filter(None, [cells[at], *left]))
    return cells
