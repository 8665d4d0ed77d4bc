"""An import taken back: its copies go, bundle by bundle, while nobody has used them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rows import change
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.registry import Registry
from mandrivna.fund import facts
from mandrivna.fund.models import Copy, Opening, State
from mandrivna.ledger.api import settle

TOUCHED: Registry[Callable[[], Exists]] = Registry("what shows that a copy was used")
"""Filled by rooms above, as a condition on copies: was this copy ever lent?"""


def undo(run: Any, most: int = 1_000) -> tuple[set[uuid.UUID], bool]:
    """Copies nobody has touched go without a trace, their numbers with them: they were never given out here. If any copy of a
    record was lent, moved, looked at or withdrawn meanwhile, all of that record stay."""
    rows = Copy.objects.filter(opening=run.pk)
    used = _touched(rows).filter(record=OuterRef("record"))
    bundle = dict(rows.exclude(Exists(used)).values_list("pk", "record_id")[:most])
    Copy.objects.filter(pk__in=list(bundle))._raw_delete(using=rows.db)
    _count_again(run, set(bundle.values()))
    if len(bundle) == most:
        return set(), False
    opening = Opening.objects.filter(run=run.pk).first()
    if opening is not None:
        settle(Act(actor=SYSTEM), f"fund.Opening:{opening.pk}", facts.opening_lines(opening), reason="undone")
    return set(rows.values_list("record_id", flat=True)), True


def _touched(rows: QuerySet[Copy]) -> QuerySet[Copy]:
    """A copy that came for checking and is not to be checked any more was looked at by somebody."""
    moved = ~Q(place=F("home")) | ~Q(state__in=(State.AVAILABLE, State.CHECK)) | Q(state=State.AVAILABLE, extra__has_key="status")
    for condition in TOUCHED:
        moved |= Q(condition())
    return rows.filter(moved)


def _count_again(run: Any, records: set[uuid.UUID]) -> None:
    """Of records that were here before the import: its own go with it."""
    known = list(Record.objects.filter(pk__in=records).exclude(run=run.pk).values_list("pk", flat=True))
    if not known:
        return
    counted = Copy.objects.held().filter(record__in=known).order_by().values_list("record_id")
    here = Count("pk", filter=Q(state=State.AVAILABLE))
    numbers = {record: (held, standing) for record, held, standing in counted.annotate(held=Count("pk"), here=here)}
    change(Record, ("copies", "available"), ((*numbers.get(record, (0, 0)), record) for record in known))
    changed(*known)
