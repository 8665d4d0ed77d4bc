"""The number that a row of an approved plan is compared with changes like the plan itself: with a day and a reason, and is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning.board.rows import Tie, TieKind
from mandrivna.planning.definitions import Definitions, load
from mandrivna.planning.models import Plan, PlanItem, PlanRevision
from mandrivna.planning.plan_states import TOLD
from mandrivna.planning.problems import of_length

TIED, UNTIED, REPLANNED = "tied", "untied", "replanned"
CHANGES = (TIED, UNTIED, REPLANNED)
FROM_WORDS = _("число зі слів плану")
"""Why a number that the plan's own words say is compared with."""


def standing(plan: Plan) -> Plan:
    """The plan as it is, under its lock: whoever approves it meanwhile waits."""
    return Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)


def of_reason(plan: Plan, reason: str) -> list[Problem]:
    if plan.state in TOLD and not reason.strip():
        text = _("План затверджено. Напишіть, чому змінюєте: причина стоятиме в історії поруч зі зміною.")
        return [Blocker(code="reason_needed", text=text, field="reason")]
    return of_length(reason, 500, field="reason")


def told(tie: Tie, definitions: Definitions) -> dict[str, Any]:
    known = definitions.get(tie.indicator)
    name = tie.label or (known.label if known else str(TieKind(tie.kind).label))
    return {"tie": str(tie.pk), "label": name, "planned": tie.planned}


def revise(
    act: Act, plan: Plan, what: str, *, item: PlanItem | None = None, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None, reason: str,
) -> None:  # fmt: skip
    """Of a draft nothing is kept: nobody has agreed to its numbers yet."""
    if plan.state not in TOLD:
        return
    PlanRevision.objects.create(
        plan=plan, what=what, about=item.pk if item else None, place=str(item)[:300] if item else "", before=before or {},
        after=after or {}, on=act.on, reason=reason.strip(), formal=True, by_id=act.actor.staff_id, op=act.uid,
    )  # fmt: skip


def changed(act: Act, item: PlanItem, what: str, *, before: Tie | None, after: Tie | None, reason: str) -> None:
    """Before and after of one number; what has no number asks for no reason."""
    numbers = [one for one in (before, after) if one is not None and one.planned is not None]
    if not numbers:
        return
    plan, definitions = standing(item.plan), load()
    refuse_if(of_reason(plan, reason))
    was, now = (told(one, definitions) if one is not None else None for one in (before, after))
    revise(act, plan, what, item=item, before=was, after=now, reason=reason)


def revisions_of(item: PlanItem) -> list[PlanRevision]:
    return list(PlanRevision.objects.filter(plan=item.plan_id, about=item.pk, what__in=CHANGES).order_by("id"))


def first_numbers(revisions: Iterable[PlanRevision]) -> dict[UUID, int]:
    """What each number was when the plan was approved, where it is another one now."""
    found: dict[UUID, int] = {}
    for one in revisions:
        if one.what == REPLANNED and one.before.get("planned") is not None:
            found.setdefault(UUID(one.before["tie"]), one.before["planned"])
    return found
