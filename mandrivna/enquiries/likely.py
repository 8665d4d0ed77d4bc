"""What a conversation probably was: the kind whose words, topic or template stand in what the reader said. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mandrivna.enquiries.logged import Used
from mandrivna.enquiries.models import Conversation, Message
from mandrivna.enquiries.offering import telling
from mandrivna.enquiries.states import Served
from mandrivna.enquiries.terms import Terms


@dataclass(frozen=True)
class Likely:
    served: str
    sort: str
    topic: str = ""
    minutes: int | None = None


def likely(talk: Conversation, thread: Sequence[Message], known: Terms, used: Iterable[Used]) -> Likely:
    """`topic` is one that staff have written before, never words of the reader. Where nothing fits, the first kind of reference."""
    said = " ".join([talk.subject or "", *(one.text or "" for one in thread if one.by_reader)])
    wanted = telling(said)
    best, most = Likely(Served.REFERENCE, next(iter(known.of(Served.REFERENCE)), "")), 0
    for words, guess in _guesses(known, used):
        of_it = telling(words)
        alike = sum(any(one & other for other in wanted) for one in of_it)
        if alike > most and (alike >= 2 or alike == len(of_it)):
            best, most = guess, alike
    return best


def _guesses(known: Terms, used: Iterable[Used]) -> Iterable[tuple[str, Likely]]:
    """The institution's own templates tell most, then topics in use, then names of kinds."""
    for one in known.templates:
        yield f"{one.name} {one.topic}", Likely(known.served(one.sort), one.sort, one.topic, one.minutes)
    for topic in used:
        if topic.sort in known.of(topic.served):
            yield topic.words, Likely(topic.served, topic.sort, topic.words)
    for served in (Served.REFERENCE, Served.CONSULTATION):
        for sort, name in known.of(served).items():
            yield name, Likely(served, sort)
