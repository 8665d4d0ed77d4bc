from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import DISTANCE, service_mode
from mandrivna.ledger.api import settle
from mandrivna.lending import facts, rules
from mandrivna.lending.models import VisitCount
from mandrivna.readers.models import Audience

MOST = 100_000


@verb("lending.count_visits", may=rules.COUNT_VISITS, at="place", remote=True)
def count_visits(
    act: Act, *, place: Unit, on: dt.date, number: int, audience: str = Audience.GENERAL, distance: bool = False
) -> VisitCount:
    """What the counter of a place showed for a day. Said again later, it is a correction: 25 → 30 adds 5.

    Where visits are counted from acts, a number that a device has written down already is kept and not counted twice.
    """
    problems = count_problems(act, place, on, number, audience, distance)
    counted = "counted_from_acts" not in {problem.code for problem in problems}
    if act.happened and not counted:
        act.note("lending.counted_from_acts")
        problems = [problem for problem in problems if problem.code != "counted_from_acts"]
    refuse_if(problems)
    return _put(act, place, on, audience, distance, number=number, counted=counted)


@verb("lending.add_visits", may=rules.COUNT_VISITS, at="place")
def add_visits(act: Act, *, place: Unit, on: dt.date, number: int = 1, audience: str = Audience.GENERAL) -> VisitCount:
    """One more came in: a tap instead of a total. Only from a screen, because what a device adds depends on what it has seen."""
    refuse_if(count_problems(act, place, on, number, audience, False))
    return _put(act, place, on, audience, False, number=number, counted=True, more=True)


def _put(
    act: Act, place: Unit, on: dt.date, audience: str, distance: bool, *, number: int, counted: bool, more: bool = False
) -> VisitCount:
    """`more`: on top of what the day has; otherwise the latest word about the day stands."""
    mode = DISTANCE if distance else service_mode(place, place.on(on))
    count = VisitCount.objects.select_for_update().filter(place=place, on=on, audience=audience, mode=mode).first()
    if count is None:
        count = VisitCount(uid=act.uid, place=place, on=on, audience=audience, mode=mode, number=number)
        count.channel, count.first, count.counted = act.channel, act.first, counted
        count.save(force_insert=True)
    elif more or count.first < act.first:
        count.number = count.number + number if more else number
        count.first, count.channel, count.counted = max(count.first, act.first), act.channel, counted
        count.recorded_at = timezone.now()
        count.save(update_fields=["number", "first", "channel", "counted", "recorded_at"])
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
