"""A run from chunk to chunk."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.headings import Headings
from mandrivna.catalogue.holdings import SINKS, Sink
from mandrivna.catalogue.importing import chunk, files, known
from mandrivna.catalogue.importing.ahead import Ahead
from mandrivna.catalogue.models import HOSTED, Kind, Origin, Record, Run, RunState
from mandrivna.catalogue.rows import bundles
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.outbox.upkeep import look_again

CHUNK, MANY, READ = 1_000, 1_000, 3_000
COUNTED = ("imported", "updated", "same", "left", "rejected", "copies")
HOSTS: dict[str, list[str]] = {str(host): [str(part) for part, hosts in HOSTED.items() if host in hosts] for host in Kind}
"""What may be part of this."""
CLOSING = "closing"
"""Of a run that ends where it was stopped: its file is not read any further."""
GOING = (RunState.WAITING, RunState.RUNNING)


def advance(run: Run, *, seconds: float | None = None, told: Callable[[Run], None] | None = None) -> bool:
    """Go on with a run until its end, a stop, or for so many seconds. True when there is nothing more to do."""
    if not _begin(run):
        return True
    if not run.options.get(CLOSING) and (over := _read_on(run, seconds, told)) is not None:
        return over
    _end(run)
    if told:
        told(run)
    return True


def _read_on(run: Run, seconds: float | None, told: Callable[[Run], None] | None) -> bool | None:
    """None at the end of the file; else whether this worker has nothing more to do with it, or only its time is over."""
    until = time.monotonic() + seconds if seconds is not None else None
    headings = Headings() if run.options.get("authorities", True) else None
    grown = MANY
    with files.path_of(run).open("rb") as stream, Ahead[chunk.Read]() as ahead:
        items = read(
            stream, run.format, run.encoding, run.offset, number=run.number, scheme=str(run.options.get("scheme", "")),
            columns=run.options.get("columns", ()), delimiter=str(run.options.get("delimiter", "")),
        )  # fmt: skip
        for read_now in ahead.each(map(chunk.look_at, bundles(items, READ))):
            if not _one(run, read_now, headings, ahead):
                return True
            if run.imported >= grown:
                look_again()  # at a thousand, four, sixteen…: PostgreSQL would look for a chunk's numbers through all before it
                grown = 4 * run.imported
            if told:
                told(run)
            if until is not None and time.monotonic() >= until:
                return False
    return None


def _begin(run: Run) -> bool:
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        if locked.state not in GOING:
            return False
        locked.state = RunState.RUNNING
        locked.save(update_fields=["state"])
        files.begin_rejects(locked)
    run.refresh_from_db()
    return True


def _one(run: Run, read_now: chunk.Read, headings: Headings | None, ahead: Ahead[chunk.Read]) -> bool:
    """False when somebody has stopped the run, or another worker is ahead of this one."""
    try:
        with transaction.atomic():
            locked = Run.objects.select_for_update().get(pk=run.pk)
            if locked.state != RunState.RUNNING or locked.offset != run.offset or locked.options.get(CLOSING):
                return False
            outcome = chunk.take(locked, read_now, headings)
            locked.rejects_size = files.add_rejects(locked, outcome.lines)
            locked.offset, locked.number = read_now.end, read_now.number
            for name in COUNTED:
                setattr(locked, name, getattr(locked, name) + getattr(outcome, name))
            locked.save()
            ahead.begin()  # the database has a third of the time to itself, to make this chunk safe on the disk
    except BaseException:
        if headings is not None:
            headings.forget()
        raise
    run.refresh_from_db()
    return True


def _end(run: Run) -> None:
    """Parts find their wholes, copies become an opening balance; only then the run is done."""
    _link_hosts(run)
    for sink in SINKS:
        while not _finished(sink, run):
            pass
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        act = Act(actor=SYSTEM, uid=run.pk)
        for sink in SINKS:
            sink.settle(act, locked)
        locked.state, locked.ended_at = RunState.DONE, timezone.now()
        if not locked.options.get(CLOSING):
            locked.offset = locked.size
        locked.save()
    run.refresh_from_db()
    if run.imported > MANY:
        look_again()


def _finished(sink: Sink, run: Run) -> bool:
    with transaction.atomic():
        return sink.finish(run)


def _link_hosts(run: Run) -> None:
    """Parts that have come before their whole wait for it, whichever run brings it: whole by whole, as there are fewer of them."""
    source = known.source_of(run)
    waiting = Origin.objects.filter(source=source).exclude(host="")  # said aloud, or SQLite does not look into its index of hosts
    numbers = waiting.order_by("host").values_list("host", flat=True).distinct()
    last = ""
    while bundle := list(numbers.filter(host__gt=last)[:CHUNK]):
        last = bundle[-1]
        hosts = {
            number: (pk, HOSTS.get(kind, ()))
            for number, pk, kind in Origin.objects.filter(source=source, number__in=bundle).values_list(
                "number", "record_id", "record__kind"
            )
        }
        with transaction.atomic():
            for number, (host, kinds) in hosts.items():
                _hang(waiting.filter(host=number, record__host__isnull=True, record__kind__in=kinds), host)


def _hang(parts: QuerySet[Origin], host: uuid.UUID) -> None:
    keys = list(parts.exclude(record=host).values_list("record_id", flat=True))
    for bundle in bundles(keys, CHUNK):
        Record.objects.filter(pk__in=bundle).update(host=host)
        changed(*bundle)
