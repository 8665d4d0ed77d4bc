"""This year's plan begins as last year's: the same sections, columns and rows, a year later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import (
    cells_for,
    make_room,
    mirror,
    next_place,
    ordered,
    revise,
    standing,
    taken,
    understand,
)
from mandrivna.planning.actions.plans_making import begun
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, Section
from mandrivna.planning.plan_advancing import advanced
from mandrivna.planning.plan_done import done_of
from mandrivna.planning.plan_last_year import carried, key_of
from mandrivna.planning.plan_snapshots import cover_of, row_of
from mandrivna.planning.plan_states import PartKind, PlanKind, Role

MOVED = ("title", "contents_title", "narrative", "after", "notes")
SAME = ("kind", "position", "number", "numbered_columns")
COVER = ("title", "place", "approver_post", "approver_name", "preamble", "closing")


@verb("planning.copy_plan", may=rules.EDIT, at="plan.unit", audited=False)
def copy_plan(act: Act, *, plan: Plan, year: int, done: bool = True) -> Plan:
    """A draft for `year`. Years and anniversaries in its words go on; with `done`, what is known to have been done of each row
    stands in a column of its own, «Виконано», for whoever writes. The table of indicators needs no copying: it counts itself."""
    refuse_if(plan_problems.cover(plan.kind, year, plan.until_year and plan.until_year + year - plan.year))
    if year == plan.year:
        refuse_if([Blocker(code="same_year", text=_("Оберіть інший рік, ніж у цього плану."), field="year")])
    new = (begun(plan.unit, year) if plan.kind == PlanKind.ANNUAL else None) or Plan(unit=plan.unit, year=year, kind=plan.kind)
    for name in COVER:
        setattr(new, name, advanced(getattr(plan, name), plan.year, year))
    new.cover_year, new.strategy = advanced(plan.cover_year, plan.year, year), plan.strategy
    new.until_year = plan.until_year and plan.until_year + year - plan.year
    new.save()
    _abbreviations(plan, new)
    parts = _parts(act, plan, new)
    told = done_of(plan) if done else {}
    for part in Section.objects.filter(plan=plan, kind__in=_written()).order_by("position"):
        _rows(act, part, parts[part.pk], plan.year, told)
    revise(act, new, "plan_copied", place=str(plan), after={"cover": cover_of(new), "from": plan.pk})
    return new


@verb("planning.take_row", may=rules.EDIT, at="part.plan.unit", audited=False)
def take_row(act: Act, *, part: Section, row: PlanItem, reason: str = "") -> PlanItem:
    """One row of an earlier plan of the same unit comes into this section: below the row it stood under, where that is here too,
    else last and by itself. What a ditto mark or the row above said for it, it then says in words of its own."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    old = Section.objects.select_related("plan").filter(pk=row.part_id).first() if row.part_id else None
    rows = ordered(locked)
    if old is None or old.plan.unit_id != plan.unit_id or old.plan.year >= plan.year:
        text = _("Узяти можна лише рядок давнішого плану цього самого підрозділу.")
        raise Refused([Blocker(code="not_last_year", text=text)])
    title = key_of(row.title, old.plan.year, plan.year)
    if any(key_of(one.title, plan.year, plan.year) == title for one in rows):
        refuse_if([Blocker(code="already_there", text=_("Такий рядок у цьому розділі вже є."))])
    refuse_if(plan_problems.room(PlanItem.objects.filter(plan=plan).count()))
    cells = carried(row, old, locked.columns, plan.year)
    refuse_if([one for at, text in enumerate(cells) for one in plan_problems.cell(locked, at, text)])
    item = PlanItem(uid=act.uid, plan=plan)
    _as(item, row, locked, _numbered(locked, cells_for(locked, cells), rows))
    at, item.level = _place_in(row, rows, old.plan.year, plan.year)
    item.position, item.spans = next_place(locked) if at is None else at, {}
    if at is not None:
        make_room(locked, at)
    if (done := locked.column_of(Role.DONE)) is not None:
        item.cells[done] = done_of(old.plan).get(row.pk, "")
    item.save(force_insert=True)
    understand(locked)
    place = ", ".join(
        filter(None, [locked.number or locked.title[:60], f"№ {item.number}" if item.number else f"«{item.title[:60]}»"])
    )
    revise(act, plan, "row_added", place=place, about=item.pk, after={"rows": [row_of(item)]}, reason=reason)
    return PlanItem.objects.get(pk=item.pk)


