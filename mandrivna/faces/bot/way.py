"""The chat as one of the ways to tell a reader something: into the outbox of chats, at night only what hurries."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.notices import WAYS, Opens
from mandrivna.enquiries import chats
from mandrivna.faces.bot.saying import Button, message
from mandrivna.lending.quiet import awake


def _buttons(opens: Opens | None) -> list[Button]:
    first = [Button(_("Сказати, як було"), f"felt:{opens.which.hex}")] if opens and opens.what == "feedback" else []
    return [*first, Button(_("Меню"), "menu")]


class TelegramChat:
    label, order = gettext_lazy("у чаті"), 10

    def reach(self, person: uuid.UUID, *, asked: bool) -> str | None:
        found = chats.chat_for(person, asked=asked)
        return (found.language or settings.LANGUAGE_CODE) if found is not None else None

    def reached(self, field: str) -> Q:
        return Q(chats.hears_reminders(field))

    def not_before(self, now: dt.datetime) -> dt.datetime:
        return awake(now)

    def send(self, person: uuid.UUID, text: str, *, asked: bool, key: uuid.UUID, opens: Opens | None) -> None:
        with transaction.atomic():
            found = chats.chat_for(person, asked=asked)
            if found is None:
                return
            chats.say(found, [message(text, _buttons(opens))], key=key)


WAYS.add("telegram", TelegramChat())
