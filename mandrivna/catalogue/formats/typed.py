"""A field as a cataloguer types it: `$aЛісова пісня :$bдрама-феєрія`. A dollar that is one is `{dollar}`, as MARCMaker has it."""

from __future__ import annotations

import re
from collections.abc import Container

from mandrivna.catalogue.formats.marc import IRBIS, NO_INDICATORS, Field, Subfield
from mandrivna.catalogue.formats.positions import fixed_code

DOLLAR = "{dollar}"


def typed(field: Field, scheme: str = "") -> str:
    if field.tag.startswith("00") and field.ind != "":
        return field.value.replace(" ", "#")  # a place in a control field means something, so its blanks are seen
    fixed = fixed_code(scheme, field.tag)
    subs = ((code, text.replace(" ", "#") if code == fixed else text) for code, text in field.subs)
    return field.value.replace("$", DOLLAR) + "".join(f"${code}{text.replace('$', DOLLAR)}" for code, text in subs)


def read_typed(scheme: str, tag: str, ind: str, text: str, known: Container[Subfield] = ()) -> Field:
    """Forgiving: `ǂ`, `‡` and `▼` of other systems begin a sub-field as well; `#` in indicators is a blank. Blanks around a
    text are dropped, unless it is `known` to have had them (the text before any sub-field has no code)."""
    if scheme != IRBIS and tag.startswith("00"):
        return Field(tag, NO_INDICATORS, re.sub(r"[\x00-\x1f]+", "", text).replace("#", " "))
    head, *parts = re.sub(r"[\x00-\x1f]+", " ", re.sub("[ǂ‡▼]", "$", text)).split("$")
    subs = tuple((part[0], _said(part[0], part[1:], known)) for part in parts if part.strip())
    if fixed := fixed_code(scheme, tag):
        subs = tuple((code, said.replace("#", " ") if code == fixed else said) for code, said in subs)
    indicators = "" if scheme == IRBIS else (ind.replace("#", " ").replace("_", " ") + NO_INDICATORS)[:2]
    return Field(tag, indicators, _said("", head, known), subs)


def _said(code: str, raw: str, known: Container[Subfield]) -> str:
    text = raw.replace(DOLLAR, "$")
    return text if (code, text) in known else text.strip()
