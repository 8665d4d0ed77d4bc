"""The catalogue out of the door: every description that stands, with its copies, streamed into one file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.db.models import QuerySet

from mandrivna.catalogue import stick
from mandrivna.catalogue.actions.describing import columns_of
from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.encodings import KNOWN
from mandrivna.catalogue.formats.giving import with_copies
from mandrivna.catalogue.formats.iso2709 import overflows
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, Marc
from mandrivna.catalogue.formats.own import without_own
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.unplaced import unplaced
from mandrivna.catalogue.formats.writing import WRITERS, write
from mandrivna.catalogue.holdings import GIVERS
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rows import bundles

CHUNK = 500
SITE = "site"
FORMATS = (*WRITERS, SITE)
OWN_SCHEME = {"irbis": IRBIS}
"""A format that has tags of its own."""
TAGGED = ("iso2709", "marcxml", "line")
"""Formats that carry whichever tags: of these one asks for a scheme."""
ENCODINGS = tuple(name for name in KNOWN if name != "marc8")
"""What is written. MARC-8 is only read: whoever takes records today takes UTF-8."""


@dataclass
class Told:
    """What became of the records besides being in the file. `left_out` are those that ISO 2709 has no room for: written
    nevertheless, they would take the next record with them; `schemes` says whose tags are in the file, `unplaced` what a
    conversion could say only in 992, by scheme and tag, and in how many records."""

    left_out: list[str] = field(default_factory=list)
    schemes: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    unplaced_in: int = 0

    def of(self, before: Marc, after: Marc) -> None:
        self.schemes[after.scheme] += 1
        if missing := set(unplaced(before, after)):
            self.unplaced.update(missing)
            self.unplaced_in += 1


def rows_of(records: QuerySet[Record] | None) -> Iterator[Record]:
    rows = Record.objects.current() if records is None else records
    return rows.select_related("body", "host__host", "host__body").order_by("created_at", "pk").iterator(chunk_size=2000)


def descriptions(
    records: QuerySet[Record] | None = None, *, scheme: str = "", told: Told | None = None, ours: bool = True
) -> Iterator[Marc]:
    """In the order they came; a record that was never more than its columns is written from them. Not `ours`: without copies
    and without what concerns this library alone."""
    for bundle in bundles(rows_of(records), CHUNK):
        keys = [record.pk for record in bundle]
        copies = {key: held for giver in GIVERS for key, held in giver(keys).items()} if ours else {}
        for record in bundle:
            body = getattr(record, "body", None)
            marc = Marc.loads(body.scheme, body.text) if body else fresh(scheme or MARC21, **columns_of(record))
            stood = marc = marc if ours else without_own(marc)
            if scheme and marc.scheme != scheme:
                marc = convert(marc, scheme)
            marc = with_copies(marc, copies.get(record.pk, ()))
            if told is not None:
                told.of(stood, marc)
            yield marc


def export(
    path: Path,
    format: str,
    encoding: str = "utf-8",
    records: QuerySet[Record] | None = None,
    *,
    scheme: str = "",
    told: Told | None = None,
) -> int:
    """Whole or not at all: written beside and moved into place. Without a scheme each record has the tags it came with."""
    beside = path.with_name(f"{path.name}.part")
    if format == SITE:
        number = stick.write(beside, rows_of(records))
    else:
        with beside.open("wb") as file:
            number = pour(file, format, encoding, records, scheme=scheme, told=told)
            file.flush()
            os.fsync(file.fileno())
    beside.replace(path)
    return number


def pour(
    file: BinaryIO,
    format: str,
    encoding: str = "utf-8",
    records: QuerySet[Record] | None = None,
    *,
    scheme: str = "",
    told: Told | None = None,
    ours: bool = True,
) -> int:
    """Into an open file, record by record; answers how many are in it."""
    told = Told() if told is None else told
    number, last = 0, Marc()

    def counted() -> Iterator[Marc]:
        nonlocal number, last
        for marc in descriptions(records, scheme=OWN_SCHEME.get(format, scheme), told=told, ours=ours):
            number, last = number + 1, marc
            yield marc

    for piece in write(counted(), format, encoding):
        if format == "iso2709" and overflows(piece):
            number -= 1
            found = project(last)
            told.left_out.append(" ".join(part for part in (found.number, found.title) if part))
            continue
        file.write(piece)
    return number
