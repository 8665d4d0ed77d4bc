"""Files that people send: how large, and that they are what they say. Which kinds are taken, each room says for itself."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Container
from dataclasses import dataclass

from mandrivna.shared import pictures, webp
from mandrivna.shared.archives import NO_ZIP

MOST_BYTES = 4 * 1024 * 1024
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "webp": "image/webp",
}
INSIDE = {"docx": "word/document.xml", "odt": "content.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Taken:
    kind: str
    data: bytes


def take(data: bytes, kinds: Container[str]) -> Taken | None:
    """What the file is by its own bytes, whatever its name says. Of pictures only one that `prepared` made anew: to make it is
    work for seconds, and a verb holds everybody's place in the queue."""
    if not data or len(data) > MOST_BYTES:
        return None
    kind = _kind(data)
    return Taken(kind, data) if kind and kind in kinds else None


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    size = webp.size_of(data)
    return "webp" if size and max(size) <= pictures.WORK_SIDE else ""


def prepared(data: bytes) -> bytes:
    """For whoever reads a form, before the verb: a picture is made anew (nothing of where it was taken stays), a document stays as
    it is, and of what is neither nothing is left, which `take` refuses."""
    if len(data) > MOST_BYTES or data.startswith((b"%PDF-", b"PK\x03\x04")):
        return data
    try:
        return pictures.work_of(data)
    except pictures.NotTaken:
        return b""


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except NO_ZIP:
        return ""
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return next((kind for kind, inside in INSIDE.items() if inside in names and not macros), "")


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
