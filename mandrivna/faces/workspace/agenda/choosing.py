"""What of the plan somebody looks at: which plan, which stretch of time, whose rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from mandrivna.planning.agenda.sheet import Agenda, Asked, agenda, plans_of
from mandrivna.planning.agenda.terms import Period, Scope, period
from mandrivna.planning.agenda.whose import Mine
from mandrivna.planning.models import Plan
from mandrivna.planning.plan_states import TOLD
from mandrivna.planning.rules import EXPORT, TELL, VIEW

FIRST, LAST = 2000, 2100
LONGEST = 100


@dataclass
class Chosen:
    """What an address of these pages says; nonsense is not found, and what is left out is what is nearest."""

    request: HttpRequest
    scope: Scope
    on: dt.date
    today: dt.date
    named: int | None = None
    """The plan, where the address itself names it."""

    @cached_property
    def period(self) -> Period:
        return period(self.scope, self.on)

    @cached_property
    def plans(self) -> list[Plan]:
        return plans_of(self.request.actor, self.period.year)

    @cached_property
    def plan(self) -> Plan | None:
        said = str(self.named or self.request.GET.get("plan", ""))
        if not said:
            return self.plans[0] if self.plans else None
        found = next((plan for plan in self.plans if str(plan.pk) == said), None)
        if found is None:
            raise Http404
        return found

    @property
    def may_see(self) -> bool:
        """The plan itself, and so everybody's rows of it."""
        return self.plan is not None and self.request.actor.can(VIEW, self.plan.unit.path)

    @property
    def may_open(self) -> bool:
        """Rows lead to where one says how they go."""
        return self.may_see or (self.plan is not None and self.plan.state in TOLD and self.request.actor.can(TELL))

    @property
    def may_export(self) -> bool:
        return self.plan is not None and self.request.actor.can(EXPORT, self.plan.unit.path)

    def said(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()[:LONGEST]

    @cached_property
    def everybody(self) -> bool:
        return self.said("whose") == "all" and self.may_see

    @property
    def asked(self) -> Asked:
        return Asked(self.period, self.said("who"), self.said("section"), self.everybody)

    def agenda(self, plan: Plan) -> Agenda:
        return agenda(plan, self.asked, Mine.of(self.request.actor), today=self.today)

    def query(self, **other: Any) -> str:
        """The same choice with something else in it."""
        kept = {
            "scope": str(self.scope), "on": self.period.first.isoformat(), "plan": self.said("plan"), "who": self.said("who"),
            "section": self.said("section"), "whose": "all" if self.everybody else "", **other,
        }  # fmt: skip
        return urlencode({name: said for name, said in kept.items() if said})


def chosen(request: HttpRequest, scope: Scope | None = None, *, plan: int | None = None) -> Chosen:
    today = timezone.localdate()
    said = request.GET.get("scope", "")
    if scope is None and said and said not in Scope:
        raise Http404
    return Chosen(request, scope or (Scope(said) if said else Scope.MONTH), _day(request.GET.get("on", ""), today), today, plan)


def _day(said: str, today: dt.date) -> dt.date:
    if not said:
        return today
    try:
        found = dt.date.fromisoformat(said)
    except ValueError:
        raise Http404 from None
    if not FIRST <= found.year <= LAST:
        raise Http404
    return found
