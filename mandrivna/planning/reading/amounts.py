"""Quantities of a row: «200 прим.», «1 900 осіб», a bare «12», three values in a cell beside three items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandrivna.planning.reading.said import Place, Quantity

_NUMBER = r"\d{1,3}(?:[ \u00a0.]\d{3}){1,3}|\d{1,7}"
_UNIT = r"[а-яіїєґА-ЯІЇЄҐ%][а-яіїєґА-ЯІЇЄҐ'’.-]*"
_ONE = re.compile(rf"(?<![\d.,/-])({_NUMBER})(?![\d.,]*\d)\s*({_UNIT})?")
_WHOLE = re.compile(rf"\s*(?:{_NUMBER})\s*(?:{_UNIT})?(?:\s+{_UNIT})?\s*")
_STACK = re.compile(rf"(?:(?:{_NUMBER})\s*{_UNIT}(?:\s+|$)){{2,}}")
_BULLET = re.compile(r"[-–—•●○▪◦✓]\s")
_PART = re.compile(r"з них|зокрема|в т\.?\s*ч|у тому числі", re.IGNORECASE)
_NOT_UNITS = {"рік", "року", "роки", "р", "рр", "р.", "рр.", "квартал", "кв", "кв."}


def stacked_lines(text: str) -> tuple[str, ...]:
    """«200 записів 200 записів 200 записів» is three values: a line each."""
    if not _STACK.fullmatch(text):
        return (text,)
    return tuple(match[0].strip() for match in re.finditer(rf"(?:{_NUMBER})\s*{_UNIT}", text))


def quantities_of(lines: Sequence[str], title_lines: Sequence[str], place: Place, *, whole: bool = True) -> tuple[Quantity, ...]:
    """`whole`: the column is of quantities, so a bare number is one; elsewhere only a number with its unit."""
    found: list[tuple[int, Quantity]] = []
    for at, line in enumerate(lines):
        sure = 1.0 if _WHOLE.fullmatch(line) else 0.7
        for match in _ONE.finditer(line):
            unit = (match[2] or "").strip()
            if unit.casefold() in _NOT_UNITS or (not unit and not whole):
                continue
            number = int(re.sub(r"\D", "", match[1]))
            found.append((at, Quantity(number, unit, line, confidence=sure, place=place)))
    return tuple(_aligned(found, title_lines))


def _aligned(found: Sequence[tuple[int, Quantity]], title_lines: Sequence[str]) -> list[Quantity]:
    """Stacked values go to the items of the title's list: as many as there are, counted from the last."""
    if len(found) < 2:
        return [quantity for _at, quantity in found]
    items = [at for at, line in enumerate(title_lines) if _BULLET.match(line)] or list(range(1, len(title_lines)))
    fits = len(items) == len(found)
    made = []
    for order, (_at, quantity) in enumerate(found):
        line = items[order] if fits else None
        before = title_lines[line - 1] if line else ""
        made.append(_with(quantity, line, part=order > 0 and bool(_PART.search(before))))
    return made


def _with(quantity: Quantity, line: int | None, *, part: bool) -> Quantity:
    return Quantity(
        quantity.number, quantity.unit, quantity.written, line, part, min(quantity.confidence, 1.0 if line is not None else 0.8),
        quantity.place,
    )  # fmt: skip
