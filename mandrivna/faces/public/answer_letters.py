"""The letter that answers whoever asked, applied or complained: the words of the room under the library's name."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from mandrivna.core.answering import ANSWERING, Answer
from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.profile import profile_of
from mandrivna.lending.quiet import awake


class AnswerLetter:
    def goes_out(self) -> bool:
        return mail_goes_out()

    def not_before(self, now: dt.datetime) -> dt.datetime:
        return awake(now)

    def send(self, answer: Answer, text: str, *, key: uuid.UUID) -> None:
        unit = speaking_for(answer.institution)
        library = profile_of(unit).public_name or unit.name
        subject = f"{library}: {answer.about}"[:200]
        CHANNELS["mail"].send(answer.to, subject, "\n\n".join([_("Вітаємо!"), text, library]), key=key)


ANSWERING.add("mail", AnswerLetter())
