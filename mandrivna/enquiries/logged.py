"""The log as the staff read it: a day of a place, a month of the institution, and the topics that come again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.enquiries.models import Conversation, LogLine, QuietCount
from mandrivna.enquiries.rules import LOG, QUIET
from mandrivna.enquiries.states import WAY_OF, Served, Way
from mandrivna.enquiries.terms import terms

MONTHS_BACK = 13
ANSWERED = (Served.REFERENCE, Served.CONSULTATION)
TALKS = Coalesce(
    Subquery(
        Conversation.objects.filter(line=OuterRef("pk")).order_by().values("line").annotate(times=Count("pk")).values("times"),
        output_field=IntegerField(),
    ),
    0,
)


def lines_for(actor: Actor, permission: Permission = LOG) -> QuerySet[LogLine]:
    """Of the actor's own places and what lies below them, without the words of the question."""
    return LogLine.objects.filter(place__in=Unit.objects.filter(below_any(actor.paths(permission)))).defer("question")


@dataclass(frozen=True)
class Told:
    """A line of the log with its kind as the institution calls it."""

    line: LogLine
    name: str
    invited: str = ""


def named(lines: Iterable[LogLine]) -> list[Told]:
    known = terms()
    invited = known.invited()
    return [Told(line, known.name(line.sort) or line.sort, invited.get(line.specialist, line.specialist)) for line in lines]


def day_lines(actor: Actor, on: dt.date, *, most: int = 60) -> list[Told]:
    """What was written of that day, the latest first; `talks` says of how many conversations."""
    rows = lines_for(actor).filter(on=on).annotate(talks=TALKS)
    return named(rows.select_related("place").order_by("-at", "-pk")[:most])


def may_count(actor: Actor, talk: Conversation, until: dt.date) -> QuerySet[LogLine]:
    """What was written by hand since the conversation began, at whichever place of its institution, and stands for no other."""
    rows = LogLine.objects.filter(institution=talk.institution_id, on__gte=talk.on, on__lte=until, struck=False)
    rows = rows.filter(served__in=ANSWERED)
    if not actor.system:
        rows = rows.filter(institution__in=institutions_for(actor, LOG))
    return rows.defer("question").annotate(talks=TALKS).filter(number__gt=F("talks"))


def lines_that_may_count(actor: Actor, talk: Conversation, until: dt.date, *, most: int = 8) -> list[Told]:
    """Perhaps it is one of these: first what was asked the same way, then what a colleague may have called otherwise."""
    other = Case(When(channel=way_of(talk), then=Value(0)), default=Value(1))
    rows = may_count(actor, talk, until).select_related("place").order_by(other, "-at", "-pk")
    return named(rows[:most])


def way_of(talk: Conversation) -> Way:
    return WAY_OF.get(talk.channel, Way.SITE)


def counted_by_talks(line: LogLine) -> int:
    """How many of its way conversations have counted in its institution on its day, wherever it was answered from and whichever
    kind it was called: what was written by hand may be these."""
    alike = {name: getattr(line, name) for name in ("institution", "on", "served", "channel")}
    return Conversation.objects.filter(**{f"line__{name}": value for name, value in alike.items()}, line__struck=False).count()


def day_number(place: Unit, on: dt.date) -> int:
    """How many references and consultations were given at this very place on that day."""
    rows = LogLine.objects.filter(place=place, on=on, struck=False, served__in=ANSWERED)
    return rows.aggregate(number=Sum("number"))["number"] or 0


@dataclass(frozen=True)
class KindSum:
    """So many of one kind within a month."""

    served: str
    name: str
    number: int
    minutes: int


def month_sums(actor: Actor, month: dt.date) -> list[KindSum]:
    """One question; what was struck counts nothing."""
    rows = lines_for(actor).filter(on__gte=month, on__lt=next_month(month), struck=False)
    found = rows.order_by().values("served", "sort").annotate(number=Sum("number"), minutes=Sum("minutes"))
    known, order = terms(), {served: place for place, served in enumerate(Served.values)}
    sums = [
        KindSum(
            row["served"],
            known.name(row["sort"]) or row["sort"] or str(Served(row["served"]).label),
            row["number"],
            row["minutes"] or 0,
        )
        for row in found
    ]
    return sorted(sums, key=lambda one: (order[one.served], -one.number, one.name))


@dataclass(frozen=True)
class Asked:
    """What came again within a month: a topic of the log, or a title nobody could give."""

    words: str
    number: int


def month_topics(actor: Actor, month: dt.date, *, most: int = 20) -> list[Asked]:
    """What people asked about, the usual first: from this one plans exhibitions, events and purchases."""
    rows = lines_for(actor).filter(on__gte=month, on__lt=next_month(month), struck=False).exclude(topic="")
    found = rows.order_by().values("topic").annotate(number=Sum("number")).order_by("-number", "topic")[:most]
    return [Asked(row["topic"], row["number"]) for row in found]


def topics(actor: Actor, *, most: int = 40) -> list[str]:
    """Topics written before, the usual ones first: chosen again instead of typed."""
    rows = lines_for(actor).exclude(topic="").order_by().values("topic").annotate(times=Count("pk"), last=Max("on"))
    return [row["topic"] for row in rows.order_by("-times", "-last", "topic")[:most]]


@dataclass(frozen=True)
class Used:
    """A topic somebody has written, with the kind it was written of."""

    words: str
    served: str
    sort: str


def used_topics(actor: Actor, *, most: int = 200) -> list[Used]:
    """The usual first; of references and consultations, which come again in conversations."""
    rows = lines_for(actor).filter(served__in=ANSWERED, struck=False).exclude(topic="").order_by()
    found = rows.values("topic", "served", "sort").annotate(times=Count("pk"), last=Max("on"))
    return [Used(row["topic"], row["served"], row["sort"]) for row in found.order_by("-times", "-last", "topic", "sort")[:most]]


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def month_before(month: dt.date) -> dt.date:
    return (month.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


# --- consultations nobody must be able to trace -------------------------------------------------------------------------


def quiet_units(actor: Actor) -> QuerySet[Unit]:
    """Institutions, and nothing smaller."""
    rows = Unit.objects.visible_to(actor, QUIET).open()
    return rows.filter(kind=Kind.INSTITUTION).order_by("path")


def quiet_months(today: dt.date) -> list[dt.date]:
    """Months that are over, the last one first: of last year and of this one."""
    months: list[dt.date] = []
    month = month_before(today)
    while month.year >= today.year - 1 and len(months) < 2 * 12:
        months.append(month)
        month = month_before(month)
    return months


def quiet_counts(actor: Actor) -> QuerySet[QuietCount]:
    rows = QuietCount.objects.filter(institution__in=quiet_units(actor)).select_related("institution")
    return rows.order_by("-month", "institution__path")
