"""The catalogue out of the door: every description that stands, with its copies, streamed into one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mandrivna.catalogue import stick
from mandrivna.catalogue.actions.describing import columns_of
from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.giving import with_copies
from mandrivna.catalogue.formats.iso2709 import overflows
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.writing import WRITERS, write
from mandrivna.catalogue.holdings import GIVERS
from mandrivna.catalogue.models import Record, RecordQuerySet
from mandrivna.catalogue.rows import bundles

CHUNK = 500
SITE = "site"
FORMATS = (*WRITERS, SITE)
OWN_SCHEME = {"irbis": IRBIS}
"""A format that has tags of its own."""


def rows_of(records: RecordQuerySet | None) -> Iterator[Record]:
    rows = Record.objects.current() if records is None else records
    return rows.select_related("body", "host__host", "host__body").order_by("created_at", "pk").iterator(chunk_size=2000)


def descriptions(records: RecordQuerySet | None = None, *, scheme: str = "") -> Iterator[Marc]:
    """In the order they came; a record that was never more than its columns is written from them."""
    for bundle in bundles(rows_of(records), CHUNK):
        copies = {key: held for giver in GIVERS for key, held in giver([record.pk for record in bundle]).items()}
        for record in bundle:
            body = getattr(record, "body", None)
            marc = Marc.loads(body.scheme, body.text) if body else fresh(MARC21, **columns_of(record))
            if scheme and marc.scheme != scheme:
                marc = convert(marc, scheme)
            yield with_copies(marc, copies.get(record.pk, ()))


def export(
    path: Path, format: str, encoding: str = "utf-8", records: RecordQuerySet | None = None, *, left_out: list[str] | None = None
) -> int:
    """Whole or not at all: written beside and moved into place. `left_out` is told what ISO 2709 has no room for: written
    nevertheless, it would take the next record with it."""
    beside = path.with_name(f"{path.name}.part")
    number = stick.write(beside, rows_of(records)) if format == SITE else _stream(beside, format, encoding, records, left_out)
    beside.replace(path)
    return number


def _stream(path: Path, format: str, encoding: str, records: RecordQuerySet | None, left_out: list[str] | None) -> int:
    number, last = 0, Marc()

    def counted() -> Iterator[Marc]:
        nonlocal number, last
        for marc in descriptions(records, scheme=OWN_SCHEME.get(format, "")):
            number, last = number + 1, marc
            yield marc

    with path.open("wb") as file:
        for piece in write(counted(), format, encoding):
            if format == "iso2709" and overflows(piece):
                number -= 1
                if left_out is not None:
                    found = project(last)
                    left_out.append(" ".join(part for part in (found.number, found.title) if part))
                continue
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return number
