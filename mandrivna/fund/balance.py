"""Part 3 of the summary book: what stood in the fund on 1 January, what came and what left in the year, what stands in it now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Case, Count, DateField, F, Q, Value, When

from mandrivna.core.models import Unit
from mandrivna.fund.models import VOID, Copy, Opening


@dataclass
class Moved:
    """So many copies, and of which kinds and languages."""

    copies: int = 0
    materials: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def take(self, many: int, material: str, language: str) -> None:
        self.copies += many
        self.materials[material] += many
        self.languages[language] += many


@dataclass
class Balance:
    """`brought` was ours before this program was: no work of the year, and no row of part 1. At the end stands the sum of the
    four, kind by kind: nothing here is counted twice in two ways."""

    year: int
    first: dt.date
    last: dt.date
    stood: Moved = field(default_factory=Moved)
    brought: Moved = field(default_factory=Moved)
    came: Moved = field(default_factory=Moved)
    left: Moved = field(default_factory=Moved)
    stands: Moved = field(default_factory=Moved)


def balance(institution: Unit, year: int, today: dt.date) -> Balance:
    """As of the end of the year, or of today while it goes on. Two questions, however large the fund is."""
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), today)
    found = Balance(year, first, last)
    openings = list(Opening.objects.values_list("run", "on"))
    since = [When(opening=run, then=Value(on)) for run, on in openings]
    day = Case(*since, default=F("received_on"), output_field=DateField()) if since else F("received_on")
    ours = Copy.objects.filter(Q(opening=None) | Q(opening__in=[run for run, _on in openings]), owner=institution)
    within = Q(day__gte=first, day__lte=last)
    rows = ours.exclude(extra__has_key=VOID).annotate(day=day).values_list("material", "language").order_by()
    counted = rows.annotate(
        before=Count("pk", filter=Q(day__lt=first)),
        gone=Count("pk", filter=Q(withdrawn_on__lt=first)),
        brought=Count("pk", filter=within & Q(opening__isnull=False)),
        came=Count("pk", filter=within & Q(opening__isnull=True)),
        left=Count("pk", filter=Q(withdrawn_on__gte=first, withdrawn_on__lte=last)),
    )
    for material, language, before, gone, brought, came, left in counted:
        found.stood.take(before - gone, material, language)
        found.brought.take(brought, material, language)
        found.came.take(came, material, language)
        found.left.take(left, material, language)
        found.stands.take(before - gone + brought + came - left, material, language)
    return found
