"""The feed: which records are not what they were. Written in the transaction of the act, read by every node for itself.

    changed(record.pk)              # in a verb, after the row was written

Two transactions of PostgreSQL may be committed in another order than they took their numbers, so a reader must not believe that
nothing will appear below the last number it saw: `Tail` looks for the missing ones until they cannot come any more.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Max, Q

from mandrivna.catalogue import rows
from mandrivna.catalogue.models import Change

BATCH, FEW = 2_000, 50
PATIENCE = 600.0
"""Seconds a missing number is waited for; then its transaction was rolled back."""


def changed(*records: uuid.UUID) -> None:
    """Safe to say twice. Only inside the transaction of the act: an index must not hear of what never happened."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("changed() belongs inside the transaction of the act")
    if len(records) == 1:
        Change.objects.create(record=records[0])
    elif records:
        rows.put(Change, ({"record": one} for one in records))


def last() -> int:
    return Change.objects.aggregate(last=Max("sequence"))["last"] or 0


def of_people(after: int, upto: int) -> list[uuid.UUID]:
    """Records of acts that touched few, between these lines of the feed. All lines of one act have one moment; a bundle of an
    import has thousands of them."""
    lines = Change.objects.filter(sequence__gt=after, sequence__lte=upto).order_by()
    acts = lines.values("at").annotate(lines=Count("pk")).filter(lines__lt=FEW).values("at")
    return list(lines.filter(at__in=acts).values_list("record", flat=True).distinct()[:BATCH])


@dataclass(frozen=True)
class Gap:
    first: int
    last: int
    since: float


@dataclass
class Tail:
    """Where one reader stands: it has seen everything up to `high` except the `gaps`."""

    high: int
    gaps: list[Gap] = field(default_factory=list)

    @property
    def cursor(self) -> int:
        """From here another reader may go on without missing anything; it may meet some lines again."""
        return min((gap.first for gap in self.gaps), default=self.high + 1) - 1

    def read(self) -> list[uuid.UUID]:
        """Records changed since the last reading, each once; empty: nothing is new."""
        now = time.monotonic()
        wanted = Q(sequence__gt=self.high)
        for gap in self.gaps:
            wanted |= Q(sequence__range=(gap.first, gap.last))
        read = list(Change.objects.filter(wanted).order_by("sequence").values_list("sequence", "record")[:BATCH])
        numbers = [number for number, _record in read]
        self.gaps = [left for gap in self.gaps if now - gap.since < PATIENCE for left in _without(gap, numbers)]
        for number in numbers:
            if number > self.high + 1:
                self.gaps.append(Gap(self.high + 1, number - 1, now))
            self.high = max(self.high, number)
        return list(dict.fromkeys(record for _number, record in read))


def _without(gap: Gap, numbers: list[int]) -> list[Gap]:
    """What is still missing of a gap when these numbers have come."""
    left, start = [], gap.first
    for number in (number for number in numbers if gap.first <= number <= gap.last):
        if number > start:
            left.append(Gap(start, number - 1, gap.since))
        start = number + 1
    return [*left, Gap(start, gap.last, gap.since)] if start <= gap.last else left
