"""Copies as other systems keep them: 952 and 995 of Koha, 852, 899, and 910 of ІРБІС with all its sub-fields."""

from __future__ import annotations

import re

from mandrivna.catalogue.formats.columns import tidy
from mandrivna.catalogue.formats.described import Holding
from mandrivna.catalogue.formats.index import Index
from mandrivna.catalogue.formats.marc import IRBIS, Field

PLACES = {
    "952": {"i": "inventory", "p": "barcode", "c": "shelf", "o": "call_number", "d": "received", "g": "price"},
    "995": {"j": "inventory", "f": "barcode", "e": "shelf", "k": "call_number", "5": "received", "p": "price"},
    "852": {"p": "barcode", "c": "shelf", "h": "call_number"},
    "899": {"p": "inventory", "c": "shelf", "j": "call_number"},
    "910": {"b": "inventory", "h": "barcode", "d": "shelf", "r": "call_number", "c": "received", "e": "price"},
}
"""Sub-field → column of a holding, by the tag; everything else stays in `extra` under its code."""
KOHA_FLAGS = {"0": "withdrawn", "1": "lost", "4": "damaged", "7": "not_for_loan", "q": "loaned"}
IRBIS_STATUS = {"0": "", "1": "loaned", "2": "processing", "4": "lost", "5": "not_for_loan", "6": "withdrawn", "8": "transit"}
"""910^A; what is none of these and none of `WITHOUT_NUMBER` is «other»: nobody knows whether it stands."""
WITHOUT_NUMBER = ("U", "C", "R", "P")
"""Copies without a number of their own, told by ^1."""
AS_IT_WAS = "as_it_was"
"""On the way out: nobody here has looked yet, so the former system's word stands."""
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)$")


def holdings_of(by: Index, scheme: str) -> list[Holding]:
    """Of one kind only: a record that was exported twice over may carry the same copies in 952 and in 852."""
    tags = ("910", "952", "899", "852") if scheme == IRBIS else ("952", "995", "910", "899", "852")
    for tag in tags:
        if tag in by and (found := [holding for field in by[tag] if field.subs and (holding := _holding(field))]):
            return found
    return []


def _holding(field: Field) -> Holding | None:
    places, found = PLACES[field.tag], Holding(tag=field.tag)
    for code, text in field.subs:
        text = tidy(text)
        place = places.get(code)
        if place and not getattr(found, place):
            setattr(found, place, text)
        elif text:
            found.extra[code] = f"{found.extra[code]}; {text}" if code in found.extra else text
    if field.tag == "952":
        found.status = next((word for code, word in KOHA_FLAGS.items() if found.extra.get(code, "0") != "0"), "")
        found.shelf = found.shelf or found.extra.pop("b", "")
    elif field.tag == "910":
        _irbis(found)
    elif field.tag == "852":
        found.inventory = found.extra.pop("3", "") if found.extra.get("3", "").isdigit() else ""
        found.call_number = " ".join(part for part in (found.call_number, found.extra.pop("i", "")) if part) or found.extra.pop(
            "j", ""
        )
        found.shelf = found.shelf or found.extra.pop("b", "")
    if day := _DAY.match(found.received):
        found.received = f"{day[1]}-{day[2]}-{day[3]}"
    anything = found.inventory or found.barcode or found.shelf or found.call_number or found.extra
    return found if anything else None


def _irbis(found: Holding) -> None:
    status = found.extra.get("a", "0").upper()
    found.status = IRBIS_STATUS.get(status, "" if status in WITHOUT_NUMBER else "other")
    number = found.extra.get("1", "")
    if re.fullmatch("[0-9]{1,4}", number) and int(number):
        found.number = int(number)
        del found.extra["1"]
