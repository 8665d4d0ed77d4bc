"""Writing down what was counted outside the program."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.ledger.api import settle_all
from mandrivna.planning import problems, rules
from mandrivna.planning.facts import MANUAL, lines, source_of
from mandrivna.planning.models import ManualFigure, ManualPaper
from mandrivna.shared.uploads import TYPES, Taken, take, unpacked

PAPERS = {kind: TYPES[kind] for kind in ("pdf", "docx", "xlsx", "webp")}
NO_FILE = Withheld("")


@verb("planning.record_manual", may=rules.MANUAL, at="unit", audited=False)
def record_manual(
    act: Act, *, unit: Unit, indicator: str, on: dt.date, value: int, source: str, note: str = "", file: Withheld = NO_FILE
) -> ManualFigure:  # fmt: skip
    """One figure a unit, indicator and day. Said again with another number it is a correction: the ledger gets the difference.
    `file` is what it was read from, in base64, as `prepared` made it; a correction without one keeps the file that is there."""
    paper = take(unpacked(file), PAPERS) if file else None
    refuse_if(
        [
            *problems.of_manual(indicator, on, act.on),
            *problems.of_value(value),
            *problems.of_source(source),
            *problems.of_length(note, 500, field="note"),
            *problems.of_paper(bool(file), paper),
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
    after = {"value": value, "source": figure.source, "note": figure.note}
    if paper is not None:
        after["file"] = _keep(act, figure, paper)
    settle_all(act, {source_of(row): lines(row) for row in changed}, reason="correction" if before else "")
    audit.record(act, figure, "planning.record_manual", before=before, after=after, unit=unit)
    return figure


def _keep(act: Act, figure: ManualFigure, paper: Taken) -> str:
    """Another file takes the place of the one before; which kind and how large both were stays in the journal of changes."""
    about = {"kind": paper.kind, "size": len(paper.data), "data": paper.data, "added_at": act.at}
    ManualPaper.objects.update_or_create(figure=figure, defaults=about)
    return f"{paper.kind}, {len(paper.data)}"


@verb("planning.drop_manual_file", may=rules.MANUAL, at="figure.unit", audited=False)
def drop_manual_file(act: Act, *, figure: ManualFigure) -> ManualFigure:
    """The file goes for good, number and source stay: for whoever sees too late that there are names in it."""
    kept = ManualPaper.objects.select_for_update().filter(figure=figure).defer("data").first()
    if kept is None:
        raise Refused([Blocker(code="no_file", text=_("До цього числа файлу немає."))])
    before = {"file": f"{kept.kind}, {kept.size}"}
    kept.delete()
    audit.record(act, figure, "planning.drop_manual_file", before=before, after={"file": ""}, unit=figure.unit)
    return figure
