"""Writing down figures of earlier years from documents. They open the comparison; they are never facts of work."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import problems, rules
from mandrivna.planning.definitions import load
from mandrivna.planning.models import PastFigure


@verb("planning.record_past_figure", may=rules.MANUAL, at="unit", audited=False)
def record_past_figure(
    act: Act,
    *,
    unit: Unit,
    year: int,
    indicator: str,
    state: str,
    source: str,
    value: int | None = None,
    forecast_at: dt.date | None = None,
) -> PastFigure:
    """A forecast («станом на 01.12») waits for the final number, which replaces it; never the other way round."""
    wrong = [
        *(problems.of_year(year) or problems.of_past_year(year, forecast_at, act.on)),
        *problems.of_indicator(load(), indicator),
        *problems.of_figure(state, value),
        *problems.of_source(source),
    ]
    figure = PastFigure.objects.select_for_update().filter(unit=unit, year=year, indicator=indicator).first()
    refuse_if([*wrong, *_forecast_problems(year, forecast_at, figure)])
    before = (
        None
        if figure is None
        else {"state": figure.state, "value": figure.value, "forecast_at": figure.forecast_at, "source": figure.source}
    )
    figure = figure or PastFigure(unit=unit, year=year, indicator=indicator)
    figure.state, figure.value, figure.forecast_at, figure.source = state, value, forecast_at, source.strip()
    figure.save()
    after = {"state": state, "value": value, "forecast_at": forecast_at, "source": figure.source}
    audit.record(act, figure, "planning.record_past_figure", before=before, after=after, unit=unit)
    return figure


def _forecast_problems(year: int, forecast_at: dt.date | None, standing: PastFigure | None) -> list[Problem]:
    if forecast_at is None:
        return []
    if forecast_at.year != year:
        return [Blocker(code="forecast_of_other_year", text=_("Прогноз роблять протягом того самого року."), field="forecast_at")]
    if standing is not None and standing.forecast_at is None:
        return [Blocker(code="final_stands", text=_("Остаточне число вже записано; прогноз його не замінює."), field="forecast_at")]
    return []
