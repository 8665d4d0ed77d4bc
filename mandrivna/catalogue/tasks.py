from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task

from mandrivna.catalogue.actions.holdings import refresh_holdings
from mandrivna.catalogue.browsing import family
from mandrivna.catalogue.holdings import HOLDINGS
from mandrivna.catalogue.importing import looking
from mandrivna.catalogue.importing.back import take_back
from mandrivna.catalogue.importing.files import tidy
from mandrivna.catalogue.importing.work import advance
from mandrivna.catalogue.links import check, gather
from mandrivna.catalogue.models import Mention, Record, Run, RunState
from mandrivna.catalogue.search.changes import changed
from mandrivna.catalogue.search.keeper import keep
from mandrivna.core.outbox import enqueue, limits, periodic
from mandrivna.core.outbox.worker import COMPANIONS

PARTS = 2_000
SLICE = 20.0
"""Seconds of an import before the queue gets its turn again: other tasks must not wait for a million records."""


@task()
def count_holdings(record: str) -> None:
    """Idempotent: it stores what is true when it runs."""
    found = Record.objects.filter(pk=record).first()
    if found is None:
        return
    counts = [count(found) for count in HOLDINGS]
    with transaction.atomic():
        refresh_holdings(record=found, total=sum(c[0] for c in counts), available=sum(c[1] for c in counts))
        # Where it stands may have changed even when the numbers have not, and its articles stand with it.
        changed(found.pk, *found.parts.values_list("pk", flat=True)[:PARTS])


def retell(headings: list[int], after: str = "") -> None:
    """In the transaction of the act: the records of these headings are found by what the headings say now. The first so many at
    once, the rest by the worker."""
    named = Mention.objects.filter(authority__in=family(headings))
    if after:
        named = named.filter(record__gt=after)
    keys = list(named.order_by("record").values_list("record", flat=True).distinct()[:PARTS])
    changed(*keys)
    if len(keys) == PARTS:
        enqueue(go_on_retelling, headings=headings, after=str(keys[-1]))


@task()
def go_on_retelling(headings: list[int], after: str) -> None:
    with transaction.atomic():
        retell(headings, after)


@limits(seconds=600)
@task()
def go_on_with_import(run: str) -> None:
    """A slice; what is left is queued again. A slice that dies goes on from the last committed chunk."""
    found = Run.objects.filter(pk=run).first()
    if found is None:
        return
    work = take_back if found.state == RunState.UNDOING else advance
    if not work(found, seconds=SLICE):
        with transaction.atomic():
            enqueue(go_on_with_import, run=run)


def look_through(token: uuid.UUID, wanted: dict[str, Any]) -> looking.Look:
    """What is known by now of a file that was brought; the worker reads on."""
    look, fresh = looking.begin(token, wanted)
    if fresh:
        with transaction.atomic():
            enqueue(go_on_looking, token=str(token))
    return look


@limits(seconds=300)
@task()
def go_on_looking(token: str) -> None:
    if not looking.go_on(uuid.UUID(token), seconds=SLICE):
        with transaction.atomic():
            enqueue(go_on_looking, token=token)


@limits(seconds=300)
@periodic("catalogue.check_links", at="04:20")
@task()
def check_links() -> None:
    """What is due of the addresses in the network; what does not fit into one slice is queued again."""
    if settings.DEMO:
        return  # its people are invented: nobody else's server is to hear of them
    gather()
    if not check(SLICE):
        with transaction.atomic():
            enqueue(check_links)


@periodic("catalogue.tidy_imports", at="03:40")
@task()
def tidy_imports() -> None:
    """Files nobody began an import with, and those of imports that are over."""
    tidy()


COMPANIONS.add("search", keep)
