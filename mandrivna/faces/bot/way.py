"""The chat as one of the ways to tell a reader something: into the outbox of chats, never at night."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.notices import WAYS
from mandrivna.enquiries import chats
from mandrivna.faces.bot.saying import Button, message
from mandrivna.lending.terms import terms


def next_waking(now: dt.datetime, quiet_from: int, quiet_until: int) -> dt.datetime:
    """`now`, or the end of the quiet hours if it is night. Equal hours: no night at all."""
    local = timezone.localtime(now)
    hour, over_midnight = local.hour, quiet_from > quiet_until
    night = (hour >= quiet_from or hour < quiet_until) if over_midnight else quiet_from <= hour < quiet_until
    if not night:
        return now
    day = local.date() + dt.timedelta(days=1) if over_midnight and hour >= quiet_from else local.date()
    return dt.datetime.combine(day, dt.time(quiet_until), tzinfo=timezone.get_current_timezone())


class TelegramChat:
    def reach(self, person: uuid.UUID, *, asked: bool) -> str | None:
        found = chats.chat_for(person, asked=asked)
        return (found.language or settings.LANGUAGE_CODE) if found is not None else None

    def reached(self, field: str) -> Q:
        return Q(chats.hears_reminders(field))

    def send(self, person: uuid.UUID, text: str, *, asked: bool, key: uuid.UUID) -> None:
        with transaction.atomic():
            found = chats.chat_for(person, asked=asked)
            if found is None:
                return
            hours = terms()
            at = next_waking(timezone.now(), hours.quiet_from, hours.quiet_until)
            chats.say(found, [message(text, [Button(_("Меню"), "menu")])], not_before=at, key=key)


WAYS.add("telegram", TelegramChat())
