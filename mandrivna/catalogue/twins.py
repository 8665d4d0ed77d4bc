"""The same title twice: a short key made of what every description of it has."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from mandrivna.shared.text import fold, words
from mandrivna.shared.text.folding import WORD

_SUBTITLE = re.compile(r"\s[:/=]\s")


def twin_key(record: Any) -> str:
    """Of the title without its subtitle, the first author's surname, the year and the part. Kind does not matter, signs neither."""
    return twin_of(record, fold(record.title), fold(record.authors))


def twin_of(record: Any, title: str, authors: str) -> str:
    """With both already folded."""
    end = _SUBTITLE.search(record.title)
    title = " ".join(WORD.findall(fold(record.title[: end.start()]) if end else title))
    surname = first[0] if (first := WORD.search(authors)) else ""
    if not title:
        return ""
    part = " ".join(words(record.part)) if record.part else ""
    said = "|".join((title, surname, str(record.year or ""), part))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
