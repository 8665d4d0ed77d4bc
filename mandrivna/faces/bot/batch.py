"""Many updates, one commit: what the messenger handed over at once is taken up at once, each update whole or not at all.

An update's number and everything it led to (acts, where the talk stands, what is to be said) are committed together, so a number
that comes again adds nothing. A group ends early when it has taken a while: on SQLite it holds the lock of all
writing, and a desk waits.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.enquiries import chats
from mandrivna.faces.bot.hearing import Heard, hear, number_of
from mandrivna.faces.bot.saying import Button, heard_tap, message
from mandrivna.faces.bot.talk import answer
from mandrivna.shared.buckets import Buckets
from mandrivna.shared.errors import error_class, frames

logger = logging.getLogger("mandrivna.bot")

GROUP = 100
WHILE, IN_A_CROWD = 0.25, 0.08
"""Seconds that a group holds the lock of writing on SQLite: usually, and while a hundred wait. Longer groups are drained sooner,
and the desk meanwhile stands still."""
PATIENCE = Buckets(20, 1.0)
"""Of one chat so many at once, and one a second after that: a person never gets there."""
TOLD = Buckets(1, 1 / 60)
"""That it was too much is said once a minute."""


@dataclass(frozen=True)
class Taken:
    """How many of the updates are settled, counted from the first: taken up now, taken up before, or not for us.
    `full`: as many wait as may be asked for at once, and the group has held the lock of writing as long as a group may."""

    settled: int
    new: int
    full: bool = False


def take_in(bot: str, raws: Sequence[Any]) -> Taken:
    """As many as fit in one commit. If the group fails as a whole (a deadlock, a clash with another process), one by one."""
    try:
        return _together(bot, raws)
    except OperationalError:
        logger.warning("group rolled back, going on one by one")
        return _together(bot, raws[:1])


def take_all(bot: str, raws: Sequence[Any]) -> int:
    """Every one, in as many commits as it takes; how many were new."""
    done = new = 0
    while done < len(raws):
        taken = take_in(bot, raws[done : done + GROUP])
        done, new = done + taken.settled, new + taken.new
    return new


def _together(bot: str, raws: Sequence[Any]) -> Taken:
    began, settled, fresh = time.monotonic(), 0, []
    most = _most(raws)
    with transaction.atomic():
        seen = chats.known(key for key, _number, _raw in _keyed(bot, raws))
        for raw in raws:
            settled += 1
            number = number_of(raw)
            if number is None or (key := key_of(bot, number)) in seen:
                continue
            seen.add(key)
            fresh.append((key, number))
            _one(bot, hear(raw))
            if time.monotonic() - began > most:
                break
        chats.note(fresh)
    return Taken(settled, len(fresh), most == IN_A_CROWD and time.monotonic() - began > most)


def _most(waiting: Sequence[Any]) -> float:
    return IN_A_CROWD if len(waiting) >= GROUP else WHILE


def take_waiting(bot: str) -> Taken:
    """What a webhook has kept meanwhile, in the order of its numbers."""
    began, taken = time.monotonic(), []
    with transaction.atomic():
        rows = list(chats.waiting(GROUP))
        most = _most(rows)
        for row in rows:
            _one(bot, hear(row.body))
            taken.append(row.key)
            if time.monotonic() - began > most:
                break
        chats.done(taken)
    return Taken(len(taken), len(taken), most == IN_A_CROWD and time.monotonic() - began > most)


def key_of(bot: str, number: int) -> str:
    return f"{bot}:{number}"


def _keyed(bot: str, raws: Sequence[Any]) -> Iterator[tuple[str, int, Any]]:
    for raw in raws:
        if (number := number_of(raw)) is not None:
            yield key_of(bot, number), number, raw


def _one(bot: str, heard: Heard | None) -> None:
    """An update that breaks us is told so to its sender and settled: sent again it would only break us again."""
    if heard is None:
        return
    if not PATIENCE.take(heard.chat):
        _too_much(heard)
        return
    try:
        with transaction.atomic():
            chat = chats.chat_of(heard.chat)
            if heard.left:
                chats.blocked(chat)
                return
            said = answer(heard, chat, bot)
            chats.say(chat, [*([heard_tap(heard.tap_id)] if heard.tap_id else []), *said])
    except OperationalError:
        raise  # nobody's fault but the database's: the group is tried again
    except Exception as error:
        logger.error("update failed", extra={"error": error_class(error), "frames": frames(error)})
        with transaction.atomic():
            chats.say(chats.chat_of(heard.chat), [_sorry(chats.chat_of(heard.chat).language)])


def _sorry(language: str) -> dict[str, Any]:
    with override(language or "uk"):
        return message(_("Вибачте, щось пішло не так, і нічого не записано. Спробуйте ще раз."), [Button(_("Меню"), "menu")])


def _too_much(heard: Heard) -> None:
    if TOLD.take(heard.chat):
        with transaction.atomic():
            chat = chats.chat_of(heard.chat)
            with override(chat.language or "uk"):
                chats.say(chat, [message(_("Забагато повідомлень одразу. Зачекайте хвилину."), [Button(_("Меню"), "menu")])])
