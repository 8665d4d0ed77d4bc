"""The words somebody agrees to before they are registered in a chat: what a chat keeps, then the institution's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mandrivna.core.models import Unit
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import Purpose

VERSION = "chat-2026-1"


@dataclass(frozen=True)
class Words:
    version: str
    text: str


def words_of(institution: Unit, day: dt.date) -> Words:
    text = _(
        "Щоб видавати вам книжки, бібліотека «%s» збереже: номер цього чату, псевдонім, вікову групу і, якщо захочете, телефон. "
        "Чату й телефону не бачить ніхто, крім тих, хто вас обслуговує. Що ви читали, забуваємо невдовзі після повернення. "
        "Усе можна побачити, виправити й стерти: «Налаштування», «Забути мене»."
    )
    agreed = words_on(institution, day)[Purpose.DATA]
    return Words(f"{VERSION}+{agreed.version}", f"{text % institution}\n\n{agreed.text}\n\n{_('Погоджуєтеся?')}")
