"""An import taken back: what it brought goes, what it changed becomes what it was, what people have worked with stays."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.catalogue.actions.describing import columns_described, write_body
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.holdings import SINKS, worked_with
from mandrivna.catalogue.importing import chunk, known
from mandrivna.catalogue.importing.outcome import FROM_RUN
from mandrivna.catalogue.models import Merge, Origin, Processing, Record, Run, RunState, Version
from mandrivna.catalogue.models.record import computed
from mandrivna.catalogue.search.changes import changed

CHUNK = 1_000


def take_back(run: Run, *, seconds: float | None = None) -> bool:
    """True when there is nothing more to do. What it cannot do it says in the run, from where it can be gone on with."""
    try:
        return _take_back(run, time.monotonic() + seconds if seconds is not None else None)
    except Exception as error:
        trouble = _("Скасування не завершилося (%(why)s). Що вже скасовано, скасовано; решту можна продовжити.")
        said = (trouble % {"why": type(error).__name__})[:300]
        Run.objects.filter(pk=run.pk, state=RunState.UNDOING).update(state=RunState.FAILED, trouble=said)
        run.refresh_from_db()
        raise


def _take_back(run: Run, until: float | None) -> bool:
    while not _copies_back(run):
        if until is not None and time.monotonic() >= until:
            return False
    run.refresh_from_db()
    kept = set(run.options.get("used", []))
    while bundle := list(Record.objects.filter(run=run.pk)[:CHUNK]):
        _unmake(run, bundle, kept)
        if until is not None and time.monotonic() >= until:
            return False
    if not _descriptions_back(run, until):
        return False
    Run.objects.filter(pk=run.pk).update(state=RunState.UNDONE, ended_at=timezone.now())
    run.refresh_from_db()
    return True


def _descriptions_back(run: Run, until: float | None) -> bool:
    """Record by record; where people have changed it since, it stays, and is not looked at again by the next slice."""
    changes = Version.objects.filter(op=run.op, why=FROM_RUN).order_by("record", "number")
    after = run.options.get("descriptions_back")
    while (first := (changes.filter(record__gt=uuid.UUID(after)) if after else changes).first()) is not None:
        _as_it_was(run, first)
        after = str(first.record_id)
        if until is not None and time.monotonic() >= until:
            run.options = {**run.options, "descriptions_back": after}
            run.save(update_fields=["options"])
            return False
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


def _unmake(run: Run, records: Sequence[Record], used: set[str]) -> None:
    keys = [record.pk for record in records]
    with transaction.atomic():
        worked = {record.pk for record in records if str(record.pk) in used or record.cover}
        worked |= set(Processing.objects.filter(record__in=keys).values_list("record_id", flat=True))
        worked |= set(Version.objects.filter(record__in=keys).exclude(op=run.op).values_list("record_id", flat=True))
        for pair in Merge.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).values_list("kept_id", "gone_id"):
            worked |= set(pair)
        worked |= set(Record.objects.filter(host__in=keys).exclude(run=run.pk).values_list("host_id", flat=True))
        worked |= worked_with(keys)
        gone = [pk for pk in keys if pk not in worked]
        Record.objects.filter(host__in=gone).update(host=None)
        Record.objects.filter(pk__in=gone).delete()
        Record.objects.filter(pk__in=[pk for pk in keys if pk in worked]).update(run=None)
        changed(*keys)


def _as_it_was(run: Run, first: Version) -> None:
    """As it stood before this run touched it first, and only where nobody has changed it since."""
    ours = Version.objects.filter(record=first.record_id, op=run.op, why=FROM_RUN)
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).get(pk=first.record_id)
        later = Version.objects.filter(record=record, number__gt=first.number).exclude(op=run.op)
        if later.exists():
            return
        marc = Marc.loads(first.scheme, first.text)
        columns = columns_described(marc)
        for name, value in columns.items():
            setattr(record, name, value)
        record.changed_at = timezone.now()
        record.save(update_fields=[*columns, *computed(record), "changed_at"])
        write_body(record, marc)
        Origin.objects.filter(record=record, source=known.source_of(run)).update(digest=chunk.digest_of(first.text))
        changed(record.pk)
        ours.delete()
