"""What was read from a file and looked through by a person becomes a plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import cells_for, mirror, revise, understand
from mandrivna.planning.actions.plans_making import LONGEST, begun
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, PlanReading, Section
from mandrivna.planning.plan_arriving import named
from mandrivna.planning.plan_snapshots import cover_of
from mandrivna.planning.plan_states import PlanKind

TEXTS = ("kind", "number", "title", "contents_title", "narrative", "after", "columns", "numbered_columns", "scopes")


@verb("planning.save_reading", may=rules.EDIT, at="reading.unit", audited=False)
def save_reading(
    act: Act, *, reading: PlanReading, year: int, kind: str, title: str, until_year: int | None = None,
    without: list[str] | None = None,
) -> Plan:  # fmt: skip
    """A draft with every section and row as written. `without`: rows that whoever looked through left out, as «section:row»."""
    locked = PlanReading.objects.select_for_update(of=("self",)).select_related("unit").get(pk=reading.pk)
    if locked.plan_id is not None:
        refuse_if([Blocker(code="already_saved", text=_("Цей файл уже став планом."), details={"plan": locked.plan_id})])
    told = locked.told
    left = _keys(told).intersection(without or [])
    cover = {**told["cover"], "title": title}
    refuse_if([*plan_problems.cover(kind, year, until_year), *plan_problems.texts(cover, LONGEST), *_size(told, left)])
    plan = (begun(locked.unit, year) if kind == PlanKind.ANNUAL else None) or Plan(unit=locked.unit, year=year, kind=kind)
    plan.until_year = until_year
    for name, said in cover.items():
        setattr(plan, name, said)
    plan.save()
    Abbreviation.objects.bulk_create(_abbreviations(plan, told["abbreviations"]))
    made: dict[str, Section] = {}
    for at, part in enumerate(told["parts"]):
        _part(act, plan, at, part, left, made)
    locked.plan = plan
    locked.save(update_fields=["plan"])
    revise(act, plan, "plan_read", place=locked.name, after={"cover": cover_of(plan), "left_out": named(told, left)})
    return plan


def _keys(told: dict[str, Any]) -> set[str]:
    return {f"{at}:{number}" for at, part in enumerate(told["parts"]) for number in range(len(part["rows"]))}


def _size(told: dict[str, Any], left: set[str]) -> list[Any]:
    found = plan_problems.room(0, sum(len(part["rows"]) for part in told["parts"]) - len(left))
    for at, part in enumerate(told["parts"]):
        found += plan_problems.section(part, 0) if part["title"] else []
        kept = [row for number, row in enumerate(part["rows"]) if f"{at}:{number}" not in left]
        found += [one for row in kept for text in row["cells"] for one in _long(text)]
    return found


def _long(text: str) -> list[Any]:
    return plan_problems.texts({"text": text}, {"text": plan_problems.LONGEST_CELL})


def _abbreviations(plan: Plan, said: list[list[str]]) -> list[Abbreviation]:
    once = {short.strip()[:40]: full for short, full in said if short.strip() and full.strip()}
    return [Abbreviation(plan=plan, short=short, full=full[:300], position=at) for at, (short, full) in enumerate(once.items())]


def _part(act: Act, plan: Plan, at: int, told: dict[str, Any], left: set[str], made: dict[str, Section]) -> None:
    """A part «1.1» stands under the part «1», where there is one."""
    above = told["number"].rpartition(".")[0] if told["number"] else ""
    part = Section(uid=act.part(f"part{at}").uid, plan=plan, position=at, parent=made.get(above))
    for name in TEXTS:
        setattr(part, name, told[name])
    part.notes = told.get("notes", "")  # files read before notes were known have none
    part.save(force_insert=True)
    if part.number:
        made.setdefault(part.number, part)
    named = {row.number: row for row in PlanItem.objects.filter(plan=plan, part=None, section=part.number)} if part.number else {}
    fresh: list[PlanItem] = []
    for number, row in enumerate(told["rows"]):
        if f"{at}:{number}" not in left:
            _row(part, row, number, act.part(f"row{at}:{number}").uid, named, fresh)
    PlanItem.objects.bulk_create(fresh, batch_size=200)
    understand(part)


def _row(part: Section, told: dict[str, Any], position: int, key: UUID, named: dict[str, PlanItem], fresh: list[PlanItem]) -> None:
    item = PlanItem(
        uid=key, plan=part.plan, part=part, position=position, level=told["level"], kind=told["kind"], spans=told["spans"],
        cells=cells_for(part, told["cells"]),
    )  # fmt: skip
    mirror(item, part)
    if (there := named.pop(item.number, None)) is None:
        fresh.append(item)
        return
    for name in ("part", "position", "level", "kind", "spans", "cells"):
        setattr(there, name, getattr(item, name))
    mirror(there, part)
    there.save()
