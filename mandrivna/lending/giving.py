"""What became of a donor's books: where they stand and how often they were read, by hub. No reader can be found in it.

Four things keep it so. Only counts of loans leave this module, never days or people. A count below `K` is told only within
a larger one, and a remainder that would give it away takes a neighbour with it. Counting ends with the last month: who looks
every day learns nothing of who borrowed today. And every number goes down to a whole multiple of `K`: who compares two months
never finds that a book was read once in between. Where a book stands is where it belongs, so that a loan shows no gap.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from mandrivna.catalogue.models import Record
from mandrivna.core.models import Kind, Unit
from mandrivna.fund.models import VOID, Arrival, Donor, Gift, GiftState, State
from mandrivna.lending.models import Loan

K = 5
MOST_TITLES = 500
ALONE = (Kind.SHELF, Kind.PLACE)
"""Places that may stand in no hub; where books are processed is none."""


@dataclass(frozen=True)
class Counted[Key: Hashable]:
    """`total` None: fewer than K. `rest`: what the others have together; None when there are no others. All are «at least»."""

    total: int | None
    shown: dict[Key, int]
    rest: int | None


@dataclass(frozen=True)
class Given:
    """One title of the donor's."""

    record: Record
    copies: int
    read: int | None


@dataclass(frozen=True)
class Report:
    donor: Donor
    gifts: list[Gift]
    copies: int
    titles: list[Given]
    until: dt.date
    stands: list[tuple[str, int]]
    elsewhere: int
    read: Counted[int]
    by_hub: list[tuple[str, int]]

    @property
    def thanks(self) -> list[str]:
        """Each word once, however many boxes it came with."""
        return list(dict.fromkeys(gift.note for gift in self.gifts if gift.note))


def report_of(donor: Donor, today: dt.date) -> Report:
    gifts = list(Gift.objects.filter(donor=donor).exclude(state=GiftState.CANCELLED).select_related("photo").order_by("on"))
    rows = list(
        Arrival.objects.filter(gift__in=gifts)
        .exclude(copy__extra__has_key=VOID)
        .values_list("copy_id", "copy__record_id", "copy__home_id", "copy__state")
    )
    until = today.replace(day=1) - dt.timedelta(days=1)
    loans = _loans({copy: record for copy, record, _home, _state in rows}, until)
    hubs, names = _hubs({home for _copy, _record, home, _state in rows} | {place for _record, place in loans})
    standing = Counter(hubs.get(home, 0) for _copy, _record, home, state in rows if state != State.WITHDRAWN)
    by_hub: Counter[int] = Counter()
    by_title: Counter[uuid.UUID] = Counter()
    for (record, place), many in loans.items():
        by_hub[hubs.get(place, 0)] += many
        by_title[record] += many
    read, titles = withheld(by_hub), withheld(by_title)
    return Report(
        donor, gifts, len(rows), _titles(rows, titles), until,
        _named(standing, names), standing.get(0, 0), _without_nowhere(read), _named(read.shown, names),
    )  # fmt: skip


def withheld[Key: Hashable](counts: Mapping[Key, int], k: int = K) -> Counted[Key]:
    """Whoever knows the total and all that is shown cannot reckon a number below `k`, nor how many came between two such tables."""
    counts = {key: many for key, many in counts.items() if many}
    total = sum(counts.values())
    if total < k:
        return Counted(None, {}, None)
    order = sorted(counts, key=lambda key: (-counts[key], str(key)))
    shown = [key for key in order if counts[key] >= k]
    rest = total - sum(counts[key] for key in shown)
    while 0 < rest < k:
        rest += counts[shown.pop()]
    return Counted(total - total % k, {key: counts[key] - counts[key] % k for key in shown}, rest - rest % k or None)


def _without_nowhere(read: Counted[int]) -> Counted[int]:
    """What was read where the site shows no place belongs to «others»."""
    nowhere = read.shown.pop(0, 0)
    return Counted(read.total, read.shown, (read.rest or 0) + nowhere or None)


def _loans(copies: dict[uuid.UUID, uuid.UUID], until: dt.date) -> dict[tuple[uuid.UUID, int], int]:
    rows = Loan.objects.filter(copy__in=list(copies), issued_on__lte=until).values_list("copy__record_id", "place_id")
    return {(record, place): many for record, place, many in rows.annotate(many=Count("pk")).order_by()}


def _hubs(places: set[int]) -> tuple[dict[int, int], dict[int, str]]:
    """Place → its hub, or itself where it is in none, nothing where the site does not show it; and what those are called."""
    units = list(Unit.objects.filter(pk__in=places))
    above = {pk for unit in units for pk in unit.ancestor_ids}
    said = list(Unit.objects.filter(pk__in=above, kind=Kind.HUB).values_list("pk", "public", "name"))
    hubs = {pk: public for pk, public, _name in said}
    found: dict[int, int] = {}
    for unit in units:
        chain = [pk for pk in (*unit.ancestor_ids, unit.pk) if pk in hubs]
        shown = (hubs[chain[-1]], chain[-1]) if chain else (unit.public and unit.kind in ALONE, unit.pk)
        if shown[0]:
            found[unit.pk] = shown[1]
    return found, {unit.pk: unit.name for unit in units} | {pk: name for pk, _public, name in said}


def _named(counts: Mapping[int, int], names: Mapping[int, str]) -> list[tuple[str, int]]:
    told = [(names[key], many) for key, many in counts.items() if key in names]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def _titles(rows: list[tuple[uuid.UUID, uuid.UUID, int, str]], read: Counted[uuid.UUID]) -> list[Given]:
    copies = Counter(record for _copy, record, _home, _state in rows)
    records = Record.objects.filter(pk__in=copies).order_by("order", "pk")[:MOST_TITLES]
    return [Given(record, copies[record.pk], read.shown.get(record.pk)) for record in records]
