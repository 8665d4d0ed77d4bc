"""The catalogue out of the door: every description that stands, streamed into one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mandrivna.catalogue.actions.describing import columns_of
from mandrivna.catalogue.formats.marc import MARC21, Marc
from mandrivna.catalogue.formats.project import fresh
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.models import Record, RecordQuerySet


def descriptions(records: RecordQuerySet | None = None) -> Iterator[Marc]:
    """In the order they came; a record that was never more than its columns is written from them."""
    rows = Record.objects.current() if records is None else records
    for record in rows.select_related("body").order_by("created_at", "pk").iterator(chunk_size=2000):
        body = getattr(record, "body", None)
        yield Marc.loads(body.scheme, body.text) if body else fresh(MARC21, **columns_of(record))


def export(path: Path, format: str, encoding: str = "utf-8", records: RecordQuerySet | None = None) -> int:
    """Whole or not at all: written beside and moved into place."""
    number = 0

    def counted() -> Iterator[Marc]:
        nonlocal number
        for marc in descriptions(records):
            number += 1
            yield marc

    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        for piece in write(counted(), format, encoding):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return number
