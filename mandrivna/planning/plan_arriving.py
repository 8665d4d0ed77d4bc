"""A plan read from a file, as plain data that waits for review, and as rows that are not yet rows of a plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mandrivna.core.models import Staff, Unit
from mandrivna.core.retention import BATCH, HANDLERS
from mandrivna.planning.models import Plan, PlanReading
from mandrivna.planning.plan_states import PartKind, PlanKind, Role, RowKind
from mandrivna.planning.reading.said import Cell, Contents, Indicators, ReadPlan, Row, Section, Unplaced
from mandrivna.shared.text.folding import fold

type Json = dict[str, Any]

KINDS = {PlanKind.GOALS: PartKind.GOAL, PlanKind.STRATEGY: PartKind.DIRECTION}
BULLET = "- "
MOST_NAME = 120
WAITS = dt.timedelta(days=90)
"""A quarter: whoever has not come back to a plan of a file by then will take the file in anew."""


def stage(key: uuid.UUID, read: ReadPlan, *, unit: Unit, by: int | None) -> PlanReading:
    """Nothing of the library changes yet. Sent again with the same number it is the same reading."""
    staff = Staff.objects.filter(pk=by).first() if by else None
    about = {"unit": unit, "name": read.file_name or "-", "told": told_of(read), "by": staff}
    return PlanReading.objects.get_or_create(uid=key, defaults=about)[0]


def forget_readings(now: dt.datetime) -> int:
    """What was read and never became a plan goes, with the names of everybody in the file; what has become one stays with it."""
    left, count = PlanReading.objects.filter(plan=None, at__lt=now - WAITS), 0
    while chosen := list(left.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            locked = PlanReading.objects.select_for_update(of=("self",)).filter(pk__in=chosen, plan=None)
            found = list(locked.values_list("pk", flat=True))  # saved a moment ago: it stays
            PlanReading.objects.filter(pk__in=found).delete()
            count += len(found)
    return count


HANDLERS.add("planning.forget_readings", forget_readings)


def approved_on(plan: Plan) -> dt.date | None:
    """The day of approval as it stands on the paper that the plan was read from."""
    told = PlanReading.objects.filter(plan=plan).order_by("-at").values_list("told__approved", flat=True).first()
    return dt.date.fromisoformat(told) if told else None


def leave_out(reading: PlanReading, part: int, shown: range, kept: set[int]) -> None:
    """Of the rows that were shown those without a tick are left out; of other rows the word said before stands. Nothing of the
    library changes, and what has become a plan is not chosen from any more."""
    with transaction.atomic():
        locked = PlanReading.objects.select_for_update(of=("self",)).filter(pk=reading.pk, plan=None).only("pk", "left").first()
        if locked is None:
            return
        said = {f"{part}:{row}" for row in shown}
        out = {f"{part}:{row}" for row in shown if row not in kept}
        locked.left = sorted((set(locked.left) - said) | out, key=_place)
        locked.save(update_fields=["left"])


def _place(key: str) -> tuple[int, int]:
    part, _colon, row = key.partition(":")
    return int(part), int(row)


def named(told: Json, left: Iterable[str]) -> list[str]:
    """«3.1, № 5: Огляд літератури»: rows as people call them, in their order."""
    found = []
    for at, number in sorted(map(_place, left)):
        part, row = told["parts"][at], told["parts"][at]["rows"][number]
        said = {column["role"]: cell for column, cell in zip(part["columns"], row["cells"], strict=False) if cell}
        numbered = f"№ {said['number']}" if said.get("number") else ""
        place = ", ".join(filter(None, [part["number"] or part["title"][:60], numbered]))
        title = " ".join((said.get("title") or " · ".join(filter(None, row["cells"]))).split())[:MOST_NAME]
        found.append(": ".join(filter(None, [place, title])))
    return found


@dataclass
class Waiting:
    """A row that is not saved yet, in the shape that `plan_meaning` reads."""

    kind: str
    level: int
    cells: list[str]
    spans: dict[str, list[int]]


def waiting(part: Json) -> list[Waiting]:
    return [Waiting(row["kind"], row["level"], row["cells"], row["spans"]) for row in part["rows"]]


def told_of(read: ReadPlan) -> Json:
    approval, figured = read.approval, bool(read.indicators.rows)
    return {
        "kind": str(read.kind),
        "year": read.year,
        "until": read.until,
        "cover": {
            "title": read.title,
            "place": read.place,
            "cover_year": read.compiled,
            "approver_post": approval.post if approval else "",
            "approver_name": approval.name if approval else "",
            "preamble": "\n".join(read.preamble),
            "closing": "\n".join([*([] if figured else read.notes), *read.signature]),
        },
        "approved": approval.day.isoformat() if approval and approval.day else None,
        "parts": _parts(read),
        "abbreviations": [[one.short, one.long] for one in read.abbreviations],
        "unplaced": [_left(one) for one in read.unplaced],
        "slips": [{"kind": str(one.kind), "was": one.was, "now": one.now, "line": one.place.first} for one in read.slips],
        "doubts": [one.code for one in read.doubts],
        "confidence": read.confidence,
    }


def _left(one: Unplaced) -> Json:
    place = {"line": one.place.first, "page": one.place.page, "sheet": one.place.sheet}
    return {"text": one.text, **place, "why": one.why, "count": one.count, "row": one.row, "kept": one.kept}


def _parts(read: ReadPlan) -> list[Json]:
    """In the order of the library's own plans: figures, contents, sections, lists, abbreviations, appendices."""
    titles = _titles(read.contents, read.sections)
    found = [_figures(read.indicators, read.notes)] if read.indicators.rows else []
    if read.contents:
        found.append(_plain(PartKind.CONTENTS, "ЗМІСТ"))
    found += [_section(read, section, titles[at]) for at, section in enumerate(read.sections)]
    found += [_plain(PartKind.SECTION, one.title, narrative="\n".join(BULLET + item for item in one.items)) for one in read.lists]
    if read.abbreviations:
        found.append(_plain(PartKind.ABBREVIATIONS, "ПЕРЕЛІК СКОРОЧЕНЬ"))
    return found + [_plain(PartKind.APPENDIX, title) for title in read.appendix]


