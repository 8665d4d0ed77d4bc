"""Why a figure cannot be written. Values, with the field they speak of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning.definitions import Definitions
from mandrivna.planning.facts import MANUAL
from mandrivna.planning.models import HIGHEST
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.states import STORED, State
from mandrivna.shared.uploads import Taken


def of_indicator(definitions: Definitions, code: str, *, field: str = "indicator") -> list[Problem]:
    row = definitions.get(code)
    if row is None:
        return [Blocker(code="unknown_indicator", text=_("Такого показника немає."), field=field)]
    if not row.plannable:
        return [Blocker(code="not_plannable", text=_("Цей рядок обчислюється з інших: числа в нього не записують."), field=field)]
    return []


def of_year(year: int) -> list[Problem]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return [Blocker(code="bad_year", text=_("Вкажіть рік від 1900 до 2199."), field="year")]
    return []


def of_past_year(year: int, forecast_at: dt.date | None, today: dt.date) -> list[Problem]:
    """The current year counts itself; only a forecast with its day is written down for it."""
    if year > today.year:
        return [Blocker(code="year_to_come", text=_("Цей рік ще не настав."), field="year")]
    if year == today.year and forecast_at is None:
        text = _("Рік ще триває: запишіть прогноз із його днем або дочекайтеся кінця року.")
        return [Blocker(code="year_not_over", text=text, field="year")]
    return []


def of_figure(state: str, value: int | None, *, field: str = "value") -> list[Problem]:
    if state not in STORED:
        return [Blocker(code="unknown_state", text=_("Тут може бути число, риска або порожнє місце."), field=field)]
    if (state == State.NUMBER) != (value is not None):
        return [
            Blocker(
                code="number_or_not",
                text=_("Число вказують лише там, де відповідь — число, а не риска й не порожнє місце."),
                field=field,
            )
        ]
    return [] if value is None else of_value(value, field=field)


def of_value(value: int, *, field: str = "value") -> list[Problem]:
    if not 0 <= value <= HIGHEST:
        return [Blocker(code="out_of_range", text=_("Вкажіть ціле число від 0 до 2 000 000 000."), field=field)]
    return []


def of_reason(changes: Iterable[object], reason: str) -> list[Problem]:
    """The first number of a target is planning; every later one is a correction and says why."""
    if any(changes) and not reason.strip():
        return [Blocker(code="reason_needed", text=_("План уже було визначено. Напишіть, чому змінюєте."), field="reason")]
    return of_length(reason, 500, field="reason")


def of_length(text: str, most: int, *, field: str) -> list[Problem]:
    if len(text.strip()) > most:
        return [Blocker(code="too_long", text=_("Задовгий текст: не більше %(most)s знаків.") % {"most": most}, field=field)]
    return []


def of_source(source: str, *, field: str = "source") -> list[Problem]:
    if not source.strip():
        return [Blocker(code="no_source", text=_("Вкажіть, звідки це число."), field=field)]
    return of_length(source, 250, field=field)


def of_paper(sent: bool, taken: Taken | None) -> list[Problem]:
    if not sent or taken is not None:
        return []
    text = _("Приймаємо PDF, DOCX і XLSX без макросів та зображення, до 4 мегабайтів.")
    return [Blocker(code="wrong_file", text=text, field="file")]


def of_manual(code: str, on: dt.date, today: dt.date) -> list[Problem]:
    problems: list[Problem] = []
    if code not in MANUAL:
        problems.append(Blocker(code="not_manual", text=_("Цей показник не записують вручну."), field="indicator"))
    return [*problems, *of_day(on, today)]


def of_day(on: dt.date, today: dt.date) -> list[Problem]:
    """A day of which something is written down by hand."""
    problems: list[Problem] = []
    if on > today:
        problems.append(Blocker(code="in_future", text=_("Цей день ще не настав."), field="on"))
    if on.year < FIRST_YEAR:
        problems.append(Blocker(code="bad_year", text=_("Вкажіть рік від 1900 до 2199."), field="on"))
    return problems
