"""What may already answer a question: answers for everybody and templates that share its words, in whatever form they stand there.

Words are compared as the catalogue's search compares them. What a reader wrote is read in memory and goes nowhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from mandrivna.catalogue.search.parsing import STOP_WORDS
from mandrivna.core.models import Unit
from mandrivna.enquiries.knowledge import published_by
from mandrivna.enquiries.models import Conversation, Known, Message
from mandrivna.enquiries.terms import terms
from mandrivna.shared.text import words
from mandrivna.shared.text.lemmas import lemmas

MOST = 3
MOST_READ = 500
"""Answers of one library that are compared; of a long letter so many words."""
KNOWN, SAMPLE = "k", "s"
_USUAL = (
    "добрий день вечір ранок вітати вітання дякувати дякую будь ласка прошу просити прохання підказати сказати скажіть підкажіть "
    "питання запитання питати бути є мати могти можна хотіти треба потрібно потрібний знати я ти ви ми він вона вони мій твій "
    "ваш наш свій цей той такий який котрий що хто де коли куди як чому чи бо якщо або але теж також ще вже дуже тут там у в "
    "книга книжка бібліотека бібліотекар читач hello please thank you your have want book library"
)
"""Of nearly every letter: nobody can tell by these what is asked."""


@dataclass(frozen=True)
class Offered:
    """`code` names it to whoever presses; `about` is what it is found by, `text` what would be said."""

    code: str
    about: str
    text: str


@dataclass(frozen=True)
class _Entry:
    offered: Offered
    named: frozenset[str]
    said: frozenset[str]


def offered(talk: Conversation, thread: Sequence[Message], samples: Mapping[str, str]) -> list[Offered]:
    """For what has not been answered yet, the likeliest first. One question to the database, none when nothing telling was said.
    `samples`: templates of the institution by their codes."""
    wanted = telling(question_of(talk, thread))
    if not wanted:
        return []
    entries = [*map(_known, published_by(talk.institution)[:MOST_READ]), *_samples(samples)]
    times = {one: sum(bool(one & (entry.named | entry.said)) for entry in entries) for one in wanted}
    ranked = [(_likeness(entry, times), entry.offered) for entry in entries]
    return [found for score, found in sorted(ranked, key=lambda pair: -pair[0]) if score][:MOST]


def question_of(talk: Conversation, thread: Sequence[Message]) -> str:
    """What the reader said since the last answer; when all is answered, the last thing they said."""
    spoken = [said for said in thread if said.text]
    answered = max((number for number, said in enumerate(spoken, 1) if not said.by_reader), default=0)
    waiting = spoken[answered:] or [said for said in spoken if said.by_reader][-1:]
    return " ".join([talk.subject or "", *(said.text or "" for said in waiting)])


def words_of(code: str, institution: Unit) -> str:
    """What is to be put into the answer; nothing for what is published no longer or was never there."""
    kind, _colon, key = code.partition(":")
    if kind == SAMPLE:
        return terms().answers.get(key, "")
    try:
        found = published_by(institution).filter(pk=uuid.UUID(key)).first() if kind == KNOWN else None
    except ValueError:
        return ""
    return found.answer if found else ""


def added(text: str, more: str) -> str:
    """Behind what is written already, never instead of it; twice is once."""
    said = text.strip()
    return "\n\n".join(part for part in (said, more) if part) if more not in said else said


def _known(row: Known) -> _Entry:
    named = forms_of(f"{row.question} {row.topic}")
    return _Entry(Offered(f"{KNOWN}:{row.pk.hex}", row.question, row.answer), named, forms_of(row.answer) - named)


def _samples(answers: Mapping[str, str]) -> list[_Entry]:
    return [_Entry(Offered(f"{SAMPLE}:{code}", "", text), frozenset(), forms_of(text)) for code, text in answers.items()]


def _likeness(entry: _Entry, times: Mapping[frozenset[str], int]) -> float:
    """A word of the question itself tells more than one of the answer, and a rare one more than one that stands everywhere. One
    word in common with an answer alone is chance."""
    named = [one for one in times if one & entry.named]
    said = [one for one in times if one & entry.said]
    if not named and len(said) < 2:
        return 0
    return sum(2 / times[one] for one in named) + sum(1 / times[one] for one in said if one not in named)


def telling(text: str) -> list[frozenset[str]]:
    """Each word as the forms it may be of, once."""
    found = (frozenset(lemmas(word)) for word in _read(text))
    return [one for one in dict.fromkeys(found) if not one & _usual()]


def forms_of(text: str) -> frozenset[str]:
    return frozenset(form for word in _read(text) for form in lemmas(word))


def _read(text: str) -> Iterable[str]:
    return (word for word in dict.fromkeys(words(text)[:MOST_READ]) if word not in STOP_WORDS and len(word) > 1)


@cache
def _usual() -> frozenset[str]:
    return frozenset(form for word in _USUAL.split() for form in lemmas(word))
