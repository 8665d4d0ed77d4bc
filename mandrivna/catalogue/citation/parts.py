"""«Т. 6, № 3. С. 363–378», «2025, № 3, с. 5-10», «12 січня»: where in its host a part stands, however it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = {
    "січ": "січ.", "лют": "лют.", "бер": "берез.", "кві": "квіт.", "тра": "трав.", "чер": "черв.", "лип": "лип.", "сер": "серп.",
    "вер": "верес.", "жов": "жовт.", "лис": "листоп.", "гру": "груд.",
}  # fmt: skip
"""As ДСТУ 3582:2013 shortens them."""

_PAGES = re.compile(
    r"(?<![^\W\d_])(?P<word>сторінки|стор|с|p|pp|s|арк|стб)\.?\s*(?P<span>[\dIVXLivxl][\w\s,–—-]*?)\s*[.;]?\s*$", re.IGNORECASE
)
_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:\s*[-–/]\s*(?P<to>\d{1,2}))?\s+(?P<month>[а-яіїє]{3,}\.?)", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.((?:1[5-9]|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NAMED = re.compile(
    r"(?<![^\W\d_])(?P<word>том|т|вип|випуск|кн|книга|ч|част|частина|vol|no|iss|pt|bd|зош)\.?\s*(?P<value>[\dIVXLа-яa-z][\w()/–-]*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"№\s*(?P<value>\d[\w()/–, -]*\d|\d\w*)")
_WORDS = {
    "том": "Т.", "т": "Т.", "вип": "Вип.", "випуск": "Вип.", "кн": "Кн.", "книга": "Кн.", "ч": "Ч.", "част": "Ч.", "частина": "Ч.",
    "vol": "Vol.", "no": "No.", "iss": "Iss.", "pt": "Pt.", "bd": "Bd.", "зош": "Зош.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    year: int | None = None
    volume: str = ""
    """«Т. 6, № 3»."""
    day: str = ""
    pages: str = ""
    rest: str = ""
    """What none of these is: kept as it was written."""


def parse(text: str) -> Part:
    text = " ".join(text.split())
    pages = ""
    if found := _PAGES.search(text):
        pages, text = _pages(found), text[: found.start()]
    day, year, text = _day(text)
    if year is None and (known := _YEAR.search(text)):
        year, text = int(known[0]), _cut(text, known)
    named: list[tuple[int, str]] = []
    for found in _NAMED.finditer(text):
        named.append((found.start(), f"{_WORDS[found['word'].lower()]} {found['value'].rstrip('.')}"))
    for found in _NUMBER.finditer(text):
        named.append((found.start(), f"№ {found['value'].strip()}"))
    rest = _NUMBER.sub(" ", _NAMED.sub(" ", text)).strip(" .,;:–-/()")
    volume = ", ".join(said for _at, said in sorted(named))
    if rest.isdigit() and not volume:
        volume, rest = f"№ {rest}", ""
    return Part(year, volume, day, pages, re.sub(r"\s*[.,;]\s*[.,;\s]*", ", ", rest).strip(" ,") if rest else "")


def _pages(found: re.Match[str]) -> str:
    word = found["word"].lower().rstrip(".")
    letter = {"p": "P.", "pp": "P.", "s": "S.", "арк": "Арк.", "стб": "Стб."}.get(word, "С.")
    return f"{letter} {span(found['span'])}"


def span(text: str) -> str:
    """An en dash without spaces, a comma with one."""
    text = re.sub(r"\s*[-–—]+\s*", "–", text.strip(" .,;"))
    return re.sub(r"\s*,\s*", ", ", text)


def _day(text: str) -> tuple[str, int | None, str]:
    if found := _NUMERIC_DAY.search(text):
        number = int(found[2])
        if 1 <= number <= 12:
            return f"{int(found[1])} {[*MONTHS.values()][number - 1]}", int(found[3]), _cut(text, found)
    if (found := _DAY.search(text)) and (month := MONTHS.get(found["month"].lower()[:3])):
        days = found["day"] + (f"–{found['to']}" if found["to"] else "")
        return f"{days} {month}", None, _cut(text, found)
    return "", None, text


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
