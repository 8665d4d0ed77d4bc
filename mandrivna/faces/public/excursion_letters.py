"""The letter that answers a group which asked for an excursion: the words of the programme under the library's name."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.profile import profile_of
from mandrivna.lending.quiet import awake
from mandrivna.programme.excursion_notices import ANSWERING
from mandrivna.programme.models import GroupRequest


class AnswerLetter:
    def goes_out(self) -> bool:
        return mail_goes_out()

    def not_before(self, now: dt.datetime) -> dt.datetime:
        return awake(now)

    def send(self, request: GroupRequest, text: str, *, key: uuid.UUID) -> None:
        if not mail_goes_out():
            return
        unit = speaking_for(request.route.institution)
        library = profile_of(unit).public_name or unit.name
        subject = f"{library}: {request.route.title}"[:200]
        CHANNELS["mail"].send(request.mail, subject, "\n\n".join([_("Вітаємо!"), text, library]), key=key)


ANSWERING.add("mail", AnswerLetter())
