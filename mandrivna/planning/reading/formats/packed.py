"""DOCX and XLSX are ZIPs of XML: opened with bounds, read as it is unpacked, without entities, references or macros."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from mandrivna.planning.reading.blocks import UnreadableError
from mandrivna.shared.archives import NO_ZIP

MOST_ENTRIES, MOST_BYTES, RATIO = 1_000, 60_000_000, 100
SMALL = 1_000_000
"""A part as small as this may be packed as tightly as it likes: a table of empty cells is."""
MOST_PART = 25_000_000
DEEPEST = 120
PIECE = 1 << 16
_OFFICE = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


class Listener(Protocol):
    def start(self, name: str, about: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def said(self, text: str) -> None: ...


def opened(data: bytes) -> zipfile.ZipFile:
    """Refuses what would grow too much before anything is unpacked, by what the archive itself says of its parts."""
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
        entries = book.infolist()
    except NO_ZIP as error:
        raise UnreadableError("damaged") from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UnreadableError("packed_too_tight")
    if any(entry.file_size > SMALL and entry.file_size > RATIO * max(1, entry.compress_size) for entry in entries):
        raise UnreadableError("packed_too_tight")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("encrypted")
    if any(entry.filename.lower().endswith(("vbaproject.bin", ".zip", ".docm", ".xlsm")) for entry in entries):
        raise UnreadableError("macros")
    return book


def parse(book: zipfile.ZipFile, name: str, listener: Listener) -> bool:
    """False when there is no such part. Names come without namespaces; parts of what older programs are told are left out."""
    if name not in book.namelist():
        return False
    reader = _Reader(listener)
    try:
        with book.open(name) as stream:
            read = 0
            while piece := stream.read(PIECE):
                read += len(piece)
                if read > MOST_PART:
                    raise UnreadableError("too_long")
                reader.parser.Parse(piece)
            reader.parser.Parse(b"", True)
    except (expat.ExpatError, *NO_ZIP, zlib.error, LookupError, RuntimeError, MemoryError) as error:
        raise UnreadableError("damaged") from error
    return True


class _Reader:
    def __init__(self, listener: Listener) -> None:
        self.listener, self.depth, self.skipped = listener, 0, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self._refused
        self.parser.EntityDeclHandler = self._refused

    def _refused(self, *_about: object) -> None:
        raise UnreadableError("bad_xml")

    def _start(self, name: str, about: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("bad_xml")
        space, _blank, local = name.rpartition(" ")
        if self.skipped or (space == _COMPATIBILITY and local == "Fallback"):
            self.skipped += 1
        elif space.startswith(_OFFICE):
            self.listener.start(local, {key.rpartition(" ")[2]: value for key, value in about.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
            return
        space, _blank, local = name.rpartition(" ")
        if space.startswith(_OFFICE):
            self.listener.end(local)

    def _said(self, text: str) -> None:
        if not self.skipped:
            self.listener.said(text)
