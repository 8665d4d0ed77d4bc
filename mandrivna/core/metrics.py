"""Figures for a monitoring system, in Prometheus' text format. Counts only: no names, no places, no versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from mandrivna.core.models import Discrepancy, Operation, Outcome, Quarantined
from mandrivna.core.outbox.queries import snapshot

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DAY = dt.timedelta(days=1)


def lines() -> Iterator[str]:
    queue = snapshot()
    yield from _gauge("mandrivna_queue_waiting", "Tasks waiting to be run.", {"": queue.waiting})
    yield from _gauge("mandrivna_queue_running", "Tasks being run.", {"": queue.running})
    yield from _gauge("mandrivna_queue_parked", "Tasks that were given up and wait for a person.", {"": queue.parked})
    yield from _gauge("mandrivna_queue_oldest_seconds", "How long the oldest due task has waited.", {"": queue.oldest})
    yield from _gauge("mandrivna_workers", "Workers alive.", {"": queue.workers})
    yield from _gauge("mandrivna_operations_last_day", "Operations received in 24 hours, by outcome.", _operations())
    yield from _gauge(
        "mandrivna_quarantine_open", "Operations in quarantine.", {"": Quarantined.objects.filter(solved_at=None).count()}
    )
    yield from _gauge(
        "mandrivna_discrepancies_open", "Discrepancies to be solved.", {"": Discrepancy.objects.filter(closed_at=None).count()}
    )


def _operations() -> dict[str, float]:
    recent = Operation.objects.filter(received_at__gte=timezone.now() - DAY).order_by()
    counted = dict(recent.values_list("outcome").annotate(number=Count("pk")))
    return {f'{{outcome="{outcome}"}}': counted.get(outcome, 0) for outcome in Outcome.values}


def _gauge(name: str, help_text: str, values: dict[str, float]) -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} gauge"
    for labels, value in values.items():
        yield f"{name}{labels} {value}"


def render() -> str:
    return "\n".join(lines()) + "\n"
