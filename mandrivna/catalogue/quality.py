"""Descriptions and headings to put right: letters of another alphabet in a word, a wrong apostrophe, spaces in a row.

What is wrong is reckoned at each save and import and kept in a column (`flaw`), so that a list of a million costs what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from mandrivna.catalogue.models import Authority, Record, RecordQuerySet
from mandrivna.catalogue.models.record import LOOKED_THROUGH
from mandrivna.core.models.units import below_any
from mandrivna.shared.text.flaws import Flaw, flaws, repaired


def records_to_repair(paths: Iterable[str]) -> RecordQuerySet:
    """Of these units, the newest first."""
    wrong = Record.objects.current().exclude(flaw="").exclude(flaw=F("flaw_right"))
    return wrong.filter(below_any(paths, "created_by_unit__path")).order_by("-uid")


def headings_to_repair() -> QuerySet[Authority]:
    wrong = Authority.objects.filter(merged_into__isnull=True).exclude(flaw="").exclude(flaw=F("flaw_right"))
    return wrong.order_by("-id")


def flaws_of(record: Record) -> list[tuple[str, list[Flaw]]]:
    """Column by column, only where something is wrong."""
    return [(name, found) for name in LOOKED_THROUGH if (found := flaws(getattr(record, name)))]


def repairs(record: Record) -> dict[str, str]:
    """Column → what would stand in it."""
    told = {name: (getattr(record, name), repaired(getattr(record, name))) for name in LOOKED_THROUGH}
    return {name: after for name, (before, after) in told.items() if after != before}
