"""A poster for a shelf: what to do here, and the codes to do it with. One A4 page, PDF/UA like every paper of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mandrivna.shared.printing.document import clean
from mandrivna.shared.printing.pdf import typeset

TEMPLATE = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True)
class Code:
    """`svg` is drawn; `alt` is what a blind reader hears; `typed` is the same for whoever has no camera."""

    svg: str
    alt: str
    title: str
    text: str
    typed: str = ""
    size: int = 70


@dataclass(frozen=True)
class Poster:
    language: str
    library: str
    title: str
    place: str
    codes: Sequence[Code]
    how: str
    steps: Sequence[str]
    foot: str = ""
    numbered: bool = True
    """Steps go one after the other; what is merely listed has dots."""


def write(poster: Poster) -> bytes:
    given = asdict(poster)
    given = {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}
    return typeset(TEMPLATE.read_bytes(), {"poster": json.dumps(given, ensure_ascii=False)})
