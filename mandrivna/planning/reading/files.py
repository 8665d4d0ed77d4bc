"""Which kind of file it is, by its own bytes whatever its name says; bounds that hold for all of them."""

from __future__ import annotations

from mandrivna.planning.reading.blocks import MOST_FILE, Source, UnreadableError
from mandrivna.planning.reading.formats.docx import read_docx
from mandrivna.planning.reading.formats.packed import opened
from mandrivna.planning.reading.formats.text import read_text
from mandrivna.planning.reading.formats.xlsx import read_xlsx

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def source_of(data: bytes, name: str = "") -> Source:
    """Raises UnreadableError and nothing else."""
    if len(data) > MOST_FILE:
        raise UnreadableError("too_large")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError("empty")
    if data.startswith(_OLD_OFFICE):
        raise UnreadableError("encrypted" if _ENCRYPTED in data else "old_word")
    if data.startswith(b"PK"):
        return _office(data)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from mandrivna.planning.reading.formats.pdf import read_pdf  # noqa: PLC0415 - slow import

        return read_pdf(data)
    return read_text(data)


def _office(data: bytes) -> Source:
    with opened(data) as book:
        names = set(book.namelist())
    if "word/document.xml" in names:
        return read_docx(data)
    if any(name.startswith("xl/worksheets/") for name in names):
        return read_xlsx(data)
    raise UnreadableError("not_a_plan_file")
