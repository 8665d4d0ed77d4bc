"""What an import meets again: the same, a newer description, two descriptions under one number, another book altogether."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Max
from django.utils import timezone

from mandrivna.catalogue import rows
from mandrivna.catalogue.actions.describing import COLUMNS
from mandrivna.catalogue.importing.outcome import FROM_RUN, Outcome, Row
from mandrivna.catalogue.models import Body, Origin, Record, Run, Version
from mandrivna.catalogue.models.record import computed
from mandrivna.shared.text import words

type Pair = tuple[Origin, Row]
ALIKE = 0.8
MADE = tuple(computed(Record()))


@dataclass(slots=True)
class Parted:
    """`here`: known records that the file describes too, changed or not; their copies may be new ones."""

    fresh: list[Row] = field(default_factory=list)
    met: list[Pair] = field(default_factory=list)
    here: list[tuple[uuid.UUID, Row]] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)

    def same(self, origin: Origin, row: Row, outcome: Outcome) -> None:
        outcome.same += 1
        self.here.append((origin.record_id, row))
        self.seen.append(origin.pk)


def source_of(run: Run) -> str:
    return str(run.options.get("source", ""))[:60]


def alias(row: Row) -> str:
    """The number of a record whose number another record of the same file has."""
    return f"{row.number[:63]}#{row.digest}"


def part(run: Run, read: Sequence[Row], outcome: Outcome) -> Parted:
    """A number that comes twice in one run with another description is another record: neither replaces the other."""
    parted = Parted()
    known = _origins(run, (row.number for row in read))
    exact = {row.number for row in read if row.number in known and known[row.number].digest == row.digest}
    first: dict[str, Row] = {}
    doubled: list[Row] = []
    for row in read:
        origin = known.get(row.number)
        earlier = first.setdefault(row.number, row)
        if earlier is not row and earlier.digest == row.digest:
            outcome.same += 1
        elif origin is not None and origin.digest == row.digest:
            parted.same(origin, row, outcome)
        elif earlier is not row or row.number in exact or (origin is not None and origin.seen == run.pk):
            doubled.append(row)
        elif origin is None:
            parted.fresh.append(row)
        else:
            parted.met.append((origin, row))
    _under_aliases(run, parted, doubled, outcome)
    return parted


def _under_aliases(run: Run, parted: Parted, doubled: Sequence[Row], outcome: Outcome) -> None:
    """Asked only where a number leads to another description: the file of last month had two of one number as well."""
    maybe = [*doubled, *(row for _origin, row in parted.met)]
    if not maybe:
        return
    known = _origins(run, map(alias, maybe))
    met, parted.met = parted.met, []
    for origin, row in met:
        if (other := known.get(alias(row))) is not None:
            parted.same(other, row, outcome)
        else:
            parted.met.append((origin, row))
    made: set[str] = set()
    for row in doubled:
        name = alias(row)
        if name in made:
            outcome.same += 1
        elif name in known:
            parted.same(known[name], row, outcome)
        else:
            row.number = name
            parted.fresh.append(row)
            outcome.tell(row.item, "same_number", raw=False)
        made.add(name)


def _origins(run: Run, numbers: Iterable[str]) -> dict[str, Origin]:
    return {one.number: one for one in Origin.objects.filter(source=source_of(run), number__in=set(numbers))}


# --- newer descriptions ------------------------------------------------------------------------------------------------


def update(run: Run, parted: Parted, outcome: Outcome) -> list[Pair]:
    """Newer descriptions of known records; the old ones are kept. What people here have corrected since is not overwritten, and
    another book under a known number is not taken for it. Answers what is another description now."""
    if not parted.met:
        return []
    keys = [origin.record_id for origin, _row in parted.met]
    records = {one.pk: one for one in Record.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    bodies = Body.objects.in_bulk(keys)
    versions = Version.objects.filter(record__in=keys)
    corrected = set(versions.exclude(why=FROM_RUN).values_list("record_id", flat=True))
    last = dict(versions.order_by().values_list("record_id").annotate(last=Max("number")))
    wanted: list[Pair] = []
    aside: list[Pair] = []
    for origin, row in parted.met:
        record = records[origin.record_id]
        if run.options.get("existing") != "replace" and other_book(record, row.said):
            outcome.refuse(row.item, "other_book")
            continue
        parted.here.append((record.pk, row))
        skip = run.options.get("existing") == "skip"
        if not skip and record.withdrawn_on is None and record.pk in bodies and record.pk not in corrected:
            wanted.append((origin, row))
            continue
        outcome.left += 1
        if not skip and origin.told != row.digest:
            outcome.tell(row.item, "withdrawn_here" if record.withdrawn_on else "corrected_here")
            aside.append((origin, row))
    rows.change(Origin, ("told",), ((row.digest, origin.pk) for origin, row in aside))
    _write(run, wanted, bodies, last)
    outcome.updated += len(wanted)
    return wanted


def other_book(record: Record, said: Any) -> bool:
    """Another title, neither the same ISBN nor the same author and year: two systems number their books alike."""
    if record.isbn and record.isbn == said.isbn:
        return False
    one, two = words(record.title), words(said.title)
    shorter = min(len(one), len(two))
    if _alike(" ".join(one[:shorter]), " ".join(two[:shorter])) or _alike(" ".join(one), " ".join(two)):
        return False
    one, two = words(record.authors), words(said.authors)
    return record.year != said.year or not (one and two and (one[0] in two or two[0] in one or _alike(one[0], two[0])))


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= ALIKE


def _write(run: Run, wanted: Sequence[Pair], bodies: dict[Any, Body], last: dict[Any, int]) -> None:
    """Only the described columns: what else stands in the row may be changing at this moment."""
    now, on = timezone.now(), timezone.localdate()
    pairs = [(origin, row, bodies[origin.record_id]) for origin, row in wanted]
    rows.put(
        Version,
        (
            {"record_id": body.pk, "number": last.get(body.pk, 0) + 1, "scheme": body.scheme, "text": body.text}
            for _origin, _row, body in pairs
        ),
        at=now, on=on, why=FROM_RUN, by_id=run.by_id, op=run.op,
    )  # fmt: skip
    rows.change(
        Record,
        (*COLUMNS, *MADE, "changed_at"),
        (
            (*(getattr(row.said, name) for name in COLUMNS), *computed(row.said).values(), now, body.pk)
            for _origin, row, body in pairs
        ),
    )
    rows.change(Body, ("scheme", "text"), ((row.scheme, row.text, body.pk) for _origin, row, body in pairs))
    rows.change(
        Origin,
        ("digest", "host", "seen"),
        ((row.digest, row.said.host_number[:80], run.pk, origin.pk) for origin, row, _body in pairs),
    )
