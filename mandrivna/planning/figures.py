"""How a figure is read from what people type and how it is shown to them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from mandrivna.planning.states import State

NBSP = "\u00a0"
MINUS = "\u2212"
DASHES = frozenset({"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})
NOT_COMPUTED = "—"
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+")


@dataclass(frozen=True)
class Cell:
    """One place of the table. `origin` says who answers for it: plan, ledger, document or computation."""

    state: State
    value: int | Decimal | None = None
    origin: str = ""
    forecast_at: dt.date | None = None
    document: int | None = None
    """What a document of that year says where the ledger says something else."""
    digits: int = 0

    @property
    def known(self) -> bool:
        return self.state == State.NUMBER

    @property
    def text(self) -> str:
        return show(self)


EMPTY = Cell(State.EMPTY)
NO_DATA = Cell(State.NO_DATA)
UNDEFINED = Cell(State.UNDEFINED, origin="computed")


def number(value: int | Decimal, digits: int = 0) -> str:
    """1 900 · 12,5 · −300, with spaces that do not break."""
    text = f"{abs(rounded(value, digits)):,.{digits}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if rounded(value, digits) < 0 else text


def signed_number(value: int) -> str:
    """+3 · −2; nothing where nothing changed."""
    return f"+{number(value)}" if value > 0 else number(value) if value else ""


def show(cell: Cell) -> str:
    if cell.known and cell.value is not None:
        return number(cell.value, cell.digits)
    return {State.DASH: "-", State.NO_DATA: _("немає даних"), State.UNDEFINED: NOT_COMPUTED}.get(State(cell.state), "")


def signed(cell: Cell) -> str:
    return f"+{cell.text}" if cell.known and cell.value is not None and cell.value > 0 else cell.text


def percent(cell: Cell) -> str:
    return f"{cell.text}{NBSP}%" if cell.known else cell.text


def rounded(value: int | Decimal | Fraction, digits: int) -> Decimal:
    """Half away from zero, as people round; a fraction is rounded once, not twice."""
    step = Decimal(1).scaleb(-digits)
    if isinstance(value, Fraction):
        units, rest = divmod(abs(value) * 10**digits, 1)
        whole = int(units) + (1 if rest >= Fraction(1, 2) else 0)
        return (Decimal(whole) * step * (-1 if value < 0 else 1)).quantize(step)
    return Decimal(value).quantize(step, rounding=ROUND_HALF_UP)


def quotient(above: int | Decimal, below: int | Decimal, *, per: int = 1, digits: int = 1) -> Cell:
    """Division by zero is not zero and not an error: it prints «—»."""
    if not below:
        return UNDEFINED
    return Cell(State.NUMBER, rounded(Fraction(above) * per / Fraction(below), digits), "computed", digits=digits)


def parse(text: str) -> tuple[State, int | None]:
    """«5 200», «5200», «-» or nothing. Anything else is a ValueError; nothing is guessed."""
    text = text.strip()
    if not text:
        return State.EMPTY, None
    if text in DASHES:
        return State.DASH, None
    if not _GROUPED.fullmatch(text):
        raise ValueError(text)
    return State.NUMBER, int(re.sub(r"\D", "", text))
