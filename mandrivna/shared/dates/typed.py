"""A day as people type it: «5.12», «05.12.26», «5 грудня 2026», «сьогодні», «вчора», and what a calendar widget sends."""

from __future__ import annotations

import datetime as dt
import re

WORDS = {
    "сьогодні": 0,
    "вчора": -1,
    "учора": -1,
    "позавчора": -2,
    "завтра": 1,
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
}
MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\s*[.,/\s-]\s*(\d{1,2})(?:\s*[.,/\s-]\s*(\d{4}|\d{2}))?\.?")
NAMED = re.compile(r"(\d{1,2})\s+([а-яіїєґ]+)(?:\s+(\d{4}))?(?:\s*(?:р\.?|року))?")


def read_day(text: str, today: dt.date) -> dt.date | None:
    """None when it is no day. Without a year it is this year's; two digits are of this century."""
    said = " ".join(text.replace("\u00a0", " ").casefold().split())
    if said in WORDS:
        return today + dt.timedelta(days=WORDS[said])
    if found := ISO.fullmatch(said):
        year, month, day = found.groups()
    elif found := DOTTED.fullmatch(said):
        day, month, year = found.groups()
    elif (found := NAMED.fullmatch(said)) and found[2] in MONTHS:
        day, month, year = found[1], str(MONTHS.index(found[2]) + 1), found[3]
    else:
        return None
    try:
        return dt.date(_year(year, today), int(month), int(day))
    except ValueError:
        return None


def _year(said: str | None, today: dt.date) -> int:
    if not said:
        return today.year
    return int(said) + today.year // 100 * 100 if len(said) == 2 else int(said)
