"""The words somebody agrees to before they are registered in a chat: what a chat keeps, then the institution's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.models import Unit, UseRules
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import Purpose

VERSION = "chat-2026-1"
BEGINNING, PIECE = 600, 3500
"""How much of the rules is said before the rest is asked for; how much goes into one message."""


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


def rules_in_short(found: UseRules) -> str:
    """Which version, since when, and how it begins: who accepts it has it before them, and the whole is one press away."""
    lead = _("Правила користування бібліотекою, версія %(number)d, діють від %(since)s:") % {
        "number": found.number, "since": date_format(found.since, "j E Y")
    }  # fmt: skip
    return f"{lead}\n\n{beginning(found.text)}\n\n{_('Приймаєте?')}"


def beginning(text: str, most: int = BEGINNING) -> str:
    """As it is if it is short; else cut between words, and that is seen."""
    text = text.strip()
    return text if len(text) <= most else text[: most - 1].rsplit(None, 1)[0] + " …"


def pieces(text: str, most: int = PIECE) -> list[str]:
    """All of it, nothing left out: cut where a line ends, else between words, else anywhere."""
    found, rest = [], text.strip()
    while len(rest) > most:
        at = max(rest.rfind("\n", 0, most), 0) or max(rest.rfind(" ", 0, most), 0) or most
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*found, rest] if rest else found
