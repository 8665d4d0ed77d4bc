"""A run from chunk to chunk, and back."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from mandrivna.catalogue.actions.describing import columns_described
from mandrivna.catalogue.formats.item import Item
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.headings import Headings
from mandrivna.catalogue.holdings import SINKS, Sink
from mandrivna.catalogue.importing import chunk, files
from mandrivna.catalogue.models import (
    HOSTED,
    Body,
    Kind,
    Merge,
    Origin,
    Processing,
    Record,
    Run,
    RunState,
    Version,
)
from mandrivna.catalogue.rows import bundles
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.outbox.upkeep import look_again

CHUNK, MANY = 1_000, 1_000
GOING = (RunState.WAITING, RunState.RUNNING)


def advance(run: Run, *, seconds: float | None = None, told: Callable[[Run], None] | None = None) -> bool:
    """Go on with a run until its end, a stop, or for so many seconds. True when there is nothing more to do."""
    if not _begin(run):
        return True
    until = time.monotonic() + seconds if seconds is not None else None
    headings = Headings() if run.options.get("authorities", True) else None
    grown = MANY
    with files.path_of(run).open("rb") as stream:
        items = read(
            stream, run.format, run.encoding, run.offset, number=run.number, scheme=str(run.options.get("scheme", "")),
            columns=run.options.get("columns", ()), delimiter=str(run.options.get("delimiter", "")),
        )  # fmt: skip
        for bundle in bundles(items, CHUNK):
            if not _one(run, bundle, headings):
                return True
            if run.imported >= grown:
                look_again()  # at a thousand, four, sixteen…: PostgreSQL would look for a chunk's numbers through all before it
                grown = 4 * run.imported
            if told:
                told(run)
            if until is not None and time.monotonic() >= until:
                return False
    _end(run)
    if told:
        told(run)
    return True


def _begin(run: Run) -> bool:
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        if locked.state not in GOING:
            return False
        locked.state = RunState.RUNNING
        locked.save(update_fields=["state"])
    run.refresh_from_db()
    files.begin_rejects(run)
    return True


def _one(run: Run, items: list[Item], headings: Headings | None) -> bool:
    """False when somebody has stopped the run, or another worker is ahead of this one."""
    try:
        with transaction.atomic():
            locked = Run.objects.select_for_update().get(pk=run.pk)
            if locked.state != RunState.RUNNING or locked.offset != run.offset:
                return False
            outcome = chunk.take(locked, items, headings)
            locked.rejects_size = files.add_rejects(locked, outcome.rejects)
            locked.offset, locked.number = items[-1].end, items[-1].number
            locked.imported += outcome.imported
            locked.updated += outcome.updated
            locked.rejected += sum("copy" not in one for one in outcome.rejects)
            locked.copies += outcome.copies
            locked.save()
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
        locked.state, locked.ended_at, locked.offset = RunState.DONE, timezone.now(), locked.size
        locked.save()
    run.refresh_from_db()
    if run.imported > MANY:
        look_again()


def _finished(sink: Sink, run: Run) -> bool:
    with transaction.atomic():
        return sink.finish(run)


def _link_hosts(run: Run) -> None:
    source = chunk.source_of(run)
    waiting = Origin.objects.filter(source=source, record__run=run.pk, record__host__isnull=True).exclude(host="").order_by("pk")
    last = 0
    while bundle := list(waiting.filter(pk__gt=last).select_related("record")[:CHUNK]):
        last = bundle[-1].pk
        hosts = {
            one.number: one.record
            for one in Origin.objects.filter(source=source, number__in={one.host for one in bundle}).select_related("record")
        }
        with transaction.atomic():
            for one in bundle:
                host = hosts.get(one.host)
                if host is not None and host.pk != one.record_id and host.kind in HOSTED.get(Kind(one.record.kind), ()):
                    Record.objects.filter(pk=one.record_id).update(host=host)


# --- back --------------------------------------------------------------------------------------------------------------


def take_back(run: Run, *, seconds: float | None = None) -> bool:
    """What the run brought goes, except what people have worked with since: that stays, as theirs. What it changed becomes what it
    was."""
    until = time.monotonic() + seconds if seconds is not None else None
    while not _copies_back(run):
        if until is not None and time.monotonic() >= until:
            return False
    run.refresh_from_db()
    kept = set(run.options.get("used", []))
    while bundle := list(Record.objects.filter(run=run.pk)[:CHUNK]):
        _unmake(run, bundle, kept)
        if until is not None and time.monotonic() >= until:
            return False
    for version in Version.objects.filter(op=run.op, why=chunk.FROM_RUN).select_related("record"):
        _as_it_was(version)
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=RunState.UNDONE, ended_at=timezone.now())
    run.refresh_from_db()
    return True


def _copies_back(run: Run) -> bool:
    """One bundle, in its own transaction: a desk that lends meanwhile waits for a bundle, not for the whole."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        if locked.options.get("copies_back"):
            return True
        answers = [sink.undo(locked) for sink in SINKS]
        if not all(done for _used, done in answers):
            return False
        used = sorted(str(one) for found, _done in answers for one in found)
        locked.options = {**locked.options, "copies_back": True, "used": used}
        locked.save(update_fields=["options"])
    return True


def _unmake(run: Run, records: list[Record], used: set[str]) -> None:
    keys = [record.pk for record in records]
    with transaction.atomic():
        worked = set(Processing.objects.filter(record__in=keys).values_list("record_id", flat=True))
        worked |= set(Version.objects.filter(record__in=keys).exclude(op=run.op).values_list("record_id", flat=True))
        worked |= set(Merge.objects.filter(kept__in=keys).values_list("kept_id", flat=True))
        worked |= set(Record.objects.filter(host__in=keys).exclude(run=run.pk).values_list("host_id", flat=True))
        worked |= {pk for pk in keys if str(pk) in used}
        gone = [pk for pk in keys if pk not in worked]
        Record.objects.filter(host__in=gone).update(host=None)
        Record.objects.filter(pk__in=gone).delete()
        Record.objects.filter(pk__in=worked).update(run=None)
        changed(*keys)


def _as_it_was(version: Version) -> None:
    """Only where nobody has changed it after the import did."""
    if Version.objects.filter(record=version.record, number__gt=version.number).exclude(op=version.op).exists():
        return
    with transaction.atomic():
        marc = Marc.loads(version.scheme, version.text)
        record = version.record
        for name, value in columns_described(marc).items():
            setattr(record, name, value)
        record.changed_at = timezone.now()
        record.save()
        Body.objects.filter(record=record).update(scheme=version.scheme, text=version.text)
        changed(record.pk)
        version.delete()
