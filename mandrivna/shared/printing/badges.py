"""Badges of a conference: eight an A4 sheet, 90 × 60 mm, to cut along marks. All words come from the caller."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mandrivna.shared.printing.document import clean
from mandrivna.shared.printing.pdf import typeset

TEMPLATE = Path(__file__).with_name("badges.typ")


@dataclass(frozen=True)
class Badge:
    name: str
    org: str
    role: str


def write(badges: Sequence[Badge], *, language: str, title: str, library: str, day: str) -> bytes:
    listed = [{name: clean(text) for name, text in asdict(one).items()} for one in badges]
    given = {"language": language, "title": clean(title), "library": clean(library), "day": clean(day), "badges": listed}
    return typeset(TEMPLATE.read_bytes(), {"badges": json.dumps(given, ensure_ascii=False)})
