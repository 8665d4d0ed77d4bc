"""A field as a cataloguer types it: `$aЛісова пісня :$bдрама-феєрія`. A dollar that is one is `{dollar}`, as MARCMaker has it."""

from __future__ import annotations

import re

from mandrivna.catalogue.formats.marc import IRBIS, NO_INDICATORS, Field

DOLLAR = "{dollar}"


def typed(field: Field) -> str:
    if field.tag.startswith("00") and field.ind != "":
        return field.value.replace(" ", "#")  # a place in a control field means something, so its blanks are seen
    return field.value.replace("$", DOLLAR) + "".join(f"${code}{text.replace('$', DOLLAR)}" for code, text in field.subs)


def read_typed(scheme: str, tag: str, ind: str, text: str) -> Field:
    """Forgiving: `ǂ`, `‡` and `▼` of other systems begin a sub-field as well; `#` in indicators is a blank."""
    if scheme != IRBIS and tag.startswith("00"):
        return Field(tag, NO_INDICATORS, re.sub(r"[\x00-\x1f]+", "", text).replace("#", " "))
    said = re.sub(r"[\x00-\x1f]+", " ", re.sub("[ǂ‡▼]", "$", text)).strip()
    head, *parts = said.split("$")
    subs = tuple((part[0], part[1:].strip().replace(DOLLAR, "$")) for part in parts if part)
    indicators = "" if scheme == IRBIS else (ind.replace("#", " ").replace("_", " ") + NO_INDICATORS)[:2]
    return Field(tag, indicators, head.strip().replace(DOLLAR, "$"), subs)
