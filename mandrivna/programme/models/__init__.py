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

__all__ = [
    "CLOCK",
    "DESCRIBED",
    "Described",
    "Event",
    "EventQuerySet",
    "Series",
    "SeriesQuerySet",
    "words_of",
]
