"""Which format a file is in, by its beginning."""

from __future__ import annotations

import re

from mandrivna.catalogue.formats.encodings import guesses
from mandrivna.catalogue.formats.iso2709 import BETWEEN, LEADER
from mandrivna.catalogue.formats.tables import heads

FORMATS = ("iso2709", "marcxml", "line", "irbis", "dc", "ris", "bibtex", "csv", "xlsx")


def sniff(head: bytes) -> str:
    """One of FORMATS, or nothing: then a person has to say. `head` is the first 64 KB or so."""
    start = head.lstrip(BETWEEN)
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if b"\x1e" in start and (LEADER.match(start) or start[:5].isdigit() or b"\x1d" in start):
        return "iso2709"
    if start.startswith(b"<"):
        if re.search(rb"<(?:[\w.-]+:)?(?:datafield|controlfield)\b", start):
            return "marcxml"
        return "dc" if re.search(rb"purl\.org/dc/|<dc:|oai_dc", start) else ""
    for name, pattern in _TEXTS:
        if pattern.search(start):
            return name
    encoding = guesses(head)[0].encoding
    columns = [column for _head, column, _samples in heads(head, "utf-8" if encoding == "marc8" else encoding) if column]
    return "csv" if len(columns) > 1 or _even(start) else ""


def _even(start: bytes) -> bool:
    """Heads nobody knows, but line after line with the same number of the same sign between cells."""
    lines = [line for line in start.splitlines()[:20] if line.strip()][:5]
    return len(lines) > 1 and any(
        len(found := {line.count(sign) for line in lines}) == 1 and found != {0} for sign in (b";", b"\t")
    )


_TEXTS = (
    ("irbis", re.compile(rb"^#\s*\d{1,6}\s*:", re.MULTILINE)), ("line", re.compile(rb"^=(?:LDR|\d{3})  ", re.MULTILINE)),
    ("ris", re.compile(rb"^TY  - ", re.MULTILINE)), ("bibtex", re.compile(rb"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)),
    ("line", re.compile(rb"\A\d{5}[ -~]{15,19}\r?\n(?:\d{3} |[0-9A-Z]{3} )")),
)  # fmt: skip
