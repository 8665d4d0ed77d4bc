"""Chats as something that goes on, beside the verbs: where each talk stands, what came in, what has still to be said.

Like sessions, these rows are no acts of service: an act that a chat leads to is a verb of its own, with an identity derived from
the number of the messenger's update, so that the same update twice does one thing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from mandrivna.core.fields import matching
from mandrivna.core.retention import HANDLERS
from mandrivna.enquiries.models import Chat, LinkCode, Outgoing, Update
from mandrivna.readers.models import HEARD_IN_CHAT
from mandrivna.shared.ids import new_uid

NOBODYS = dt.timedelta(days=7)
NOTE_EVERY = dt.timedelta(hours=1)
LONGEST_PAUSE = dt.timedelta(hours=1)
WANTED = Q(notices=True, reader__notices_by__in=HEARD_IN_CHAT)
NAMESPACE = uuid.UUID("6d1f3c1e-6a54-4b0a-9c1e-0f5d3b1b7a61")


# --- whose chat, and where the talk stands -----------------------------------------------------------------------------


def chat_of(number: str) -> Chat:
    """The chat with this number, made when it is new. Whoever writes has not blocked us."""
    found = Chat.objects.filter(matching(Chat, "chat_index", number)).select_related("reader__institution", "staff").first()
    now = timezone.now()
    if found is None:
        return Chat.objects.create(chat=number, seen_at=now)
    if found.blocked_at is not None or now - found.seen_at > NOTE_EVERY:
        found.blocked_at, found.seen_at = None, now
        found.save(update_fields=["blocked_at", "seen_at"])
    return found


def stand(chat: Chat, step: str = "", memo: dict[str, Any] | None = None) -> None:
    """Where the talk goes on when the person says the next thing."""
    if (chat.step, chat.memo) != (step, memo):
        chat.step, chat.memo = step, memo
        chat.save(update_fields=["step", "memo"])


def speak_in(chat: Chat, language: str) -> None:
    chat.language = language
    chat.save(update_fields=["language"])


def want_notices(chat: Chat, wanted: bool) -> None:
    chat.notices = wanted
    chat.save(update_fields=["notices"])


def chat_for(person: uuid.UUID, *, asked: bool = False) -> Chat | None:
    """Where this reader may be told something; nowhere if they stopped the bot. Whoever wants no reminders, or wants them by
    another way, still hears what they asked for."""
    rows = Chat.objects.filter(reader=person, blocked_at=None)
    return (rows if asked else rows.filter(WANTED)).first()


def hears_reminders(field: str) -> Exists:
    """Of many at once: whose chat wants reminders and has not stopped the bot."""
    return Exists(Chat.objects.filter(WANTED, reader=OuterRef(field), blocked_at=None))


def drop(chat: Chat) -> None:
    """As if it had never been; what was to be said goes with it."""
    chat.delete()


def hash_of(token: str) -> str:
    """A secret of 128 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- what came in -----------------------------------------------------------------------------------------------------


def known(keys: Iterable[str]) -> set[str]:
    return set(Update.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def note(rows: Iterable[tuple[str, int]]) -> None:
    """These have been taken up; in the transaction of what they led to."""
    now = timezone.now()
    Update.objects.bulk_create([Update(key=key, number=number, at=now, done_at=now) for key, number in rows])


def keep(key: str, number: int, body: dict[str, Any]) -> bool:
    """What a webhook brought, until the talk takes it up. False if it came before."""
    rows = Update.objects.bulk_create([Update(key=key, number=number, body=body)], ignore_conflicts=False)
    return bool(rows)


def waiting(most: int) -> list[Update]:
    """Locked until they are done: a second process of the bot waits, and then finds them taken up."""
    return list(Update.objects.select_for_update().filter(done_at__isnull=True).order_by("number", "key")[:most])


def waiting_count(most: int) -> int:
    return Update.objects.filter(done_at__isnull=True).order_by()[: most + 1].count()


def done(keys: Sequence[str]) -> None:
    Update.objects.filter(pk__in=keys).update(done_at=timezone.now(), body=None)


# --- what is to be said -----------------------------------------------------------------------------------------------


def say(
    chat: Chat, bodies: Sequence[dict[str, Any]], *, not_before: dt.datetime | None = None, key: uuid.UUID | None = None
) -> None:
    """In the transaction of what it speaks of. With a key, saying it again changes nothing."""
    at = not_before or timezone.now()
    if key is not None and Outgoing.objects.filter(pk=key).exists():
        return
    uids = sorted(
        new_uid() for _body in bodies
    )  # two of one millisecond are in no order of their own, and are said in that of the uid
    if key is not None:
        uids[:1] = [key]
    Outgoing.objects.bulk_create(
        [Outgoing(uid=uid, chat=chat, body=body, not_before=at) for uid, body in zip(uids, bodies, strict=True)]
    )


def due(most: int) -> list[Outgoing]:
    """The oldest first; of one chat in the order in which it was said."""
    rows = Outgoing.objects.filter(not_before__lte=timezone.now()).select_related("chat")
    return list(rows.order_by("not_before", "uid")[:most])


def unsaid() -> QuerySet[Outgoing]:
    return Outgoing.objects.all()


def said(uids: Sequence[uuid.UUID]) -> None:
    Outgoing.objects.filter(pk__in=uids).delete()


def put_off(uids: Sequence[uuid.UUID], pause: dt.timedelta, *, counts: bool = True) -> None:
    """The messenger is away or asks for patience; everything waits, and nothing is lost."""
    again = timezone.now() + min(pause, LONGEST_PAUSE)
    Outgoing.objects.filter(pk__in=uids).update(not_before=again, tries=F("tries") + (1 if counts else 0))


def blocked(chat: Chat) -> None:
    """The person has stopped the bot: nothing more is said there until they write again."""
    chat.blocked_at = timezone.now()
    chat.save(update_fields=["blocked_at"])
    Outgoing.objects.filter(chat=chat).delete()


# --- what goes by itself ----------------------------------------------------------------------------------------------


def forget_nobodys(now: dt.datetime) -> int:
    """Chats that are nobody's and have been still for a week; codes that are over."""
    idle = Chat.objects.filter(reader=None, staff=None, seen_at__lt=now - NOBODYS)
    count, _by_model = idle.delete()
    over, _by_model = LinkCode.objects.filter(Q(expires_at__lt=now)).delete()
    return count + over


HANDLERS.add("enquiries.forget_nobodys_chats", forget_nobodys)
