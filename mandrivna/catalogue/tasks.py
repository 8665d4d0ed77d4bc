from __future__ import annotations

from django.tasks import task

from mandrivna.catalogue.actions.records import refresh_holdings
from mandrivna.catalogue.holdings import HOLDINGS
from mandrivna.catalogue.models import Record


@task()
def count_holdings(record: str) -> None:
    """Idempotent: it stores what is true when it runs."""
    found = Record.objects.filter(pk=record).first()
    if found is None:
        return
    counts = [count(found) for count in HOLDINGS]
    refresh_holdings(record=found, total=sum(c[0] for c in counts), available=sum(c[1] for c in counts))
