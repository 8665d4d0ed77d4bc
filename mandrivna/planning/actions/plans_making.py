"""A plan begins: empty, or as last year's. Its cover, its preamble, its abbreviations."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import revise, taken, understand
from mandrivna.planning.models import Abbreviation, Plan, Section
from mandrivna.planning.plan_snapshots import cover_of
from mandrivna.planning.plan_states import PlanKind, PlanState
from mandrivna.planning.problems import of_length

ONE_LINE = ("title", "place", "cover_year", "approver_post", "approver_name")
LONGEST = {
    "title": 500, "place": 200, "cover_year": 40, "approver_post": 250, "approver_name": 150, "preamble": 20_000, "closing": 10_000,
}  # fmt: skip
MOST_ABBREVIATIONS = 200


@verb("planning.make_plan", may=rules.EDIT, at="unit", audited=False)
def make_plan(
    act: Act, *, unit: Unit, year: int, kind: str, about: dict[str, Any] | None = None, until_year: int | None = None,
    strategy: Plan | None = None,
) -> Plan:  # fmt: skip
    """An annual plan of which rows were named already (by series of events) is that very plan: it gets its cover."""
    said = about or {}
    refuse_if([*plan_problems.cover(kind, year, until_year), *plan_problems.texts(said, LONGEST), *_strategy(strategy)])
    plan = begun(unit, year) if kind == PlanKind.ANNUAL else None
    plan = plan or Plan(unit=unit, year=year, kind=kind)
    plan.until_year, plan.strategy = until_year, strategy
    _put(plan, said)
    _save(plan)
    revise(act, plan, "plan_made", place=str(plan), after={"cover": cover_of(plan)})
    return plan


def begun(unit: Unit, year: int) -> Plan | None:
    """The annual plan that so far is nothing but rows which something done has named. One that was written is refused."""
    plan = Plan.objects.select_for_update(no_key=True).annual(unit, year).first()
    if plan is not None and (plan.title or plan.state != PlanState.DRAFT or Section.objects.filter(plan=plan).exists()):
        text = _("Річний план на %(year)d рік уже є.") % {"year": year}
        refuse_if([Blocker(code="plan_exists", text=text, field="year", details={"plan": plan.pk})])
    return plan


def _save(plan: Plan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:  # somebody began the same annual plan at the same moment
        text = _("Річний план на %(year)d рік уже є.") % {"year": plan.year}
        refuse_if([Blocker(code="plan_exists", text=text, field="year")])


@verb("planning.edit_plan", may=rules.EDIT, at="plan.unit", audited=False)
def edit_plan(act: Act, *, plan: Plan, about: dict[str, Any], version: int | None = None, strategy: Plan | None = None,
              reason: str = "") -> Plan:  # fmt: skip
    """What stands on the cover, before the sections and after them."""
    locked = taken(plan, reason)
    found = [
        *plan_problems.stale(locked.version, version, _last(locked)),
        *plan_problems.texts(about, LONGEST),
        *_strategy(strategy),
    ]
    refuse_if(found)
    before = cover_of(locked)
    _put(locked, about)
    locked.strategy = strategy
    if cover_of(locked) == before:
        return locked
    locked.version += 1
    locked.save()
    revise(act, locked, "plan", place=str(locked), before={"cover": before}, after={"cover": cover_of(locked)}, reason=reason)
    return locked


def _last(plan: Plan) -> str:
    last = plan.revisions.filter(what__in=["plan", "plan_made"]).order_by("-id").select_related("by").first()
    return str(last.by) if last is not None and last.by is not None else ""


@verb("planning.set_abbreviations", may=rules.EDIT, at="plan.unit", audited=False)
def set_abbreviations(act: Act, *, plan: Plan, said: list[list[str]], reason: str = "") -> Plan:
    """`said`: [short, full, number of the unit or «»]. An executor is known by them, so every row is understood anew."""
    locked = taken(plan, reason)
    units = {str(unit.pk): unit for unit in Unit.objects.filter(path__startswith=locked.unit.path)}
    refuse_if(_abbreviations(said, set(units)))
    before = [[one.short, one.full] for one in locked.abbreviations.order_by("position")]
    locked.abbreviations.all().delete()
    Abbreviation.objects.bulk_create(
        Abbreviation(plan=locked, short=line[0].strip(), full=" ".join(line[1].split()), unit=units.get(_unit(line)), position=at)
        for at, line in enumerate(said)
    )
    for part in Section.objects.filter(plan=locked).select_related("plan"):
        understand(part)
    after = {"abbreviations": [[line[0].strip(), line[1].strip()] for line in said]}
    revise(act, locked, "abbreviations", place=str(locked), before={"abbreviations": before}, after=after, reason=reason)
    return locked


def _unit(line: list[str]) -> str:
    return line[2] if len(line) > 2 else ""


def _abbreviations(said: list[list[str]], units: set[str]) -> list[Problem]:
    found: list[Problem] = []
    if len(said) > MOST_ABBREVIATIONS:
        text = _("Скорочень може бути до %(most)d.") % {"most": MOST_ABBREVIATIONS}
        found.append(Blocker(code="too_many", text=text, field="said"))
    shorts = [line[0].strip() for line in said if line]
    if len(set(shorts)) != len(shorts):
        found.append(Blocker(code="twice", text=_("Одне скорочення записано двічі."), field="said"))
    for line in said:
        if len(line) < 2 or not line[0].strip() or not line[1].strip():
            half = _("Пишіть по одному в рядку: скорочення, тире, повна назва.")
            found.append(Blocker(code="half_an_abbreviation", text=half, field="said"))
            continue
        found += [*of_length(line[0], 40, field="said"), *of_length(line[1], 300, field="said")]
        if _unit(line) and _unit(line) not in units:
            found.append(Blocker(code="unknown_unit", text=_("Оберіть підрозділ зі списку."), field="said"))
    return found


def _put(plan: Plan, about: dict[str, Any]) -> None:
    for name in LONGEST:
        if name in about:
            said = str(about[name])
            setattr(plan, name, " ".join(said.split()) if name in ONE_LINE else said.strip())


def _strategy(strategy: Plan | None) -> list[Problem]:
    if strategy is not None and strategy.kind != PlanKind.STRATEGY:
        return [Blocker(code="not_a_strategy", text=_("Оберіть стратегію зі списку."), field="strategy")]
    return []
