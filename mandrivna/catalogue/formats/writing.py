"""Descriptions into files of any format, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mandrivna.catalogue.formats import bibtex, dublin, irbis_text, iso2709, line, marcxml, ris, tables
from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.encodings import to_bytes
from mandrivna.catalogue.formats.marc import IRBIS, Marc
from mandrivna.shared.printing.xlsx import LONGEST, Line, Sheet, workbook

type Writer = Callable[[Iterable[Marc], str], Iterator[bytes]]


def _iso(marcs: Iterable[Marc], encoding: str) -> Iterator[bytes]:
    return (iso2709.encode(marc, encoding) for marc in marcs)


def _texts(encode: Callable[[Marc], str], head: str = "", tail: str = "", only: str = "") -> Writer:
    def write(marcs: Iterable[Marc], encoding: str) -> Iterator[bytes]:
        encoding = only or encoding
        if head:
            yield to_bytes(head, encoding)
        for marc in marcs:
            yield to_bytes(encode(marc), encoding)
        if tail:
            yield to_bytes(tail, encoding)

    return write


def _csv(marcs: Iterable[Marc], encoding: str) -> Iterator[bytes]:
    return (to_bytes(row, encoding) for row in tables.write(marcs, encoding))


def _xlsx(marcs: Iterable[Marc], encoding: str) -> Iterator[bytes]:
    """Whole in memory, as a workbook has to be: for lists, not for a million records."""
    lines = [Line(cells=[cell[:LONGEST] for cell in tables.cells_of(marc)]) for marc in marcs]
    yield workbook(Sheet(name="Записи", title=(), header=list(tables.LABELS.values()), lines=lines))


WRITERS: dict[str, Writer] = {
    "iso2709": _iso, "marcxml": _texts(marcxml.encode, marcxml.HEAD, marcxml.TAIL, "utf-8"), "line": _texts(line.encode),
    "irbis": _texts(irbis_text.encode), "dc": _texts(dublin.encode, dublin.HEAD, dublin.TAIL, "utf-8"), "ris": _texts(ris.encode),
    "bibtex": _texts(bibtex.encode), "csv": _csv, "xlsx": _xlsx,
}  # fmt: skip


def write(marcs: Iterable[Marc], format: str, encoding: str = "utf-8", *, scheme: str = "") -> Iterator[bytes]:
    """Every record is written, in its own scheme or converted to `scheme`; ІРБІС text is always ІРБІС, XML always UTF-8."""
    scheme = IRBIS if format == "irbis" else scheme
    return WRITERS[format]((convert(marc, scheme) if scheme else marc for marc in marcs), encoding)
