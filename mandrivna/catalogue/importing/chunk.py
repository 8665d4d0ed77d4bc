"""One chunk of a run: what is new, what is known, what has to be refused; written together or not at all."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.utils import timezone

from mandrivna.catalogue import rows
from mandrivna.catalogue.actions.describing import COLUMNS
from mandrivna.catalogue.formats.item import Item
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.headings import Headings
from mandrivna.catalogue.holdings import SINKS
from mandrivna.catalogue.importing import known
from mandrivna.catalogue.importing.outcome import Outcome, Read, Row
from mandrivna.catalogue.models import Body, Mention, Origin, Record, Run
from mandrivna.catalogue.models.record import computed
from mandrivna.catalogue.search.changes import changed

_described = attrgetter(*COLUMNS)


def look_at(items: Sequence[Item]) -> Read:
    """All that can be said of a chunk without the database, so it may be said beside one."""
    read = Read(items[-1].end, items[-1].number)
    for item in items:
        _look_at(item, read)
    return read


def take(run: Run, read: Read, headings: Headings | None) -> Outcome:
    """Inside the transaction of the chunk."""
    outcome = Outcome()
    for item, reason in read.refused:
        outcome.refuse(item, reason)
    parted = known.part(run, read.rows, outcome)
    fresh = parted.fresh
    _insert(run, fresh)
    outcome.imported += len(fresh)
    updated = [(origin.record_id, row.said.named) for origin, row in known.update(run, parted, outcome)]
    if parted.seen:
        Origin.objects.filter(pk__in=parted.seen).update(seen=run.pk)
    if updated:
        Mention.objects.filter(record__in=[record for record, _named in updated]).delete()
    if headings is not None:
        headings.mention([*((row.uid, row.said.named) for row in fresh), *updated])
    more = _copies(run, fresh, parted.here, outcome)
    changed(*(row.uid for row in fresh), *{*(record for record, _named in updated), *more})
    return outcome


def _look_at(item: Item, read: Read) -> None:
    if item.marc is None:
        read.refused.append((item, item.trouble))
        return
    said = project(item.marc)
    if not said.title.strip():
        read.refused.append((item, "no_title"))
        return
    text = item.marc.dumps()
    digest = digest_of(text)
    number = (" ".join(said.number.split()) or f"#{digest}")[:80]
    read.rows.append(Row(item, said, item.marc.scheme, text, digest, number))


def digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _insert(run: Run, fresh: list[Row]) -> None:
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
    rows.put(Origin, origins, source=known.source_of(run), seen=run.pk)


def _columns(row: Row) -> dict[str, Any]:
    """As `Record.save` would have it."""
    said = row.said
    return {**dict(zip(COLUMNS, _described(said), strict=True)), "uid": row.uid, **computed(said)}


# --- copies ------------------------------------------------------------------------------------------------------------


def _copies(run: Run, fresh: Sequence[Row], here: Sequence[tuple[uuid.UUID, Row]], outcome: Outcome) -> list[uuid.UUID]:
    """Of all records of the chunk: a copy that came since is new although its title is not. Answers which of the known records
    have other copies than before."""
    if not run.options.get("place"):
        return []
    bearing = [(record, row) for record, row in here if row.said.holdings]
    before = _standing(bearing)
    bringing = [(row.uid, row) for row in fresh if row.said.holdings]
    bringing += [(before[record][0], row) for record, row in bearing if record in before]
    if not bringing:
        return []
    items = {record: row.item for record, row in bringing}
    told: set[uuid.UUID] = set()
    for sink in SINKS:
        number, refused = sink.take(
            run, [(record, row.said.language, row.said.material, row.said.holdings) for record, row in bringing]
        )
        outcome.copies += number
        for pk, reason, words in refused:
            outcome.tell(items[pk], reason, raw=pk not in told, copy=words)
            told.add(pk)
    return _counted_anew(before)


type Standing = dict[uuid.UUID, tuple[uuid.UUID, int]]


def _standing(bearing: Sequence[tuple[uuid.UUID, Row]]) -> Standing:
    """record → where its copies stand now, and how many. Copies of a merged record stand under the one that was kept; a record
    that was withdrawn here gets none."""
    found: Standing = {}
    asked = {record: record for record, _row in bearing}
    while asked:
        said = Record.objects.filter(pk__in=set(asked.values())).values_list("pk", "merged_into", "withdrawn_on", "copies")
        now = {pk: (merged, withdrawn, copies) for pk, merged, withdrawn, copies in said}
        following = {}
        for record, at in asked.items():
            merged, withdrawn, copies = now[at]
            if merged is not None:
                following[record] = merged
            elif withdrawn is None:
                found[record] = (at, copies)
        asked = following
    return found


def _counted_anew(before: Standing) -> list[uuid.UUID]:
    was = dict(before.values())
    now = Record.objects.filter(pk__in=list(was)).values_list("pk", "copies") if was else ()
    return [pk for pk, copies in now if copies != was[pk]]


def described(marc: Marc) -> dict[str, Any]:
    """For a preview: what would stand in the columns."""
    said = project(marc)
    return {
        **{name: getattr(said, name) for name in COLUMNS},
        "copies": len(said.holdings),
        "shelves": [one.shelf for one in said.holdings],
    }
