from mandrivna.programme.models.events import (
    CLOCK,
    DESCRIBED,
    Described,
    Event,
    EventQuerySet,
    Series,
    SeriesQuerySet,
    words_of,
)
from mandrivna.programme.models.signups import Admission, Heads, OnlineCount, SignUp, SignUpQuerySet, Turnout, last_day

__all__ = [
    "CLOCK",
    "DESCRIBED",
    "Admission",
    "Described",
    "Event",
    "EventQuerySet",
    "Heads",
    "OnlineCount",
    "Series",
    "SeriesQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Turnout",
    "last_day",
    "words_of",
]
