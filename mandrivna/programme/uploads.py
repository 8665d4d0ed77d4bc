"""Files that strangers send with an application: which kinds, how large, and that they are what they say."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import dataclass

from mandrivna.shared import pictures, webp
from mandrivna.shared.archives import NO_ZIP

MOST_BYTES, MOST_FILES = 4 * 1024 * 1024, 3
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "webp": "image/webp",
}
INSIDE = {"docx": "word/document.xml", "odt": "content.xml"}


@dataclass(frozen=True)
class Taken:
    kind: str
    data: bytes


def take(data: bytes) -> Taken | None:
    """What the file is by its own bytes, whatever its name says. Of pictures only one that `prepared` made anew: to make it is
    work for seconds, and a verb holds everybody's place in the queue."""
    if not data or len(data) > MOST_BYTES:
        return None
    if data.startswith(b"%PDF-"):
        return Taken("pdf", data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    size = webp.size_of(data)
    return Taken("webp", data) if size and max(size) <= pictures.WORK_SIDE else None


def prepared(data: bytes) -> bytes:
    """For whoever reads a form, before the verb: a picture is made anew (nothing of where it was taken stays), a document stays as
    it is, and of what is neither nothing is left, which `take` refuses."""
    if len(data) > MOST_BYTES or data.startswith((b"%PDF-", b"PK\x03\x04")):
        return data
    try:
        return pictures.work_of(data)
    except pictures.NotTaken:
        return b""


def _office(data: bytes) -> Taken | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except NO_ZIP:
        return None
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return next((Taken(kind, data) for kind, inside in INSIDE.items() if inside in names and not macros), None)


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