def _titles(contents: Sequence[Contents], sections: Sequence[Section]) -> list[str]:
    """What the contents call a section, where they call it otherwise than its heading does."""
    if len(contents) < len(sections):
        return [""] * len(sections)
    pairs = zip(contents, sections, strict=False)
    return ["" if fold(line.title) == fold(section.title) else line.title for line, section in pairs]


def _plain(kind: PartKind, title: str, **about: Any) -> Json:
    usual = {
        "kind": str(kind), "number": "", "title": title[:500], "contents_title": "", "narrative": "", "after": "", "notes": "",
        "columns": [], "numbered_columns": False, "scopes": [], "rows": [],
    }  # fmt: skip
    return {**usual, **about}


def _figures(said: Indicators, notes: Sequence[str]) -> Json:
    """With what a plan says under its figures: how far they can be trusted."""
    heads = ["№", *said.columns]
    roles = [Role.NUMBER, Role.TITLE, *[Role.OTHER] * (len(heads) - 2)]
    rows = []
    for row in said.rows:
        cells = [row.number, row.label, *row.values]
        told: Json = {"source": row.source or " ".join(cells), "line": row.place.first, "sure": row.confidence}
        rows.append(_row_of(cells[: len(heads)], level=0 if row.number else 1, **told))
    return _plain(
        PartKind.INDICATORS, said.title or "ЗАГАЛЬНІ ПОКАЗНИКИ", columns=_columns(heads, roles), rows=rows, notes="\n".join(notes)
    )


def _columns(heads: Sequence[str], roles: Sequence[str]) -> list[Json]:
    known = {str(role) for role in Role}
    return [
        {"title": head, "role": str(role) if str(role) in known else str(Role.OTHER), "width": 0}
        for head, role in zip(heads, roles, strict=True)
    ]


def _section(read: ReadPlan, section: Section, contents_title: str) -> Json:
    kind = KINDS.get(PlanKind(str(read.kind)), PartKind.SECTION)
    scopes = [
        {
            "written": one.written, "applies_to": one.applies_to, "coordinator": one.coordinator,
            "term": one.term.written if one.term else "",
        }
        for one in section.scopes
    ]  # fmt: skip
    return _plain(
        kind, section.title, number=section.number[:20], contents_title=contents_title[:500],
        narrative="\n".join(section.narrative), after="\n".join(section.after), notes="\n".join(section.notes),
        columns=_columns(section.columns, section.roles),
        numbered_columns=section.numbered_columns, scopes=scopes, rows=[_row(row, len(section.columns)) for row in section.rows],
    )  # fmt: skip


def _row(row: Row, width: int) -> Json:
    spans = {str(at): list(cell.merged) for at, cell in enumerate(row.cells) if cell.merged != (1, 1) and not cell.covered}
    return _row_of(
        [cell.written for cell in row.cells], level=row.level, kind=_kind(row.cells, width), spans=spans, source=row.source,
        line=row.place.first, page=row.place.page, sure=row.confidence, doubts=[[one.code, one.about] for one in row.doubts],
    )  # fmt: skip


def _row_of(cells: Sequence[str], **about: Any) -> Json:
    usual = {"level": 0, "kind": str(RowKind.ROW), "spans": {}, "source": "", "line": 0, "page": 0, "sure": 1.0, "doubts": []}
    return {**usual, **about, "cells": list(cells)}


def _kind(cells: Sequence[Cell], width: int) -> str:
    across = width > 1 and any(cell.merged[1] >= width for cell in cells)
    return str(RowKind.HEADING if across else RowKind.ROW)
