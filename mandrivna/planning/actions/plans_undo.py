"""Taking back one's own last change of a plan, while nobody has written over it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import erase, in_order, make_room, revise, taken, understand
from mandrivna.planning.actions.plan_hung import hang_back
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, Section
from mandrivna.planning.plan_snapshots import COVER, PART, ROW, cover_of, part_of, row_of

UNDOABLE = (
    "row", "rows", "row_added", "row_removed", "row_dropped", "row_moved", "row_linked", "section", "section_added",
    "section_removed", "section_moved", "columns", "plan",
)  # fmt: skip

type Json = dict[str, Any]


@verb("planning.undo_plan", may=rules.EDIT, at="plan.unit", audited=False)
def undo_plan(act: Act, *, plan: Plan, reason: str = "") -> PlanRevision:
    """The last change that this very person made. In an approved plan taking back is a revision too, with its reason."""
    locked = taken(plan, reason)
    last = last_of(locked, act.actor.staff_id)
    if last is None:
        raise Refused([Blocker(code="nothing_to_undo", text=_("Скасовувати нічого: ваших змін у цьому плані немає."))])
    refuse_if(_written_over(last))
    _parts_back(locked, last.before.get("parts", []), last.after.get("parts", []), "first")
    _rows_back(locked, last.before.get("rows", []), last.after.get("rows", []))
    hang_back(last.before.get("hung", []))
    if "stood_after" in last.before:
        _to_their_place(last.before["rows"], last.before["stood_after"])
    _parts_back(locked, last.before.get("parts", []), last.after.get("parts", []), "last")
    if cover := last.before.get("cover"):
        for name in COVER:
            setattr(locked, name, cover[name])
        locked.strategy_id = cover["strategy"]
        locked.version += 1
        locked.save()
    last.undone = True
    last.save(update_fields=["undone"])
    for part in Section.objects.filter(plan=locked, pk__in=_touched(last)).select_related("plan"):
        understand(part)
    return revise(act, locked, "undone", place=last.place, about=last.about, before=last.after, after=_shown(last), reason=reason)


def _shown(last: PlanRevision) -> Json:
    return {name: said for name, said in last.before.items() if name != "hung"}


def last_of(plan: Plan, staff: int | None) -> PlanRevision | None:
    """What this person would take back next."""
    return PlanRevision.objects.filter(plan=plan, by_id=staff, what__in=UNDOABLE, undone=False).order_by("-id").first()


def _written_over(last: PlanRevision) -> list[Any]:
    """Things must stand as this change left them; only their place in the order may be another one."""
    after = last.after
    rows = {str(row.pk): row_of(row) for row in PlanItem.objects.filter(pk__in=[one["uid"] for one in after.get("rows", [])])}
    parts = {str(one.pk): part_of(one) for one in Section.objects.filter(pk__in=[one["uid"] for one in after.get("parts", [])])}
    same = all(_same(one, rows.get(one["uid"])) for one in after.get("rows", []))
    same &= all(_same(one, parts.get(one["uid"])) for one in after.get("parts", []))
    if "cover" in after:
        same &= cover_of(last.plan) == after["cover"]
    gone = {one["part"] for one in last.before.get("rows", [])} - {one["uid"] for one in last.before.get("parts", [])} - {None}
    same &= Section.objects.filter(pk__in=gone).count() == len(gone)
    if same:
        return []
    text = _("Після вашої зміни тут уже писали інші, тож скасувати її одним кроком не можна. Виправте потрібне руками.")
    return [Blocker(code="written_over", text=text)]


def _same(told: Json, now: Json | None) -> bool:
    return now is not None and {**told, "position": 0} == {**now, "position": 0}


def _rows_back(plan: Plan, before: list[Json], after: list[Json]) -> None:
    stood = {one["uid"] for one in before}
    erase(list(PlanItem.objects.filter(pk__in=[one["uid"] for one in after if one["uid"] not in stood])))
    there = {str(row.pk): row for row in PlanItem.objects.filter(pk__in=stood)}
    parts = {str(one.pk): one for one in Section.objects.filter(plan=plan)}
    for told in before:
        row = there.get(told["uid"])
        if row is None:
            row = PlanItem(uid=UUID(told["uid"]), plan=plan, version=0)
            if told["part"] is not None:
                make_room(parts[told["part"]], told["position"])
        for name in ROW:
            setattr(row, name, told[name])
        row.part_id, row.serves_id, row.serves_part_id = (_key(told[name]) for name in ("part", "serves", "serves_part"))
        row.dropped_on = dt.date.fromisoformat(told["dropped_on"]) if told["dropped_on"] else None
        row.version += 1
        row.save(force_insert=told["uid"] not in there)


def _to_their_place(family: list[Json], above: str | None) -> None:
    keys = [one["uid"] for one in family]
    if family[0]["part"] is None:
        return
    rows = list(PlanItem.objects.filter(part=family[0]["part"]).order_by("position", "uid"))
    stay = [row for row in rows if str(row.pk) not in keys]
    at = next((place + 1 for place, row in enumerate(stay) if str(row.pk) == above), 0)
    back = sorted((row for row in rows if str(row.pk) in keys), key=lambda row: keys.index(str(row.pk)))
    in_order([*stay[:at], *back, *stay[at:]])


def _parts_back(plan: Plan, before: list[Json], after: list[Json], when: str) -> None:
    """Sections come back before their rows do, and go after their rows have gone."""
    stood = {one["uid"] for one in before}
    if when == "last":
        try:
            Section.objects.filter(pk__in=[one["uid"] for one in after if one["uid"] not in stood]).delete()
        except ProtectedError:
            refuse_if([plan_problems.used()])
        return
    there = {str(one.pk): one for one in Section.objects.filter(pk__in=stood)}
    for told in before:
        part = there.get(told["uid"]) or Section(uid=UUID(told["uid"]), plan=plan, version=0)
        for name in PART:
            setattr(part, name, told[name])
        part.parent_id = _key(told["parent"])
        part.version += 1
        part.save(force_insert=told["uid"] not in there)


def _key(said: str | None) -> UUID | None:
    return UUID(said) if said else None


def _touched(last: PlanRevision) -> set[str]:
    rows = [*last.before.get("rows", []), *last.after.get("rows", [])]
    return {one["part"] for one in rows if one["part"]} | {one["uid"] for one in last.before.get("parts", [])}
