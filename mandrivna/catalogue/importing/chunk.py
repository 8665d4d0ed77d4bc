"""One chunk of a run: what is new, what is known, what has to be refused; written together or not at all."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from mandrivna.catalogue import rows
from mandrivna.catalogue.actions.describing import COLUMNS
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.item import Item
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.headings import Headings
from mandrivna.catalogue.holdings import SINKS
from mandrivna.catalogue.importing import files
from mandrivna.catalogue.models import Body, Mention, Origin, Record, Run, Version
from mandrivna.catalogue.models.record import computed
from mandrivna.catalogue.search.changes import changed
from mandrivna.shared.ids import new_uid


@dataclass(slots=True)
class _Row:
    item: Item
    said: Described
    scheme: str
    text: str
    digest: str
    number: str
    uid: uuid.UUID = field(default_factory=new_uid)


@dataclass(slots=True)
class Outcome:
    imported: int = 0
    updated: int = 0
    copies: int = 0
    rejects: list[dict[str, Any]] = field(default_factory=list)


def take(run: Run, items: Sequence[Item], headings: Headings | None) -> Outcome:
    """Inside the transaction of the chunk."""
    outcome, wanted = Outcome(), {}
    for item in items:
        row = _read(run, item, outcome)
        if row is not None:
            if row.number in wanted:  # the same number twice in one chunk: the later one says how it is
                outcome.updated += 1
            wanted[row.number] = row
    known = {
        one.number: one for one in Origin.objects.filter(source=source_of(run), number__in=list(wanted)).select_related("record")
    }
    fresh = [row for number, row in wanted.items() if number not in known]
    _insert(run, fresh)
    updated = [(one.record_id, wanted[number].said.named) for number, one in known.items() if _update(run, one, wanted[number])]
    outcome.imported += len(fresh)
    outcome.updated += len(known)
    Mention.objects.filter(record__in=[record for record, _named in updated]).delete()
    if headings is not None:
        headings.mention([*((row.uid, row.said.named) for row in fresh), *updated])
    _copies(run, fresh, outcome)
    changed(*(row.uid for row in fresh), *(one.record_id for one in known.values()))
    return outcome


def _read(run: Run, item: Item, outcome: Outcome) -> _Row | None:
    if item.marc is None:
        outcome.rejects.append(files.reject(item.number, item.position, item.trouble, item.raw))
        return None
    said = project(item.marc)
    if not said.title.strip():
        outcome.rejects.append(files.reject(item.number, item.position, "no_title", item.raw))
        return None
    text = item.marc.dumps()
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return _Row(item, said, item.marc.scheme, text, digest, (re.sub(r"\s+", " ", said.number).strip() or f"#{digest}")[:80])


def source_of(run: Run) -> str:
    return str(run.options.get("source", ""))[:60]


def _insert(run: Run, fresh: list[_Row]) -> None:
    now = timezone.now()
    on = timezone.localdate(run.started_at)
    rows.put(
        Record,
        (_columns(row) for row in fresh),
        created_by_unit_id=run.unit_id,
        created_on=on,
        created_at=now,
        changed_at=now,
        run=run.pk,
    )
    rows.put(Body, ({"record_id": row.uid, "scheme": row.scheme, "text": row.text} for row in fresh))
    origins = (
        {"record_id": row.uid, "number": row.number, "digest": row.digest, "host": row.said.host_number[:80]} for row in fresh
    )
    rows.put(Origin, origins, source=source_of(run))


def _columns(row: _Row) -> dict[str, Any]:
    """As `Record.save` would have it."""
    said = row.said
    about: dict[str, Any] = {name: getattr(said, name) for name in COLUMNS}
    return {**about, "uid": row.uid, **computed(said)}


def _update(run: Run, origin: Origin, row: _Row) -> bool:
    """A newer description of a known record; the old one is kept. What people here have corrected since is not overwritten.
    Answers whether the description is another one now."""
    if origin.digest == row.digest or run.options.get("existing") == "skip":
        return False
    record = origin.record
    body = Body.objects.filter(record=record).first()
    touched = Version.objects.filter(record=record).exclude(why=FROM_RUN).exists() or record.withdrawn_on
    if touched or body is None:
        return False
    last = Version.objects.filter(record=record).count()
    Version.objects.create(
        record=record,
        number=last + 1,
        scheme=body.scheme,
        text=body.text,
        at=timezone.now(),
        on=timezone.localdate(),
        why=FROM_RUN,
        by_id=run.by_id,
        op=run.op,
    )
    for name in COLUMNS:
        setattr(record, name, getattr(row.said, name))
    record.changed_at = timezone.now()
    record.save()
    Body.objects.filter(record=record).update(scheme=row.scheme, text=row.text)
    Origin.objects.filter(pk=origin.pk).update(digest=row.digest)
    return True


FROM_RUN = "import"


def _copies(run: Run, fresh: list[_Row], outcome: Outcome) -> None:
    bringing = [(row.uid, row.said.language, row.said.material, row.said.holdings) for row in fresh if row.said.holdings]
    if not bringing or not run.options.get("place"):
        return
    by_uid = {row.uid: row for row in fresh}
    for sink in SINKS:
        number, refused = sink.take(run, bringing)
        outcome.copies += number
        for pk, reason, words in refused:
            line = files.reject(by_uid[pk].item.number, by_uid[pk].item.position, reason, b"")
            outcome.rejects.append({**line, "copy": words})


def described(marc: Marc) -> dict[str, Any]:
    """For a preview: what would stand in the columns."""
    said = project(marc)
    return {
        **{name: getattr(said, name) for name in COLUMNS},
        "copies": len(said.holdings),
        "shelves": [one.shelf for one in said.holdings],
    }
