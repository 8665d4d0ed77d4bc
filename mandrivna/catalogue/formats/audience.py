"""For whom a title is: MARC 21 (008/22, 521), UNIMARC (100 $a/17–19, 333), words of a table; and our own word in 991 $u."""

from __future__ import annotations

from collections.abc import Iterable

from mandrivna.catalogue.formats.columns import OURS, OWN
from mandrivna.catalogue.formats.index import Index, value

AUDIENCES = ("preschool", "children", "teens", "adults", "special")
NOBODY = "-"
"""991 $u: somebody said that the codes of the description are wrong and the title is for everybody."""
CODES21 = {"a": "preschool", "b": "children", "c": "children", "j": "children", "d": "teens", "e": "adults", "f": "special"}
CODES = {"a": "children", "b": "preschool", "c": "children", "d": "children", "e": "teens", "k": "special", "m": "adults"}
WITHOUT = frozenset(("serial", "issue", "object", "archive"))
"""Kinds whose 008/22 says something else."""
_STEMS = (
    ("дошк", "preschool"), ("малюк", "preschool"), ("preschool", "preschool"), ("підліт", "teens"), ("юнац", "teens"),
    ("старш", "teens"), ("teen", "teens"), ("adolescen", "teens"), ("young adult", "teens"), ("молодш", "children"),
    ("діт", "children"), ("child", "children"), ("juvenile", "children"), ("фахів", "special"), ("спеціаліст", "special"),
    ("науковц", "special"), ("науков", "special"), ("студент", "special"), ("специалист", "special"), ("доросл", "adults"),
    ("adult", "adults"), ("дет", "children"),
)  # fmt: skip


def in_words(texts: Iterable[str]) -> str:
    for text in texts:
        low = text.casefold()
        if low.strip() in AUDIENCES:
            return low.strip()
        if found := next((audience for stem, audience in _STEMS if stem in low), ""):
            return found
    return ""


def of_marc21(by: Index, kind: str) -> str:
    code = value(by, "008")[22:23] if kind not in WITHOUT else ""
    if (found := CODES21.get(code, "")) or "521" not in by:
        return found
    return in_words(text for field in by["521"] for text in field.all("a"))


def of_unimarc(by: Index) -> str:
    codes = next((field.get("a")[17:20] for field in by.get("100", ())), "")
    found = next((CODES[code] for code in codes if code in CODES), "")
    return found or in_words(text for field in by.get("333", ()) for text in (field.value, *field.all("a")))


def own(by: Index, found: str) -> str:
    """What people here said wins over the codes."""
    said = next((field.get("u") for field in by.get(OWN, ()) if field.get("2") == OURS and field.get("u")), "")
    return "" if said == NOBODY else said if said in AUDIENCES else found