def _numbered(part: Section, cells: list[str], rows: list[PlanItem]) -> list[str]:
    """Without its number, where another row has it already."""
    at = part.column_of(Role.NUMBER)
    if at is not None and cells[at].strip(" .") in {row.number.strip(" .") for row in rows}:
        cells[at] = ""
    return cells


def _place_in(row: PlanItem, rows: list[PlanItem], year: int, to: int) -> tuple[int | None, int]:
    """(position, level): after the last row that stands under its parent here; None and 0 without one."""
    above = row.parent
    key = key_of(above.title, year, to) if above is not None else ""
    start = next((at for at, one in enumerate(rows) if key and key_of(one.title, to, to) == key), None)
    if start is None:
        return None, 0
    end = start + 1
    while end < len(rows) and rows[end].level > rows[start].level:
        end += 1
    return rows[end - 1].position + 1, rows[start].level + 1


def _written() -> list[str]:
    """Figures are counted, contents are made by the printer: neither is copied."""
    return [kind for kind in PartKind.values if kind not in (PartKind.INDICATORS, PartKind.CONTENTS)]


def _abbreviations(plan: Plan, new: Plan) -> None:
    rows = [Abbreviation(plan=new, short=one.short, full=one.full, unit_id=one.unit_id, position=one.position)
            for one in plan.abbreviations.order_by("position")]  # fmt: skip
    Abbreviation.objects.bulk_create(rows)


def _parts(act: Act, plan: Plan, new: Plan) -> dict[UUID, Section]:
    """Old key → new section. A repeat of the act makes the same keys."""
    made: dict[UUID, Section] = {}
    for old in Section.objects.filter(plan=plan).order_by("position"):
        part = Section(uid=act.part(f"part{old.pk}").uid, plan=new, parent=made.get(old.parent_id) if old.parent_id else None)
        for name in SAME:
            setattr(part, name, getattr(old, name))
        for name in MOVED:
            setattr(part, name, advanced(getattr(old, name), plan.year, new.year))
        part.columns = [{**column, "title": advanced(column["title"], plan.year, new.year)} for column in old.columns]
        part.scopes = old.scopes
        part.save(force_insert=True)
        made[old.pk] = part
    return made


def _rows(act: Act, old: Section, part: Section, year: int, told: dict[UUID, str]) -> None:
    rows = list(PlanItem.objects.filter(part=old, dropped_on=None).order_by("position", "uid"))
    known = any(row.pk in told for row in rows) and Role.DONE not in part.roles
    if known:
        title = _now("Виконано в %(year)d році") % {"year": year}
        part.columns = [*part.columns, {"title": title, "role": str(Role.DONE), "width": 0}]
        part.save(update_fields=["columns"])
    at_done = part.column_of(Role.DONE)
    named = _loose(part)
    fresh: list[PlanItem] = []
    for row in rows:
        cells = [advanced(cell, year, part.plan.year) for cell in row.cells] + [""] * (len(part.columns) - len(row.cells))
        if at_done is not None:
            cells[at_done] = told.get(row.pk, "")
        there = named.pop(row.number, None) if row.number else None
        item = there or PlanItem(uid=act.part(f"row{row.pk}").uid, plan=part.plan)
        _as(item, row, part, cells)
        if there is None:
            fresh.append(item)
        else:
            item.save()
    PlanItem.objects.bulk_create(fresh, batch_size=200)
    understand(part)


def _loose(part: Section) -> dict[str, PlanItem]:
    """Rows that something done has named already, by their numbers."""
    return (
        {row.number: row for row in PlanItem.objects.filter(plan=part.plan, part=None, section=part.number)} if part.number else {}
    )


def _as(item: PlanItem, row: PlanItem, part: Section, cells: list[Any]) -> None:
    item.part, item.position, item.level, item.kind, item.spans = part, row.position, row.level, row.kind, row.spans
    item.cells, item.coordinator = cells, row.coordinator
    item.serves_id, item.serves_part_id = row.serves_id, row.serves_part_id
    mirror(item, part)
