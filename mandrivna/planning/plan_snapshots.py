"""A plan, a section and a row as plain data: for revisions, kept versions, undoing and comparing."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from mandrivna.planning.models import Abbreviation, Plan, PlanItem, Section

ROW = (
    "section",
    "number",
    "title",
    "term",
    "kind",
    "position",
    "level",
    "cells",
    "spans",
    "conditional",
    "condition",
    "coordinator",
)
PART = (
    "kind", "position", "number", "title", "contents_title", "narrative", "after", "notes", "columns", "numbered_columns", "scopes",
)  # fmt: skip
COVER = ("year", "until_year", "title", "place", "cover_year", "approver_post", "approver_name", "preamble", "closing")

type Json = dict[str, Any]


def row_of(item: PlanItem) -> Json:
    keys = {"part": item.part_id, "serves": item.serves_id, "serves_part": item.serves_part_id}
    named = {name: None if key is None else str(key) for name, key in keys.items()}
    dropped = item.dropped_on.isoformat() if item.dropped_on else None
    return {"uid": str(item.pk), **_copied(item, ROW), **named, "dropped_on": dropped}


def part_of(part: Section) -> Json:
    parent = str(part.parent_id) if part.parent_id else None
    return {"uid": str(part.pk), **_copied(part, PART), "parent": parent}


def _copied(row: PlanItem | Section, names: Iterable[str]) -> Json:
    """Lists of cells are changed in place by whoever goes on writing; what was must stay what it was."""
    return {name: deepcopy(getattr(row, name)) for name in names}


def cover_of(plan: Plan) -> Json:
    return {**{name: getattr(plan, name) for name in COVER}, "strategy": plan.strategy_id}


def whole(plan: Plan, parts: Iterable[Section], items: Iterable[PlanItem], abbreviations: Iterable[Abbreviation]) -> Json:
    """Rows without a section come last: they are named by what is done, not by the document."""
    by_part: dict[Any, list[Json]] = {}
    for item in items:
        by_part.setdefault(item.part_id, []).append(row_of(item))
    return {
        "kind": plan.kind,
        "cover": cover_of(plan),
        "parts": [{**part_of(part), "rows": by_part.get(part.pk, [])} for part in parts],
        "loose": by_part.get(None, []),
        "abbreviations": [[one.short, one.full] for one in abbreviations],
    }
