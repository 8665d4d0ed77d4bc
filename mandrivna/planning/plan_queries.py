"""Reading plans: a list, one with its outline, one section with its rows. Each table is asked once, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.planning.models import Plan, PlanComment, PlanItem, PlanRevision, PlanVersion, Section
from mandrivna.planning.plan_advancing import run_out
from mandrivna.planning.rules import VIEW


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """Of the units whose plans this person may read, newest first."""
    units = Unit.objects.visible_to(actor, VIEW)
    return (
        Plan.objects.filter(unit__in=units)
        .select_related("unit")
        .annotate(rows=Count("items", filter=Q(items__part__isnull=False)))
        .order_by("-year", "unit__path", "kind", "-pk")
    )


@dataclass(frozen=True)
class Entry:
    """One line of the outline."""

    part: Section
    depth: int
    rows: int
    open: int
    """Comments that wait for an answer."""


@dataclass(frozen=True)
class Outline:
    plan: Plan
    entries: list[Entry]
    loose: int
    """Rows that something done has named and no section has yet."""

    def entry(self, key: UUID) -> Entry | None:
        return next((entry for entry in self.entries if entry.part.pk == key), None)


def outline(plan: Plan) -> Outline:
    """Two questions: the sections with how many rows they have, and the comments that are open."""
    parts = list(Section.objects.filter(plan=plan).defer("narrative", "after", "notes").order_by("position"))
    rows = Counter(dict(PlanItem.objects.filter(plan=plan).order_by().values_list("part").annotate(Count("pk"))))
    said = PlanComment.objects.filter(plan=plan, solved_at=None).order_by().values_list("part").annotate(Count("pk"))
    waiting, depths, entries = dict(said), dict[UUID | None, int](), list[Entry]()
    for part in parts:
        depths[part.pk] = depths.get(part.parent_id, -1) + 1 if part.parent_id else 0
        entries.append(Entry(part, depths[part.pk], rows.get(part.pk, 0), waiting.get(part.pk, 0)))
    return Outline(plan, entries, rows.get(None, 0))


@dataclass(frozen=True)
class Row:
    item: PlanItem
    cells: list[tuple[int, dict[str, Any], str]]
    """(number of the column, the column, what is written)."""
    comments: list[PlanComment] = field(default_factory=list)


def rows_of(part: Section) -> tuple[list[Row], list[PlanComment]]:
    """The rows with what is said beside each, and what is said of the section itself."""
    items = list(PlanItem.objects.filter(part=part).select_related("serves", "serves_part").order_by("position", "uid"))
    said: dict[UUID | None, list[PlanComment]] = {}
    for comment in PlanComment.objects.filter(part=part, solved_at=None).select_related("by").order_by("at"):
        said.setdefault(comment.item_id, []).append(comment)
    return [row_of(item, part, said.get(item.pk, [])) for item in items], said.get(None, [])


def row_of(item: PlanItem, part: Section, comments: Iterable[PlanComment] = ()) -> Row:
    written = item.cells + [""] * (len(part.columns) - len(item.cells))
    return Row(item, [(at, column, written[at]) for at, column in enumerate(part.columns)], list(comments))


def loose_rows(plan: Plan) -> list[PlanItem]:
    return list(PlanItem.objects.filter(plan=plan, part=None).order_by("section", "number", "uid"))


def revisions_of(plan: Plan, *, formal: bool = False) -> QuerySet[PlanRevision]:
    rows = PlanRevision.objects.filter(plan=plan).select_related("by").order_by("-id")
    return rows.filter(formal=True) if formal else rows


def run_out_in(plan: Plan) -> list[tuple[str, str]]:
    """(where, which years) of every stretch that is over before the plan begins: of a strategy or a programme that has ended. Two
    questions."""
    parts = Section.objects.filter(plan=plan).order_by("position")
    found = [
        (f"{part}"[:80], years) for part in parts for text in (part.title, part.narrative) for years in run_out(text, plan.year)
    ]
    rows = PlanItem.objects.filter(plan=plan, part__isnull=False).order_by("part__position", "position", "pk")
    return found + [(str(row), years) for row in rows for cell in row.cells for years in run_out(cell, plan.year)]


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(plan=plan).select_related("by").defer("whole").order_by("-number")


def strategies_for(plan: Plan) -> QuerySet[Plan]:
    """What this plan can carry out: strategies, and yearly plans of the units above it, whose years cover its own."""
    above = Q(unit__in=plan.unit.ancestor_ids)
    years = Q(year=plan.year, until_year=None) | Q(year__lte=plan.year, until_year__gte=plan.year)
    return Plan.objects.filter(above, years).exclude(pk=plan.pk).order_by("-kind", "-year")
