"""Averages and drivers of the strategy out of numbers counted already, by the formulas that norms name; a school's arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from mandrivna.core.models import Unit
from mandrivna.planning.models import PastFigure

SHARES = {
    "reading_rate": ("issues", "users_registered", 1, 1),  # читаність Ч = В / А
    "visit_rate": ("visits", "users_registered", 1, 1),  # відвідуваність Вд = П / А
    "daily_visits": ("visits", "working_days", 1, 1),  # середнє денне відвідування
    "turnover": ("issues", "fund", 1, 2),  # обертаність Об = В / Ф
    "books_per_user": ("fund", "users_registered", 1, 1),  # книгозабезпеченість К = Ф / А
    "books_per_resident": ("fund", "population", 1, 2),  # Ф / Н
    "coverage": ("users_registered", "population", 100, 1),  # охоплення А / Н × 100
    "refusals_met_share": ("refusals_met", "refusals", 100, 1),
    "satisfied_share": ("survey_satisfied", "survey_marks", 100, 1),
    "fund_renewal": ("acquisitions", "fund", 100, 1),  # оновлення фонду
    "days_to_label": ("days_to_label_sum", "labelled", 1, 1),
    "days_to_shelf": ("days_to_shelf_sum", "shelved", 1, 1),
}
"""What is divided by what, times how many, to how many places."""
GROWTH = {
    "users_change": "users_registered", "visits_change": "visits", "issues_change": "issues", "refusals_change": "refusals",
    "dissatisfaction_change": "dissatisfaction", "days_to_label_change": "days_to_label", "e_users_growth": "users_virtual",
    "event_people_change": "event_people", "regular_users_change": "users_again", "partners_change": "partners",
}  # fmt: skip
SHRINKING = {"less_dissatisfaction": "dissatisfaction", "less_processing_time": "days_to_label"}


def last_year(root: Unit, year: int, counted: Mapping[str, int]) -> dict[str, int]:
    """Where the program was not there yet, the papers of that year say it."""
    papers = PastFigure.objects.filter(unit=root, year=year, state="number").values_list("indicator", "value")
    return {**dict(papers), **{code: number for code, number in counted.items() if number}}


def of(now: Mapping[str, int], then: Mapping[str, int]) -> dict[str, Decimal | None]:
    found = _shares(now)
    before = {**then, **{code: value for code, value in _shares(then).items() if value is not None}}
    known = {**now, **{code: value for code, value in found.items() if value is not None}}
    for code, of_what in GROWTH.items():
        found[code] = _more(known, before, of_what)
    for code, of_what in SHRINKING.items():
        grown = _more(known, before, of_what)
        found[code] = None if grown is None else -grown
    return found


def _shares(numbers: Mapping[str, int]) -> dict[str, Decimal | None]:
    shares: dict[str, Decimal | None] = {}
    for code, (above, below, times, places) in SHARES.items():
        bottom = numbers.get(below, 0)
        shares[code] = _round(Decimal(numbers.get(above, 0)) * times / Decimal(bottom), places) if bottom else None
    return shares


def _more(now: Mapping[str, int | Decimal], then: Mapping[str, int | Decimal], code: str) -> Decimal | None:
    """By how many per cent more than a year before."""
    before = Decimal(then.get(code, 0))
    return _round((Decimal(now.get(code, 0)) - before) * 100 / before, 1) if before else None


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)
