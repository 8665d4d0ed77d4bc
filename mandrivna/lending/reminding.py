"""Whom a colleague has to remind: readers with a term near or over whom nothing of ours can tell it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.core.notices import WAYS, by_which, reached
from mandrivna.lending import rules
from mandrivna.lending.models import Loan, Reminder
from mandrivna.lending.terms import Terms
from mandrivna.readers.models import Card, NoticesBy, Reader

TODO, DONE, BY_ITSELF = "", "done", "chat"
"""To be reminded; reminded by a person lately; told by a way of their own, a chat or a letter."""
SHOWN = (TODO, DONE, BY_ITSELF)


def due_soon(on: dt.date, days: int) -> Q:
    """Some days before the term; 0: the institution wants no such reminders. Lent for fewer days than that: who has just been told
    the day needs none."""
    if not days:
        return Q(pk__in=[])
    return Q(issued_on__lt=F("due_on") - dt.timedelta(days=days), due_on__gte=on, due_on__lte=on + dt.timedelta(days=days))


def due_for(actor: Actor, on: dt.date, agreed: Terms) -> QuerySet[Loan]:
    """What is late, or will be soon, among what was lent where the actor serves."""
    mine = Loan.objects.open().filter(below_any(actor.paths(rules.ISSUE), "place__path"), reader__isnull=False)
    return mine.filter(Q(due_on__lt=on) | due_soon(on, agreed.remind_days))


def reminded_since(on: dt.date, agreed: Terms) -> QuerySet[Reminder]:
    """Who heard it lately needs no second call; who did not answer was not reminded."""
    return Reminder.objects.filter(on__gt=on - dt.timedelta(days=agreed.remind_again_days)).exclude(how=Reminder.How.MISSED)


def to_remind(actor: Actor, on: dt.date, agreed: Terms, show: str = TODO) -> QuerySet[Any]:
    """A line a reader: the earliest term and how many books; the longest late first. One question to count, one for a page.

    Who asked not to be reminded is called by nobody."""
    rows = due_for(actor, on, agreed)
    told = Exists(reminded_since(on, agreed).filter(reader=OuterRef("reader")))
    by_itself = reached("reader") if agreed.remind_days else Q(pk__in=[])
    if show == DONE:
        rows = rows.filter(told)
    elif show == BY_ITSELF:
        rows = rows.filter(by_itself).exclude(told)
    else:
        rows = rows.exclude(reader__notices_by=NoticesBy.NONE).exclude(by_itself).exclude(told)
    return rows.order_by().values("reader").annotate(first=Min("due_on"), number=Count("pk")).order_by("first", "reader")


def left_alone(actor: Actor, on: dt.date, agreed: Terms) -> int:
    """How many readers with a term near or over asked not to be reminded of it."""
    mine = due_for(actor, on, agreed).filter(reader__notices_by=NoticesBy.NONE)
    return mine.order_by().values("reader").distinct().count()


@dataclass
class Line:
    """One reader of the page: what is awaited, and when somebody spoke with them last."""

    reader: Reader
    first: dt.date
    number: int
    loans: list[Loan] = field(default_factory=list)

    @property
    def told_by(self) -> str:
        """By which way of their own they hear it."""
        way = WAYS.get(getattr(self.reader, "told_by", ""))
        return str(way.label) if way is not None else ""

    @property
    def last_on(self) -> dt.date | None:
        return getattr(self.reader, "last_on", None)

    @property
    def last_how(self) -> str:
        how = getattr(self.reader, "last_how", None)
        return str(Reminder.How(how).label) if how else ""


def lines_of(actor: Actor, on: dt.date, rows: Iterable[dict[str, Any]], agreed: Terms, *, cards: bool = True) -> list[Line]:
    """With people, the last word with each, and the books: three questions however many there are. `cards`: for whoever tells
    people apart by them."""
    listed = list(rows)
    pks: list[uuid.UUID] = [row["reader"] for row in listed]
    if not pks:
        return []
    people = {reader.pk: reader for reader in _readers(pks, cards)}
    lines = {row["reader"]: Line(people[row["reader"]], row["first"], row["number"]) for row in listed if row["reader"] in people}
    loans = due_for(actor, on, agreed).filter(reader__in=pks).select_related("copy__record", "place")
    for loan in loans.order_by("due_on", "pk"):
        if loan.reader_id in lines:
            lines[loan.reader_id].loans.append(loan)
    return list(lines.values())


def _readers(pks: list[uuid.UUID], cards: bool) -> list[Reader]:
    """Who answers for a child comes along, and whose family card it is."""
    said = Reminder.objects.filter(reader=OuterRef("pk")).order_by("-at")
    told: dict[str, Any] = {"last_on": Subquery(said.values("on")[:1]), "last_how": Subquery(said.values("how")[:1])}
    told["told_by"] = by_which("pk")
    people = Reader.objects.filter(pk__in=pks).select_related("institution", "responsible", "family").annotate(**told)
    if cards:
        valid = Card.objects.active().order_by("-issued_on")
        people = people.prefetch_related(Prefetch("cards", queryset=valid, to_attr="valid_cards"))
    return list(people)
