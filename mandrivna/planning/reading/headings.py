"""Which paragraphs are headings, and what a heading opens."""

from __future__ import annotations

import re
from enum import StrEnum

from mandrivna.planning.reading.blocks import Paragraph
from mandrivna.shared.dates.term_words import MONTHS
from mandrivna.shared.text.folding import fold

NUMBERED = re.compile(
    r"(?:розділ\s+)?(\d{1,2}(?:\.\d{1,2}){0,3}|[IVXІХ]{1,5}(?=[.)\s]))(?:\.|\)|\s|(?=[А-ЯҐЄІЇ]))\s*[.–-]?\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
GOAL = re.compile(
    r"((?:стратегічна\s+|операційна\s+)?(?:ціль|мета))\s*(?:№\s*)?(\d{1,2})\s*[.:–-]?\s*(\S.*)", re.IGNORECASE | re.DOTALL
)
_MONTHS = "|".join(forms[0] for forms in MONTHS)
_LONGEST = 220


class Opens(StrEnum):
    INDICATORS = "indicators"
    CONTENTS = "contents"
    ABBREVIATIONS = "abbreviations"
    APPENDIX = "appendix"
    SECTION = "section"


def shouts(text: str) -> bool:
    """In capitals, but for a word or two."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 4 and sum(sign.isupper() for sign in letters) >= 0.8 * len(letters)


def names_month(text: str) -> bool:
    """«СІЧЕНЬ», «Січень 2025 року»: plans by months have no other headings."""
    return re.fullmatch(rf"(?:{_MONTHS})(?:\s+20\d\d(?:\s*р\w*\.?)?)?", fold(text).strip(" .:")) is not None


def opens(paragraph: Paragraph) -> Opens | None:
    """None for text."""
    if len(paragraph.text) > 2 * _LONGEST:
        return None
    said = fold(paragraph.text).strip(" :*.")
    if re.fullmatch(
        r"(?:загальні|основні|контрольні|планові)?\s*(?:кількісні |статистичні )?показники(?: роботи| діяльності)?(?: бібліотеки)?",
        said,
    ):
        return Opens.INDICATORS
    if said == "зміст":
        return Opens.CONTENTS
    if re.fullmatch(r"(?:перелік |список |умовні |прийняті )*скорочен\w+(?: та абревіатур\w*)?", said):
        return Opens.ABBREVIATIONS
    if re.fullmatch(r"додат(?:ок|ки)(?:\s*(?:№\s*)?[\dа-яa-z]{1,2})?", said):
        return Opens.APPENDIX
    return Opens.SECTION if _is_heading(paragraph) else None


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if not text or len(text) > _LONGEST or paragraph.bullet or "//" in text or (not text[0].isalnum() and text[0] not in '«“"'):
        return False
    if paragraph.level or names_month(text):
        return True
    if text.endswith((":", ";", ",")) and not shouts(text):
        return False
    numbered = NUMBERED.fullmatch(text)
    if numbered and not re.match(r"\d{4}", text):
        return shouts(numbered[2]) or (paragraph.bold and not text.endswith("."))
    return shouts(text) and (len(text.split()) > 1 or (paragraph.bold and len(text) > 5))


def split_number(text: str) -> tuple[str, str]:
    """(«1.1», title); «» without a number."""
    goal = GOAL.fullmatch(text.strip())
    if goal:
        return goal[2], goal[3].strip()
    numbered = NUMBERED.fullmatch(text.strip())
    if not numbered or re.match(r"\d{4}", text.strip()):
        return "", text.strip()
    return numbered[1].rstrip("."), numbered[2].strip()
