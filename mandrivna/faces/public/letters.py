"""A letter as one of the ways to tell a reader something: plain and kind, in their language, at night only what hurries.

It says no more than the chat would: no name, no card. The reader's address is looked up at the moment of sending and stands in no
queue and in no log.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.addresses import page_url
from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notices import WAYS, Opens
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.outbox import GiveUp
from mandrivna.core.profile import profile_of
from mandrivna.lending.quiet import awake
from mandrivna.readers.models import READ_IN_LETTERS, Reader

PAGES = {"feedback": "public:event_feedback"}


def page_of(opens: Opens) -> str:
    """Empty where the world does not reach our site."""
    return page_url(PAGES[opens.what], opens.which)


class Letter:
    label, order = gettext_lazy("листом"), 20

    def reach(self, person: uuid.UUID, *, asked: bool) -> str | None:
        if not mail_goes_out():
            return None
        found = Reader.objects.filter(pk=person).values_list("email", "notices_by", "language").first()
        if found is None or not found[0] or not (asked or found[1] in READ_IN_LETTERS):
            return None
        return found[2] if found[2] in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def reached(self, field: str) -> Q:
        if not mail_goes_out():
            return Q(pk__in=[])
        told = Reader.objects.filter(pk=OuterRef(field), email__isnull=False, notices_by__in=READ_IN_LETTERS)
        return Q(Exists(told))

    def not_before(self, now: dt.datetime) -> dt.datetime:
        return awake(now)

    def send(self, person: uuid.UUID, text: str, *, asked: bool, key: uuid.UUID, opens: Opens | None) -> None:
        reader = Reader.objects.filter(pk=person).select_related("institution").first()
        if reader is None or not reader.email:
            raise GiveUp("no address")
        if opens is not None:
            if not (page := page_of(opens)):
                return
            text = f"{text}\n\n{page}"
        unit = speaking_for(reader.institution)
        library = profile_of(unit).public_name or unit.name
        about = _("%s: як вам було?") if opens is not None else _("%s: про ваші книжки")
        subject = _("%s: відповідь для вас") if asked else about
        CHANNELS["mail"].send(reader.email, subject % library, _body(text, library, asked=asked), key=key)


def _body(text: str, library: str, *, asked: bool) -> str:
    parts = [_("Вітаємо!"), text]
    if home := page_url("public:account"):
        parts.append(_("Ваш кабінет: %s") % home)
    if not asked:
        page = page_url("public:account_notices")
        how = _("Не хочете таких листів або зручніше інакше? Оберіть у кабінеті: %s") % page if page else ""
        parts.append(how or _("Не хочете таких листів або зручніше інакше? Скажіть бібліотекареві або оберіть у своєму кабінеті."))
    return "\n\n".join([*parts, library])


WAYS.add("mail", Letter())
