"""Reading a file of readers: a table, or the base RDR of ІРБІС as text or ISO 2709. The catalogue's readers read it."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.utils.translation import gettext as _

from mandrivna.catalogue.formats import spreadsheet, tables
from mandrivna.catalogue.formats.encodings import guesses
from mandrivna.catalogue.formats.item import UnreadableError, Window
from mandrivna.catalogue.formats.marc import IRBIS
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.formats.sniffing import sniff
from mandrivna.readers.arriving import Parsed
from mandrivna.readers.former import of_rdr

HEAD, MOST_ROWS, MOST_BYTES = 64 * 1024, 100_000, 60_000_000


class NotReadableError(Exception):
    """Says in words why."""


def parsed(stream: BinaryIO, name: str) -> Parsed:
    head = stream.read(HEAD)
    stream.seek(0)
    format = sniff(head)
    if format in ("irbis", "iso2709"):
        return Parsed(name=name, format=format, rows=_records(stream, format, _encoding(head)))
    try:
        table = _table(stream, format, head)
    except UnreadableError as error:
        raise NotReadableError(_("Файл не вдалося прочитати: він пошкоджений або завеликий.")) from error
    if len(table) < 2:
        raise NotReadableError(_("У файлі немає жодного рядка під заголовками."))
    _bounded(len(table))
    return Parsed(name=name, format=format or "csv", heads=table[0], rows=[{"cells": row} for row in table[1:]])


def _encoding(head: bytes) -> str:
    found = guesses(head)[0].encoding
    return "utf-8" if found == "marc8" else found


def _records(stream: BinaryIO, format: str, encoding: str) -> list[dict[str, object]]:
    """What cannot be read stays a row, to be refused with its number. RDR has no indicators: what looks like them is text."""
    rows: list[dict[str, object]] = []
    for item in read(stream, format, encoding, scheme=IRBIS):
        fields = item.marc.fields if item.marc else ()
        rows.append(
            of_rdr((field.tag.lstrip("0"), f"{field.ind.strip()}{field.value}", dict(reversed(field.subs))) for field in fields)
        )
        _bounded(len(rows))
    if not rows:
        raise NotReadableError(_("У файлі немає жодного запису."))
    return rows


def _table(stream: BinaryIO, format: str, head: bytes) -> list[list[str]]:
    if format == "xlsx":
        return [row for _number, row in spreadsheet.rows(stream) if any(cell.strip() for cell in row)]
    encoding = _encoding(head)
    text = stream.read(MOST_BYTES + 1).decode(encoding, "replace").removeprefix("\ufeff")
    delimiter = tables.delimiter_of(text[:HEAD])
    found: list[list[str]] = []
    for _at, raw in tables.rows(Window(io.BytesIO(text.encode()))):
        found.append(tables.cells(raw.decode(), delimiter))
        _bounded(len(found))
    return found


def _bounded(number: int) -> None:
    if number > MOST_ROWS:
        raise NotReadableError(_("У файлі понад %d рядків: поділіть його на частини.") % MOST_ROWS)
