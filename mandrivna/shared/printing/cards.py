"""Readers' cards for paper: ten a sheet, the size of a bank card, with bars and a square.

    cards.write([Card(code="912345678901234", pretty="91234 56789 01234", name="Сойка", title="Наукова бібліотека")], language="uk")

All words come from the caller, already in the language of the paper.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mandrivna.shared import qr
from mandrivna.shared.printing import code128
from mandrivna.shared.printing.document import clean

TEMPLATE = Path(__file__).with_name("cards.typ")
STANDARD: Final = "ua-1"
A_SHEET = 10


@dataclass(frozen=True, kw_only=True)
class Card:
    """`name` is what the reader wants to be called by; a blank card has a line to write it on. `foot` is small print."""

    code: str
    pretty: str
    title: str
    kind: str
    name: str = ""
    foot: str = ""


def write(cards: Sequence[Card], *, language: str, title: str) -> bytes:
    return compiled(cards, language=language, title=title, format="pdf", pdf_standards=STANDARD, timestamp=0)


def picture(card: Card, *, language: str) -> bytes:
    """One card as a PNG for a phone."""
    return compiled([card], language=language, title=card.pretty, single=True, format="png", ppi=250)


def compiled(cards: Sequence[Card], *, language: str, title: str, single: bool = False, **how: Any) -> bytes:
    import typst  # noqa: PLC0415 - slow import

    given = {"title": clean(title), "language": language, "single": single, "cards": [_given(card) for card in cards]}
    inputs = {"cards": json.dumps(given, ensure_ascii=False)}
    made = typst.compile(TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs=inputs, **how)
    return bytes(made[0] if isinstance(made, list) else made)


def _given(card: Card) -> dict[str, Any]:
    said = {name: clean(text) for name, text in asdict(card).items()}
    return {**said, "bars": code128.svg(card.code), "modules": code128.modules(card.code), "square": qr.svg(card.code)}
