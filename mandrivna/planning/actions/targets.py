"""Verbs about the plan: targets with their history, and explanations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import problems, rules
from mandrivna.planning.definitions import NOTES, load
from mandrivna.planning.models import Explanation, Target, TargetRevision
from mandrivna.planning.states import State

DASH = "-"


@verb("planning.set_target", may=rules.EDIT, at="unit", audited=False)
def set_target(
    act: Act, *, unit: Unit, year: int, indicator: str, state: str, value: int | None = None, reason: str = ""
) -> Target:
    """The first number needs no reason; from then on every change says why and stays in the history."""
    found = [*problems.of_year(year), *problems.of_indicator(load(), indicator), *problems.of_figure(state, value)]
    refuse_if(found)
    _lock(unit)
    target = _target(unit, year, indicator)
    if (target.state, target.value) != (state, value):
        refuse_if(problems.of_reason([target.state != State.EMPTY], reason))
        _revise(act, target, State(state), value, reason)
    elif target.pk is None:
        target.save()
    return target


@verb("planning.set_targets", may=rules.EDIT, at="unit", audited=False)
def set_targets(act: Act, *, unit: Unit, year: int, figures: dict[str, Any], reason: str = "") -> int:
    """The whole column at once, {code: number, "-" or null}: all or nothing. Returns how many cells changed."""
    definitions, wrong = load(), problems.of_year(year)
    wanted: dict[str, tuple[State, int | None]] = {}
    for code, figure in figures.items():
        if unsound := _figure_problems(code, figure):
            wrong += unsound
        else:
            wrong += problems.of_indicator(definitions, code, field=code)
            wanted[code] = _figure(figure)
    refuse_if(wrong)
    _lock(unit)
    standing = {target.indicator: target for target in Target.objects.filter(unit=unit, year=year, indicator__in=list(wanted))}
    changed: list[tuple[Target, State, int | None]] = []
    for code, (state, value) in wanted.items():
        target = standing.get(code) or Target(unit=unit, year=year, indicator=code)
        if (target.state, target.value) != (state, value):
            changed.append((target, state, value))
    refuse_if(problems.of_reason([target.state != State.EMPTY for target, _state, _value in changed], reason))
    for target, state, value in changed:
        _revise(act, target, state, value, reason)
    return len(changed)


def _figure(figure: Any) -> tuple[State, int | None]:
    if figure is None:
        return State.EMPTY, None
    return (State.DASH, None) if figure == DASH else (State.NUMBER, figure)


def _figure_problems(code: str, figure: Any) -> list[Problem]:
    if figure is None or figure == DASH:
        return []
    if type(figure) is not int:
        return [Blocker(code="unknown_state", text=_("Тут може бути число, риска або порожнє місце."), field=code)]
    return problems.of_value(figure, field=code)


def _lock(unit: Unit) -> None:
    """Two people changing one plan wait for each other, so that a revision's old number is the one that really stood."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _target(unit: Unit, year: int, indicator: str) -> Target:
    found = Target.objects.filter(unit=unit, year=year, indicator=indicator).first()
    return found or Target(unit=unit, year=year, indicator=indicator)


def _revise(act: Act, target: Target, state: State, value: int | None, reason: str) -> None:
    before = {"state": str(target.state), "value": target.value}
    old_state, old_value = target.state, target.value
    target.state, target.value = state, value
    target.save()
    TargetRevision.objects.create(
        target=target, old_state=old_state, old_value=old_value, new_state=state, new_value=value,
        on=act.on, reason=reason.strip(), by_id=act.actor.staff_id, op=act.uid,
    )  # fmt: skip
    audit.record(act, target, "planning.set_target", before=before, after={"state": str(state), "value": value}, unit=target.unit)


@verb("planning.explain", may=rules.EDIT, at="unit", audited=False)
def explain(act: Act, *, unit: Unit, year: int, indicator: str, text: str) -> Explanation:
    """Why the figure is so; `footnote` is the note under the table, `no_purchases` that the year has none planned.
    An empty text takes the explanation away."""
    wrong = [*problems.of_year(year), *problems.of_length(text, 2000, field="text")]
    if indicator not in NOTES and load().get(indicator) is None:
        wrong.append(Blocker(code="unknown_indicator", text=_("Такого показника немає."), field="indicator"))
    refuse_if(wrong)
    row = Explanation.objects.filter(unit=unit, year=year, indicator=indicator).first() or Explanation(
        unit=unit, year=year, indicator=indicator
    )
    before, row.text = row.text, text.strip()
    row.save()
    audit.record(act, row, "planning.explain", before={"text": before}, after={"text": row.text}, unit=unit)
    return row
