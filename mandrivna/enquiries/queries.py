"""The book of refusals as the staff read it: one line for the same thing, however many asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from mandrivna.core.actor import Actor
from mandrivna.core.models import Membership, Staff, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.core.roles import codes_by_role
from mandrivna.enquiries.models import Chat, Conversation, Message, Outgoing, Refusal, RefusalQuerySet
from mandrivna.enquiries.rules import ANSWER, VIEW
from mandrivna.enquiries.states import WISHED, About, State, Talk
from mandrivna.readers.models import Reader


def refusals_for(actor: Actor, permission: Permission = VIEW) -> RefusalQuerySet:
    """Of the actor's own institutions, wherever they were said."""
    return Refusal.objects.filter(institution__in=institutions_for(actor, permission))


def waiting_for(actor: Actor) -> QuerySet[Refusal]:
    """Nobody has looked at these yet."""
    return refusals_for(actor, ANSWER).filter(state=State.NEW).defer("note", "contact")


@dataclass(frozen=True)
class Wanted:
    """The latest request of its kind stands for all of them."""

    refusal: Refusal
    times: int


@dataclass(frozen=True)
class OwnWish:
    """As whoever wished sees it."""

    refusal: Refusal
    said: str


def grouped(rows: RefusalQuerySet) -> QuerySet[Any, Any]:
    """What most people want first, then what was asked for last."""
    return rows.order_by().values("same").annotate(times=Count("pk"), last=Max("at")).order_by("-times", "-last", "same")


def wanted(rows: RefusalQuerySet, chosen: list[dict[str, object]]) -> list[Wanted]:
    """One query for a page of groups."""
    latest: dict[object, Refusal] = {}
    found = rows.filter(same__in=[one["same"] for one in chosen]).select_related("place", "record").defer("note", "contact")
    for row in found.order_by("at", "pk"):
        latest[row.same] = row
    return [Wanted(latest[one["same"]], int(str(one["times"]))) for one in chosen if one["same"] in latest]


def month_refused(actor: Actor, month: dt.date, *, most: int = 20) -> list[Wanted]:
    """What was asked for within a month and not given, whatever became of it since; what was no request is none."""
    later = (month + dt.timedelta(days=32)).replace(day=1)
    rows = refusals_for(actor).filter(on__gte=month, on__lt=later).exclude(state=State.MISTAKEN).exclude(about=About.QUESTION)
    rows = rows.exclude(state=State.WITHDRAWN, closed_on=F("on"))
    return wanted(rows, list(grouped(rows)[:most]))


def alike(actor: Actor, refusal: Refusal, *, most: int = 100) -> list[Refusal]:
    """Everybody who asked for the same, the latest first."""
    rows = refusals_for(actor).filter(same=refusal.same).select_related("place", "reader")
    return list(rows.order_by("-at", "pk")[:most])


def own_wish(reader: Reader) -> RefusalQuerySet:
    """What the reader may take back."""
    return Refusal.objects.open().filter(reader=reader)


def own_wishes(reader: Reader, *, most: int = 20) -> list[OwnWish]:
    """What the reader asked for and is not answered to the end: then nobody knows any longer that it was they who asked."""
    rows = own_wish(reader).defer("note", "contact").order_by("-at", "pk")[:most]
    return [OwnWish(row, str(WISHED[State(row.state)])) for row in rows]


def answering_place(actor: Actor, institution: Unit) -> Unit | None:
    """From where the actor may answer for the institution: the widest place they hold the right in."""
    rows = Unit.objects.filter(below_any(actor.paths(ANSWER)), path__startswith=institution.path, closed_on__isnull=True)
    return rows.order_by("path").first()


# --- conversations ----------------------------------------------------------------------------------------------------


def talks_for(actor: Actor) -> QuerySet[Conversation]:
    """Of the actor's own institutions; whoever answers sees what was said."""
    rows = Conversation.objects.filter(institution__in=institutions_for(actor, ANSWER))
    return rows.select_related("institution", "reader", "staff", "line__place")


def waiting_talks(actor: Actor) -> QuerySet[Conversation]:
    return talks_for(actor).filter(state=Talk.WAITING).order_by("last_at", "pk")


def answerers(institution: Unit) -> QuerySet[Staff]:
    """Who of the staff may answer for this institution today."""
    roles = [role for role, codes in codes_by_role().items() if ANSWER.code in codes]
    where = Q(unit__path__startswith=institution.path) | Q(unit__in=institution.ancestor_ids)
    held = Membership.objects.on(timezone.localdate()).filter(where, role__in=roles)
    return Staff.objects.filter(pk__in=held.values("staff"), is_active=True).order_by("name", "pk")


def thread(talk: Conversation, *, most: int = 200) -> list[Message]:
    """What was said, the earliest first."""
    rows = Message.objects.filter(conversation=talk).select_related("staff").order_by("-at", "-pk")[:most]
    return list(reversed(rows))


def own_thread(reader: Reader, *, most: int = 50) -> list[Message]:
    """Everything the reader and the library said to each other lately, in whichever conversation."""
    rows = Message.objects.filter(conversation__reader=reader, text__isnull=False).order_by("-at", "-pk")[:most]
    return list(reversed(rows))


def own_chat(reader: Reader) -> Chat | None:
    return Chat.objects.filter(reader=reader).first()


QUIET = dt.timedelta(minutes=5)


def unheard(now: dt.datetime) -> int:
    """How many words to readers the messenger has not taken although it was their time: it is away, or the bot stands still."""
    return Outgoing.objects.filter(Q(tries__gt=0) | Q(not_before__lt=now - QUIET)).count()
