"""Any file of descriptions, record by record, in bounded memory: records in = decoded + refused, whatever is in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from mandrivna.catalogue.formats import bibtex, dublin, irbis_text, iso2709, line, marcxml, ris, spreadsheet, tables
from mandrivna.catalogue.formats.item import Item, Window

type Reader = Callable[[Window, str, str], Iterator[Item]]

READERS: dict[str, Reader] = {"iso2709": iso2709.read, "marcxml": marcxml.read, "line": line.read, "irbis": irbis_text.read,
    "dc": dublin.read, "ris": ris.read, "bibtex": bibtex.read,}  # fmt: skip


def read(
    source: BinaryIO | Path | str,
    format: str,
    encoding: str = "utf-8",
    start: int = 0,
    *,
    number: int = 0,
    scheme: str = "",
    columns: Sequence[str] = (),
    brief: bool = False,
    delimiter: str = "",
) -> Iterator[Item]:
    """Never an exception about what is in the file. To go on after a stop, pass the last item's `end` and `number`.

    `scheme` overrides what each record tells about its own tags; `columns` says, place by place, what the columns of a table are,
    `delimiter` what parts them in a CSV. `brief` is for a look at the first records: of a workbook only so much is unpacked.
    """
    if isinstance(source, Path | str):
        with Path(source).open("rb") as stream:
            said = {"scheme": scheme, "columns": columns, "brief": brief, "delimiter": delimiter}
            yield from read(stream, format, encoding, start, number=number, **said)  # type: ignore[arg-type]
        return
    if format == "xlsx":
        found = spreadsheet.read(source, start, columns, brief=brief)
    elif format == "csv":
        found = tables.read(Window(source, start), encoding, scheme, columns, delimiter)
    else:
        found = READERS[format](Window(source, start), encoding, scheme)
    for item in found:
        number += 1
        item.number = number
        yield item


__all__ = ["READERS", "Item", "read"]
