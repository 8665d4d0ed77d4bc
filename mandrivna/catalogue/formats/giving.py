"""Our copies as fields that other systems know: 952 of Koha in MARC 21 and УкрМАРК, 910 in ІРБІС."""

from __future__ import annotations

from collections.abc import Iterable

from mandrivna.catalogue.formats.described import Holding
from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc

KOHA = (("d", "received"), ("g", "price"), ("i", "inventory"), ("c", "shelf"), ("o", "call_number"), ("p", "barcode"))
IRBIS_SUBS = (("B", "inventory"), ("C", "received"), ("D", "shelf"), ("E", "price"), ("H", "barcode"), ("R", "call_number"))


def with_copies(marc: Marc, copies: Iterable[Holding]) -> Marc:
    """A description that goes out with the copies as they are now; what stood there of other days does not go along."""
    listed = list(copies)
    tag = "910" if marc.scheme == IRBIS else "952"
    kept = [one for one in marc.fields if one.tag != tag] if listed else list(marc.fields)
    return Marc(marc.scheme, marc.leader, [*kept, *(_field(tag, one) for one in listed)])


def _field(tag: str, one: Holding) -> Field:
    if tag == "910":
        subs = [("A", "1" if one.status == "loaned" else "0")]
        subs += [(code, _irbis_day(text) if code == "C" else text) for code, name in IRBIS_SUBS if (text := getattr(one, name))]
        return Field(tag, "", "", tuple(subs))
    return Field(tag, "  ", "", tuple((code, text) for code, name in KOHA if (text := getattr(one, name))))


def _irbis_day(text: str) -> str:
    return text.replace("-", "")
