from __future__ import annotations

from django.db import transaction
from django.tasks import task

from mandrivna.catalogue.actions.records import refresh_holdings
from mandrivna.catalogue.holdings import HOLDINGS
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.changes import changed
from mandrivna.catalogue.search.keeper import keep
from mandrivna.core.outbox.worker import COMPANIONS


@task()
def count_holdings(record: str) -> None:
    """Idempotent: it stores what is true when it runs."""
    found = Record.objects.filter(pk=record).first()
    if found is None:
        return
    counts = [count(found) for count in HOLDINGS]
    with transaction.atomic():
        refresh_holdings(record=found, total=sum(c[0] for c in counts), available=sum(c[1] for c in counts))
        changed(found.pk)  # where it stands may have changed even when the numbers have not


COMPANIONS.add("search", keep)
