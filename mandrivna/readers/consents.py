"""Which words somebody agrees to on a day: the institution's own version, or the one shipped until there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mandrivna.core.models import Unit
from mandrivna.readers.models import ConsentText, Purpose
from mandrivna.readers.terms import Terms, terms

SHIPPED = "2026-01"
"""The version of the words in `policy/readers.yaml`."""


@dataclass(frozen=True)
class Words:
    version: str
    text: str
    since: dt.date | None = None

    @property
    def own(self) -> bool:
        return self.version != SHIPPED


def words_on(unit: Unit, day: dt.date, agreed: Terms | None = None) -> dict[str, Words]:
    """By purpose; one query for all of them."""
    shipped = (agreed or terms()).consent
    found = {purpose: Words(SHIPPED, " ".join(shipped[purpose].split())) for purpose in Purpose.values}
    for row in ConsentText.objects.filter(unit=unit, since__lte=day).order_by("number"):
        found[row.purpose] = Words(str(row.number), row.text, row.since)
    return found
