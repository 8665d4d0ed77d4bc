"""Visits of a place that has a counter: the number it shows for a day, and taps at the door, in whatever order they arrive."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import DISTANCE, service_mode
from mandrivna.ledger.api import settle
from mandrivna.lending import facts, rules
from mandrivna.lending.models import VisitCount, VisitTap
from mandrivna.readers.models import Audience

MOST = 100_000
MOST_TAPS = 1_000
"""At once: a class that came in, or what a phone gathered while it was alone."""


@verb("lending.count_visits", may=rules.COUNT_VISITS, at="place", remote=True)
def count_visits(
    act: Act, *, place: Unit, on: dt.date, number: int, audience: str = Audience.GENERAL, distance: bool = False
) -> VisitCount:
    """What the counter of a place showed for a day. Said again later, it is a correction: 25 → 30 adds 5.

    Where visits are counted from acts, a number that a device has written down already is kept and not counted twice.
    """
    counted = _counts(act, count_problems(act, place, on, number, audience, distance))
    count, made = _row(act, place, on, audience, DISTANCE if distance else service_mode(place, place.on(on)), counted)
    if made or count.first < act.first:
        count.base, count.first, count.channel, count.counted = number, act.first, act.channel, counted
    return _settled(act, count)


@verb("lending.add_visits", may=rules.COUNT_VISITS, at="place")
def add_visits(act: Act, *, place: Unit, on: dt.date, number: int = 1, audience: str = Audience.GENERAL) -> VisitCount:
    """One more came in: a tap instead of a total."""
    refuse_if(count_problems(act, place, on, number, audience, False))
    return _tapped(act, place, on, audience, number, counted=True)


@verb("lending.tap_visits", may=rules.COUNT_VISITS, at="place", remote=True)
def tap_visits(act: Act, *, place: Unit, on: dt.date, number: int, audience: str = Audience.GENERAL) -> VisitCount:
    """So many more came in, or so many fewer when a tap was a mistake. From a phone that was alone, too: taps add up in whatever
    order they come, and a total said for the day stands until the taps after it."""
    problems = count_problems(act, place, on, abs(number), audience, False)
    if not number or abs(number) > MOST_TAPS:
        text = _("За раз можна додати чи зняти від 1 до %(most)d відвідувань.") % {"most": MOST_TAPS}
        problems.append(Blocker(code="wrong_number", text=text, field="number"))
    return _tapped(act, place, on, audience, number, counted=_counts(act, problems))


def _counts(act: Act, problems: list[Problem]) -> bool:
    """Does it count? Refused outright unless it has happened; then what a place counts from acts is kept and left out."""
    counted = "counted_from_acts" not in {problem.code for problem in problems}
    if act.happened and not counted:
        act.note("lending.counted_from_acts")
        problems = [problem for problem in problems if problem.code != "counted_from_acts"]
    refuse_if(problems)
    return counted


def _row(act: Act, place: Unit, on: dt.date, audience: str, mode: str, counted: bool) -> tuple[VisitCount, bool]:
    count = VisitCount.objects.select_for_update().filter(place=place, on=on, audience=audience, mode=mode).first()
    if count is not None:
        return count, False
    made = VisitCount(uid=act.uid, place=place, on=on, audience=audience, mode=mode, number=0, base=0, first="")
    made.channel, made.counted = act.channel, counted
    made.save(force_insert=True)
    return made, True


def _tapped(act: Act, place: Unit, on: dt.date, audience: str, number: int, *, counted: bool) -> VisitCount:
    count, _made = _row(act, place, on, audience, service_mode(place, place.on(on)), counted)
    VisitTap.objects.create(uid=act.uid, count=count, number=number, first=act.first, counted=counted)
    return _settled(act, count)


def _settled(act: Act, count: VisitCount) -> VisitCount:
    """The last total said for the day and the taps after it; a day cannot have fewer than none."""
    taps = VisitTap.objects.filter(count=count, first__gt=count.first, counted=count.counted)
    count.number = max(count.base + (taps.aggregate(sum=Sum("number"))["sum"] or 0), 0)
    count.recorded_at = timezone.now()
    count.save()
    settle(act, f"lending.VisitCount:{count.pk}", facts.counted(count))
    return count


def count_problems(act: Act, place: Unit, on: dt.date, number: int, audience: str, distance: bool) -> list[Problem]:
    problems: list[Problem] = []
    if place.visits_from != VisitsFrom.COUNTER and not distance:
        text = _(
            "Відвідування цього місця рахуються з видач і записів. Щоб рахувати лічильником, змініть це у відомостях про місце."
        )
        problems.append(Blocker(code="counted_from_acts", text=text, field="place"))
    if not 0 <= number <= MOST:
        problems.append(Blocker(code="wrong_number", text=_("Кількість має бути від 0 до 100 000."), field="number"))
    if on > act.on:
        problems.append(Blocker(code="future", text=_("Цей день ще не настав."), field="on"))
    if audience not in Audience.values:
        problems.append(Blocker(code="unknown_audience", text=_("Невідома категорія читача."), field="audience"))
    return problems
