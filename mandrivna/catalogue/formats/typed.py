"""A field as a cataloguer types it: `$aЛісова пісня :$bдрама-феєрія`. A dollar that is one is `{dollar}`, as MARCMaker has it."""

from __future__ import annotations

import re

from mandrivna.catalogue.formats.marc import IRBIS, NO_INDICATORS, Field

DOLLAR = "{dollar}"


def typed(field: Field) -> str:
    return field.value.replace("$", DOLLAR) + "".join(f"${code}{text.replace('$', DOLLAR)}" for code, text in field.subs)


def read_typed(scheme: str, tag: str, ind: str, text: str) -> Field:
    """Forgiving: `ǂ`, `‡` and `▼` of other systems begin a sub-field as well; `#` in indicators is a blank."""
    said = re.sub(r"[\x00-\x1f]+", " ", re.sub("[ǂ‡▼]", "$", text)).strip()
    head, *parts = said.split("$")
    subs = tuple((part[0], part[1:].strip().replace(DOLLAR, "$")) for part in parts if part)
    control = scheme != IRBIS and tag.startswith("00")
    indicators = "" if scheme == IRBIS or control else (ind.replace("#", " ").replace("_", " ") + NO_INDICATORS)[:2]
    return Field(tag, indicators, head.strip().replace(DOLLAR, "$"), subs)
