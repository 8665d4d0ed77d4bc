"""Writing down what was counted outside the program."""

from __future__ import annotations

import datetime as dt

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import refuse_if
from mandrivna.ledger.api import settle_all
from mandrivna.planning import problems, rules
from mandrivna.planning.facts import MANUAL, lines, source_of
from mandrivna.planning.models import ManualFigure


@verb("planning.record_manual", may=rules.MANUAL, at="unit", audited=False)
def record_manual(act: Act, *, unit: Unit, indicator: str, on: dt.date, value: int, source: str, note: str = "") -> ManualFigure:
    """One figure a unit, indicator and day. Said again with another number it is a correction: the ledger gets the difference."""
    refuse_if(
        [
            *problems.of_manual(indicator, on, act.on),
            *problems.of_value(value),
            *problems.of_source(source),
            *problems.of_length(note, 500, field="note"),
        ]
    )
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # a level is told against its neighbours: one writer a unit
    same = ManualFigure.objects.filter(unit=unit, indicator=indicator)
    figure = same.filter(on=on).first() or ManualFigure(unit=unit, indicator=indicator, on=on)
    before = None if figure._state.adding else {"value": figure.value, "source": figure.source, "note": figure.note}
    figure.value, figure.source, figure.note = value, source.strip(), note.strip()
    changed = [figure]
    if MANUAL[indicator].level:
        previous = same.filter(on__lt=on).order_by("-on").first()
        figure.before = previous.value if previous else 0
        if following := same.filter(on__gt=on).order_by("on").first():
            following.before = value
            changed.append(following)
    for row in changed:
        row.save()
    settle_all(act, {source_of(row): lines(row) for row in changed}, reason="correction" if before else "")
    audit.record(
        act,
        figure,
        "planning.record_manual",
        before=before,
        after={"value": value, "source": figure.source, "note": figure.note},
        unit=unit,
    )
    return figure
