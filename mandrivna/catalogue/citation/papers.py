"""Lists of sources and catalogue cards as papers; `shared.printing` writes them as PDF or DOCX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mandrivna.catalogue.citation.dstu71 import Card
from mandrivna.shared.printing.document import Block, Cell, Column, Document, Grid, Margins, Text

MARK, TEXT = 32, 125
"""Millimetres: the left edge of a card holds its shelf mark, the card itself is 125 wide."""


def list_paper(title: str, lines: Sequence[str], *, made: str = "", note: str = "") -> Document:
    blocks: list[Block] = [Text(text=f"{number}. {line}") for number, line in enumerate(lines, start=1)]
    return Document(language="uk", title=title, blocks=blocks, made=made, notes=[note] if note else [])


def cards_paper(title: str, caption: str, heads: tuple[str, str], cards: Iterable[Card], *, made: str = "") -> Document:
    """A sheet to be cut: each card is one row and is never torn by the end of a page."""
    grid = Grid(
        caption=caption,
        columns=(Column(width=MARK, names=True), Column(width=TEXT)),
        head=[[Cell(text=head, strong=True) for head in heads]],
        rows=[[Cell(text="\n".join(card.shelf_mark)), Cell(text=card_text(card))] for card in cards],
    )
    return Document(language="uk", title=title, blocks=[grid], made=made, margins=Margins(left=20))


def card_text(card: Card) -> str:
    """Heading, the description set in, the annotation, and the classes in the last line."""
    return "\n".join(part for part in (card.heading, f"    {card.text}", card.annotation, card.classes) if part)
