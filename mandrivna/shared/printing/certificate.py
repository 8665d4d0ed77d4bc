"""A certificate: one A4 page on its side, PDF/UA like every paper of ours. All words come from the caller."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mandrivna.shared.printing.document import clean
from mandrivna.shared.printing.pdf import typeset

TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`square` is an SVG; `check` says what to do with it; `small` is what a certificate must say of itself."""

    language: str
    library: str
    title: str
    number: str
    given: str
    name: str
    what: str
    course: str
    lines: Sequence[str]
    signatures: Sequence[str]
    square: str
    square_alt: str
    check: str
    code: str
    small: str


def write(paper: Paper) -> bytes:
    said = {
        name: clean(value) if isinstance(value, str) else [clean(one) for one in value] for name, value in asdict(paper).items()
    }
    return typeset(TEMPLATE.read_bytes(), {"paper": json.dumps(said, ensure_ascii=False)})
