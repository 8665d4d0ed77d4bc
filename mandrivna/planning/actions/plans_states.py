"""A plan is agreed, approved, put in force, closed; each step has its stamp, and the plan as it stood then is kept and sealed."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.codec import canonical
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import revise, taken
from mandrivna.planning.models import Plan, PlanItem, PlanStamp, PlanVersion
from mandrivna.planning.plan_snapshots import whole
from mandrivna.planning.plan_states import PlanState
from mandrivna.planning.problems import of_length

SEAL = "planning.PlanVersion"


@verb("planning.agree_plan", may=rules.EDIT, at="plan.unit", audited=False)
def agree_plan(act: Act, *, plan: Plan, on: dt.date, post: str = "", name: str = "", note: str = "", back: bool = False) -> Plan:
    """From a draft to agreed, where it waits; or `back` to a draft, so that it can be changed."""
    return _step(act, plan, PlanState.DRAFT if back else PlanState.AGREED, on, post, name, note)


@verb("planning.approve_plan", may=rules.APPROVE, at="plan.unit", audited=False)
def approve_plan(act: Act, *, plan: Plan, on: dt.date, post: str, name: str, note: str = "") -> Plan:
    """From now on every change is a dated revision with its reason."""
    return _step(act, plan, PlanState.APPROVED, on, post, name, note)


@verb("planning.run_plan", may=rules.APPROVE, at="plan.unit", audited=False)
def run_plan(act: Act, *, plan: Plan, on: dt.date, close: bool = False, note: str = "") -> Plan:
    """In force from that day; or its year is over and nothing of it changes any more."""
    return _step(act, plan, PlanState.CLOSED if close else PlanState.IN_FORCE, on, "", "", note)


@verb("planning.keep_version", may=rules.EDIT, at="plan.unit", audited=False)
def keep_version(act: Act, *, plan: Plan, name: str) -> PlanVersion:
    """The plan as it stands now, under a name, to be compared with later."""
    locked = taken(plan, check=False)
    named = " ".join(name.split())
    refuse_if(of_length(named, 200, field="name"))
    if not named:
        refuse_if([Blocker(code="no_name", text=_("Назвіть версію: «до наради», «після зауважень департаменту»."), field="name")])
    version = keep(act, locked, named)
    revise(act, locked, "version_kept", place=named)
    return version


def keep(act: Act, plan: Plan, name: str = "") -> PlanVersion:
    last: int = PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    parts = list(plan.sections.order_by("position"))
    items = PlanItem.objects.filter(plan=plan).order_by("part__position", "position", "uid")
    said = whole(plan, parts, items, plan.abbreviations.order_by("position"))
    return PlanVersion.objects.create(
        plan=plan, number=last + 1, state=plan.state, name=name, whole=said, seal=seal_of(plan, said), on=act.on,
        by_id=act.actor.staff_id,
    )  # fmt: skip


def seal_of(plan: Plan, said: dict[str, object]) -> bytes:
    return crypto.seal_mac(SEAL, canonical([plan.pk, said]))


def genuine(version: PlanVersion) -> bool:
    """Nobody has changed what was kept, except through this program's own keys."""
    return crypto.same(bytes(version.seal), seal_of(version.plan, version.whole))


def _step(act: Act, plan: Plan, state: PlanState, on: dt.date, post: str, name: str, note: str) -> Plan:
    locked = taken(plan, check=False)
    refuse_if([*plan_problems.step(locked, state, post, name), *of_length(note, 500, field="note")])
    if not locked.sections.exists():
        refuse_if([Blocker(code="nothing_written", text=_("У плані ще немає жодного розділу."))])
    before = locked.state
    locked.state, locked.version = state, locked.version + 1
    if state == PlanState.APPROVED:
        locked.approver_post, locked.approver_name = " ".join(post.split()), " ".join(name.split())
    locked.save(update_fields=["state", "version", "approver_post", "approver_name"])
    PlanStamp.objects.create(
        plan=locked, state=state, post=" ".join(post.split()), name=" ".join(name.split()), on=on, note=note.strip(),
        by_id=act.actor.staff_id,
    )  # fmt: skip
    keep(act, locked)
    revise(
        act, locked, "state", place=str(PlanState(state).label), before={"state": before}, after={"state": str(state)}, reason=note
    )
    return locked
