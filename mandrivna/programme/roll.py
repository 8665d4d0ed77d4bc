"""How the marks of a list change the number of those who came. `retold` is pure, so that every order of telling can be tried.

The number may have been told before anybody was marked: at the door, from a platform, by hand. Whoever is marked then is one of
those already counted, as far as there are strangers among them who came in the same way; what was told of audiences stays so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value

from mandrivna.programme.models import Attendance, Event, Heads, OnlineCount, Turnout
from mandrivna.programme.states import WAYS, Way

type Lines = Counter[tuple[str, str, str]]
"""(way, audience, age) → number."""


@dataclass(frozen=True)
class Mark:
    """`added`: the number grew by this one when they were marked; otherwise they stood in it as a stranger before."""

    way: str
    age: str
    added: bool = True


@dataclass(frozen=True)
class Home:
    """Where somebody belongs of whom nothing more is said."""

    way: str
    audience: str


def home_of(event: Event) -> Home:
    return Home(WAYS[event.format][0].value, event.audiences[0] if len(event.audiences) == 1 else "general")


def retold(
    lines: Lines, before: Mapping[Any, Mark], present: Mapping[Any, Mark], guests: int | None, home: Home
) -> tuple[Lines, dict[Any, Mark]]:
    """What is counted after this, and the marks as they are kept. `guests` None: nobody said how many strangers there were, so they
    are those who were counted before, without those of them who turn out to be on the list."""
    told, kept = Counter(lines), dict[Any, Mark]()
    for who, mark in before.items():
        if who in present and present[who].way == mark.way:
            kept[who] = mark
        elif mark.added:
            _take(told, mark.way, home.audience, mark.age)
    strange = _strangers(told, [mark.way for mark in kept.values()])
    for who, mark in present.items():
        if who not in kept:
            kept[who] = _known(told, strange, mark, home.audience)
    if guests is not None:
        theirs = Counter((mark.way, home.audience, mark.age) for mark in kept.values())
        _guests(told, strange, guests - sum(strange.values()), home, theirs)
    return +told, kept


def _strangers(told: Lines, kept: Iterable[str]) -> Counter[str]:
    """By way, when those who are known came in these ways."""
    ways: Counter[str] = Counter()
    for (way, _audience, _age), number in told.items():
        ways[way] += number
    return ways - Counter(kept)


def _known(told: Lines, strange: Counter[str], mark: Mark, audience: str) -> Mark:
    """One of those counted before, of whom the age is known now; or one more."""
    if not strange[mark.way]:
        told[mark.way, audience, mark.age] += 1
        return Mark(mark.way, mark.age, added=True)
    strange[mark.way] -= 1
    if mark.age and told[mark.way, audience, ""]:
        told[mark.way, audience, ""] -= 1
        told[mark.way, audience, mark.age] += 1
    return Mark(mark.way, mark.age, added=False)


def _guests(told: Lines, strange: Counter[str], more: int, home: Home, theirs: Lines) -> None:
    """So many strangers more or less; fewer are taken out where no member stands, as far as there are such."""
    if more > 0:
        told[home.way, home.audience, ""] += more
    for _one in range(-more):
        way = home.way if strange[home.way] else next(way for way in sorted(strange) if strange[way])
        strange[way] -= 1
        _take(told, way, home.audience, "", theirs)


def _take(told: Lines, way: str, audience: str, age: str, theirs: Lines | None = None) -> None:
    """One less: where they were put, else where least is said of whom it counts, else where there are most."""
    of_way = Counter({key: number for key, number in told.items() if key[0] == way})
    if found := (of_way - theirs if theirs else None) or +of_way:
        told[max(found, key=lambda key: (key[1:] == (audience, age), key[1:] == (audience, ""), found[key], key))] -= 1


# --- what is known before anybody is marked ---------------------------------------------------------------------------


def counted(events: Sequence[Event]) -> dict[Any, Lines]:
    """What was told of each, or else what the door and the platforms say; one question at most, however many events."""
    found: dict[Any, Lines] = {event.pk: Counter({(way, whom, age): n for way, whom, age, n in event.counts}) for event in events}
    asked = {event.pk: event for event in events if not event.counts and event.counted_at is None}
    for pk, way, audience, number in _noted(list(asked)) if asked else ():
        if way in WAYS[asked[pk].format]:
            found[pk][way, audience or home_of(asked[pk]).audience, ""] += number
    return found


def _noted(events: list[Any]) -> Iterable[tuple[Any, str, str, int]]:
    """Event, way, audience (empty where nobody asked), number: taps at the door, names found on the list, platforms."""
    here, online, unasked = Value(Way.PLACE.value), Value(Way.ONLINE.value), Value("")
    heads = Heads.objects.filter(event__in=events).order_by().values_list("event_id", here, "audience", "number")
    came = Turnout.objects.filter(event__in=events, came_at__isnull=False).order_by().values("event_id")
    named = came.annotate(n=Count("pk")).values_list("event_id", here, unasked, "n")
    far = OnlineCount.objects.filter(event__in=events).order_by().values_list("event_id", online, unasked, "number")
    return heads.union(named, far, all=True)


def strangers(events: Sequence[Event]) -> dict[Any, int]:
    """Of each how many were counted and are nobody on the list."""
    known: dict[Any, list[str]] = {event.pk: [] for event in events}
    for pk, way in Attendance.objects.filter(event__in=events).values_list("event_id", "way"):
        known[pk].append(way)
    return {pk: sum(_strangers(lines, known[pk]).values()) for pk, lines in counted(events).items()}
