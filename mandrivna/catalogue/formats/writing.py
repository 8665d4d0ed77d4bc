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
    def write(marcs: Iterable[Marc], format: str, encoding: str = "utf-8", *, scheme: str = "") -> Iterator[bytes]:
    """Every record is written, in its own scheme or converted to `scheme`; ІРБІС text is always ІРБІС, XML always UTF-8."""
    scheme = IRBIS if format == "irbis" else scheme
    return WRITERS[format]((convert(marc, scheme) if scheme else marc for marc in marcs), encoding)
