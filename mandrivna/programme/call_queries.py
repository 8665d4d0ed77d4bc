"""Contests and conferences as the staff, the jury and the site read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.programme.actions.calls import SHORTEST_LINK, link_hash
from mandrivna.programme.call_problems import MOST_RANK
from mandrivna.programme.models import (
    TOLD,
    Application,
    ApplicationFile,
    ApplicationState,
    Call,
    CallPart,
    CallState,
    Juror,
    Score,
)
from mandrivna.programme.rules import PEOPLE, PLAN, VIEW


def calls_for(actor: Actor) -> QuerySet[Call]:
    rows = Call.objects.filter(institution__in=institutions_for(actor, VIEW))
    return rows.select_related("unit", "place", "institution", "event")


def with_applications(rows: QuerySet[Call]) -> QuerySet[Call]:
    """How many applied, were accepted, are still looked at; no names."""
    said = ~Q(applications__state=ApplicationState.WITHDRAWN)
    return rows.annotate(
        applied=Count("applications", filter=said),
        accepted=Count("applications", filter=Q(applications__state=ApplicationState.ACCEPTED)),
        waiting=Count("applications", filter=Q(applications__state=ApplicationState.SENT)),
    )


def may_plan_call(actor: Actor, call: Call) -> bool:
    return actor.can(PLAN, call.unit.path)


def may_see_applicants(actor: Actor, call: Call) -> bool:
    return actor.can(PEOPLE, call.place.path)


def applications_of(call: Call) -> QuerySet[Application]:
    """Of files only that they are there and how large: a contest may hold a gigabyte of them."""
    files = Prefetch("files", ApplicationFile.objects.defer("name", "content").order_by("sent_at", "pk"))
    rows = Application.objects.filter(call=call).select_related("part").prefetch_related("scores", files)
    return rows.order_by("listener", "part__order", "sent_at", "pk")


def named(call: Call) -> QuerySet[Application]:
    """Accepted, and still known by a name: a badge is for them."""
    rows = Application.objects.filter(call=call, state=ApplicationState.ACCEPTED, name__isnull=False)
    return rows.order_by("listener", "part__order", "sent_at", "pk")


def undecided_for(actor: Actor) -> QuerySet[Application]:
    """What was sent to a contest or a conference that goes on, and nobody has decided about, or whose people a colleague still has
    to call: who has waited longest first."""
    here = below_any(actor.paths(PEOPLE), "call__place__path")
    waits = Q(state=ApplicationState.SENT, call__state__in=(CallState.OPEN, CallState.JUDGING))
    rows = Application.objects.filter(here, waits | Q(to_call=True, contact__isnull=False))
    return rows.select_related("call").defer("name", "contact", "org", "abstract").order_by("sent_at", "pk")


def mean(application: Application) -> str:
    """The mean of all jurors, with one digit; nothing before somebody scored."""
    number = _mean(application)
    return "" if number is None else f"{number:.1f}".replace(".", ",")


def _mean(application: Application) -> float | None:
    totals = [score.total for score in application.scores.all()]
    return sum(totals) / len(totals) if totals else None


# --- the jury ---------------------------------------------------------------------------------------------------------


def juror_by_link(link: str) -> Juror | None:
    """A wrong link, one taken back, and that of a contest which is over are alike."""
    if not SHORTEST_LINK <= len(link) <= 64:
        return None
    rows = Juror.objects.filter(link_hash=link_hash(link), ended_on=None, call__state__in=(CallState.OPEN, CallState.JUDGING))
    return rows.select_related("call__institution").first()


def juror_of(actor: Actor, call: Call) -> Juror | None:
    if actor.staff_id is None:
        return None
    return Juror.objects.filter(call=call, staff=actor.staff_id, ended_on=None).select_related("call").first()


@dataclass(frozen=True)
class Work:
    """A work as the jury sees it: without its author. `points`: this juror's own, one for each criterion."""

    application: Application
    points: list[tuple[str, int | None]]

    @property
    def scored(self) -> bool:
        return any(number is not None for _criterion, number in self.points)


JUDGED = (ApplicationState.SENT, ApplicationState.ACCEPTED)


def works_for(juror: Juror) -> list[Work]:
    rows = applications_of(juror.call).filter(listener=False, state__in=JUDGED)
    mine = dict(Score.objects.filter(juror=juror).values_list("application", "points"))
    criteria = juror.call.criteria or [""]
    found = []
    for one in rows:
        points = mine.get(one.pk) or [None] * len(criteria)
        found.append(Work(one, list(zip(criteria, points, strict=True))))
    return found


def files_for(juror: Juror) -> QuerySet[ApplicationFile]:
    """The files of those works."""
    works = {"application__listener": False, "application__state__in": JUDGED}
    return ApplicationFile.objects.filter(application__call=juror.call_id, **works)


# --- the site ---------------------------------------------------------------------------------------------------------


def calls_shown(institution: Unit | None, today: dt.date) -> QuerySet[Call]:
    """Announced ones; what was over a year ago is no news."""
    since = today - dt.timedelta(days=400)
    rows = Call.objects.filter(institution=institution, shown=True, state__in=TOLD, closes_on__gte=since)
    return rows.select_related("event__place", "institution").order_by("-closes_on", "title", "pk")


@dataclass
class Section:
    """A nomination or a section with what is told of it: talks by their hour, or the works that were distinguished."""

    part: CallPart | None
    rows: list[Application] = field(default_factory=list)


def sections(call: Call) -> list[Section]:
    """Of a conference whatever was accepted, of a contest only after its results were told."""
    if call.is_contest and call.state != CallState.DONE:
        return [Section(part) for part in call.parts.all()]
    rows = Application.objects.filter(call=call, state=ApplicationState.ACCEPTED, listener=False)
    if call.is_contest:
        return _winners(call, rows.exclude(award="").prefetch_related("scores"))
    return _by_part(call, rows.order_by("starts", "sent_at", "pk"))


def _winners(call: Call, rows: QuerySet[Application]) -> list[Section]:
    """As the library put them; whom it gave no place, by the mean of the jury."""
    listed = sorted(rows.order_by("sent_at", "pk"), key=lambda one: (one.rank or MOST_RANK + 1, -(_mean(one) or 0)))
    return _by_part(call, listed)


def _by_part(call: Call, rows: Iterable[Application]) -> list[Section]:
    found: dict[int | None, Section] = {part.pk: Section(part) for part in call.parts.all()}
    for one in rows:
        found.setdefault(one.part_id, Section(None)).rows.append(one)
    return list(found.values())
