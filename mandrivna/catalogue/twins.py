"""The same title twice: a short key made of what every description of it has."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from mandrivna.shared.text import words


def twin_key(record: Any) -> str:
    """Of the title without its subtitle, the first author's surname, the year and the part. Kind does not matter, signs neither."""
    title = " ".join(words(re.split(r"\s[:/=]\s", record.title, maxsplit=1)[0]))
    surname = next(iter(words(record.authors)), "")
    if not title:
        return ""
    part = " ".join(words(record.part)) if record.part else ""
    said = "|".join((title, surname, str(record.year or ""), part))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
