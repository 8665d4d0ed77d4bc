"""Words of last year's plan for the next one: years and anniversaries go on, what ran out is pointed out. Pure."""

from __future__ import annotations

import re

_ANNIVERSARY = re.compile(r"\b(\d{1,4})(\s*|-\s*)(?=(?:ї|ої|та|а|у|ту|ий|ій)?\s*-?\s*(?:річч|річниц|роковин|літт))", re.IGNORECASE)
_RANGE = re.compile(r"\b((?:19|20|21)\d\d)(\s*[-–—]\s*)((?:19|20|21)\d\d)\b")
_YEAR = re.compile(r"(?<![\d–—-])\b((?:19|20|21)\d\d)\b(?!\s*[-–—]\s*\d)")
LONG = 3
"""A stretch of more years than this is a strategy's own, and does not move along with a plan."""


def advanced(text: str, year: int, to: int) -> str:
    """«79 річниці» → «80 річниці», «звіти за 2024 рік» → «звіти за 2025 рік» when the plan for 2025 becomes the plan for 2026.

    Only years near the plan's own are moved: a date of birth, a decree and a strategy's years stay as they are."""
    by = to - year
    said = _ANNIVERSARY.sub(lambda found: f"{int(found[1]) + by}{found[2]}", text)
    said = _RANGE.sub(lambda found: _range(found, year, by), said)
    return _YEAR.sub(lambda found: str(int(found[1]) + by) if _near(int(found[1]), year) else found[1], said)


def _near(said: int, year: int) -> bool:
    return year - 2 <= said <= year + 1


def _range(found: re.Match[str], year: int, by: int) -> str:
    first, last = int(found[1]), int(found[3])
    if last - first >= LONG or not (_near(first, year) and _near(last, year)):
        return found[0]
    return f"{first + by}{found[2]}{last + by}"


def run_out(text: str, year: int) -> list[str]:
    """«на 2021-2025 роки» in a plan for 2026: whoever copies it should know."""
    return [found[0] for found in _RANGE.finditer(text) if int(found[3]) < year and int(found[3]) - int(found[1]) >= LONG]
