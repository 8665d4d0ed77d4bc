"""Files that strangers send with an application: a text, a scan or a picture of their work."""

from __future__ import annotations

from mandrivna.shared import uploads
from mandrivna.shared.uploads import TYPES, Taken

MOST_FILES = 3
KINDS = {kind: TYPES[kind] for kind in ("pdf", "docx", "odt", "webp")}


def take(data: bytes) -> Taken | None:
    return uploads.take(data, KINDS)
