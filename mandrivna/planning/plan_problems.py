"""Why a plan cannot be changed so. Values, with the field they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import NEXT, PartKind, PlanKind, PlanState, Role
from mandrivna.planning.problems import of_length, of_year

MOST_COLUMNS = 14
MOST_ROWS = 2000
MOST_PARTS = 200
LONGEST_CELL = 4000
LONGEST_PREAMBLE = 20_000
DEEPEST = 4
WIDEST = 300
"""Millimetres."""
PRINTED = 12
"""As much of a number as other rooms name a row by."""


def changing(plan: Plan, reason: str) -> list[Problem]:
    """A plan under agreement waits, a closed one is history, an approved one asks why."""
    if plan.state == PlanState.AGREED:
        text = _("План уже погоджено, тож він чекає на затвердження. Щоб змінити його, спершу поверніть його в чернетки.")
        return [Blocker(code="plan_agreed", text=text)]
    if plan.state == PlanState.CLOSED:
        return [Blocker(code="plan_closed", text=_("Рік цього плану завершено: він уже не змінюється."))]
    if plan.formal and not reason.strip():
        text = _("План затверджено. Напишіть, чому змінюєте: причина стоятиме в історії поруч зі зміною.")
        return [Blocker(code="reason_needed", text=text, field="reason")]
    return of_length(reason, 500, field="reason")


def cover(kind: str, year: int, until_year: int | None) -> list[Problem]:
    found = of_year(year)
    if until_year is not None and not found:
        found = [Blocker(code="bad_year", text=problem.text, field="until_year") for problem in of_year(until_year)]
        if not found and until_year < year:
            found.append(Blocker(code="years_in_order", text=_("Останній рік не може бути раніше за перший."), field="until_year"))
    if kind not in PlanKind.values:
        found.append(Blocker(code="unknown_kind", text=_("Оберіть вид плану зі списку."), field="kind"))
    if kind == PlanKind.STRATEGY and until_year is None:
        found.append(Blocker(code="strategy_years", text=_("Вкажіть, до якого року діє стратегія."), field="until_year"))
    return found


def texts(about: Mapping[str, Any], longest: Mapping[str, int]) -> list[Problem]:
    return [problem for name, most in longest.items() if name in about for problem in of_length(str(about[name]), most, field=name)]


def stale(now: int, seen: int | None, who: str) -> list[Problem]:
    """The thing was changed since this person saw it; `who` may be empty."""
    if seen is None or seen == now:
        return []
    return [Blocker(code="changed_meanwhile", text=_("Поки ви писали, це змінив хтось інший. Перегляньте, що стоїть тепер."),
                    details={"who": who})]  # fmt: skip


def cell_changed(theirs: str, who: str) -> list[Problem]:
    text = _("Поки ви писали, цю клітинку змінили. Ваші слова не збережено: порівняйте й оберіть, що лишити.")
    return [Blocker(code="cell_changed", text=text, field="text", details={"theirs": theirs, "who": who})]


def cell(part: Section, column: int, text: str) -> list[Problem]:
    if not 0 <= column < len(part.columns):
        return [Blocker(code="no_column", text=_("Такої графи в цьому розділі немає: можливо, її щойно прибрали."), field="column")]
    return of_length(text, LONGEST_CELL, field="text")


def columns(said: Sequence[Mapping[str, Any]], before: int) -> list[Problem]:
    """`before`: how many there were; each new one says by `was` which of them it goes on, or None."""
    if not said or len(said) > MOST_COLUMNS:
        text = _("У таблиці розділу може бути від 1 до %(most)d граф.") % {"most": MOST_COLUMNS}
        return [Blocker(code="number_of_columns", text=text, field="columns")]
    found: list[Problem] = []
    for one in said:
        if not str(one.get("title", "")).strip():
            found.append(Blocker(code="no_title", text=_("Назвіть кожну графу."), field="columns"))
        found += of_length(str(one.get("title", "")), 200, field="columns")
        if one.get("role") not in Role.values:
            found.append(Blocker(code="unknown_role", text=_("Оберіть зі списку, про що графа."), field="columns"))
        if not isinstance(one.get("width", 0), int) or not 0 <= one.get("width", 0) <= WIDEST:
            found.append(Blocker(code="bad_width", text=_("Ширина графи — від 0 до 300 міліметрів."), field="columns"))
    kept = [one.get("was") for one in said if one.get("was") is not None]
    if len(kept) != len(set(kept)) or any(not isinstance(was, int) or not 0 <= was < before for was in kept):
        found.append(
            Blocker(code="columns_changed", text=_("Графи тим часом змінили. Оновіть сторінку й повторіть."), field="columns")
        )
    for role in (Role.NUMBER, Role.TITLE, Role.TERM, Role.EXECUTORS):
        if sum(one.get("role") == role for one in said) > 1:
            twice = _("Про одне й те саме може бути лише одна графа: для другої оберіть «інше».")
            found.append(Blocker(code="role_twice", text=twice, field="columns"))
    return found


def section(about: Mapping[str, Any], parts: int = 0) -> list[Problem]:
    found = texts(about, {"number": 20, "title": 500, "contents_title": 500, "narrative": 20_000, "after": 20_000, "notes": 4000})
    if about.get("kind", PartKind.SECTION) not in PartKind.values:
        found.append(Blocker(code="unknown_kind", text=_("Оберіть зі списку, що це за частина плану."), field="kind"))
    if not str(about.get("title", "-")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву розділу."), field="title"))
    if parts >= MOST_PARTS:
        found.append(Blocker(code="too_many", text=_("У плані вже стільки розділів, скільки може бути."), field="title"))
    return found


def level(said: int) -> list[Problem]:
    if not 0 <= said <= DEEPEST:
        return [Blocker(code="too_deep", text=_("Глибше підпорядкувати рядок не можна."), field="level")]
    return []


def room(rows: int, more: int = 1) -> list[Problem]:
    if rows + more > MOST_ROWS:
        text = _("У плані може бути до %(most)d рядків.") % {"most": MOST_ROWS}
        return [Blocker(code="too_many", text=text, field="text")]
    return []


def used() -> Blocker:
    text = _("Цей рядок уже назвали події чи інші записи, тож стерти його не можна. Його можна перенести або змінити.")
    return Blocker(code="row_used", text=text)


def step(plan: Plan, state: str, post: str, name: str) -> list[Problem]:
    found: list[Problem] = []
    if state not in NEXT[PlanState(plan.state)]:
        return [Blocker(code="wrong_step", text=_("Із теперішнього стану плану так не переходять."), field="state")]
    if state == PlanState.APPROVED:
        if not post.strip():
            found.append(Blocker(code="stamp_needed", text=_("Напишіть посаду того, хто затверджує."), field="post"))
        if not name.strip():
            found.append(Blocker(code="stamp_needed", text=_("Напишіть, хто затверджує."), field="name"))
    return [*found, *of_length(post, 250, field="post"), *of_length(name, 150, field="name")]


def link(item: PlanItem, serves: PlanItem | None, serves_part: Section | None) -> list[Problem]:
    if serves is not None and serves_part is not None:
        return [Blocker(code="one_goal", text=_("Оберіть або рядок, або цілий напрям."), field="serves")]
    other = serves.plan_id if serves is not None else serves_part.plan_id if serves_part is not None else None
    if other is not None and other == item.plan_id:
        return [Blocker(code="same_plan", text=_("Рядок виконує рядок іншого плану: стратегії чи плану закладу."), field="serves")]
    return []
