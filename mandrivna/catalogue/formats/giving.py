"""Our copies as fields that other systems know: 952 of Koha in MARC 21 and УкрМАРК, 910 in ІРБІС.

A copy that came with a field goes out with that field, as it stood; only what has changed since is said anew. A field of a copy
that never became ours (its number was taken, it was written off there) stays in the description as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mandrivna.catalogue.formats.columns import tidy
from mandrivna.catalogue.formats.described import Holding
from mandrivna.catalogue.formats.holdings import AS_IT_WAS, IRBIS_STATUS, KOHA_FLAGS, WITHOUT_NUMBER
from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc, Subfield

KOHA = (("d", "received"), ("g", "price"), ("i", "inventory"), ("c", "shelf"), ("o", "call_number"), ("p", "barcode"))
IRBIS_SUBS = (("b", "inventory"), ("c", "received"), ("d", "shelf"), ("e", "price"), ("h", "barcode"), ("r", "call_number"))
NUMBER, CODE, SHELF = {"910": "b", "952": "i"}, {"910": "h", "952": "p"}, {"910": "d", "952": "c"}


def with_copies(marc: Marc, copies: Iterable[Holding]) -> Marc:
    """A description that goes out with the copies as they are now."""
    listed = list(copies)
    if not listed:
        return marc
    tag = "910" if marc.scheme == IRBIS else "952"
    stood = [one for one in marc.fields if one.tag == tag]
    numbers = {text: one for one in reversed(stood) if (text := _said(one, NUMBER[tag]))}
    codes = {text: one for one in reversed(stood) if (text := _said(one, CODE[tag]))}
    ours: set[int] = set()
    made = []
    for one in listed:
        base = None if one.given else numbers.get(one.inventory) or codes.get(one.barcode)
        base = None if base is None or id(base) in ours else base
        if base is not None:
            ours.add(id(base))
        made.append(_changed(base, one) if base is not None else _field(tag, one))
    if any(one.given for one in listed):
        ours |= {id(one) for one in stood if not _said(one, NUMBER[tag]) and not _said(one, CODE[tag])}
    return Marc(marc.scheme, marc.leader, [*(one for one in marc.fields if id(one) not in ours), *made])


def _said(field: Field, code: str) -> str:
    return next((tidy(text) for known, text in field.subs if _same(field.tag, known) == code), "")


def _same(tag: str, code: str) -> str:
    """Letters of ІРБІС are the same in both cases."""
    return code.lower() if tag == "910" else code


def _changed(field: Field, one: Holding) -> Field:
    """The field as it came, with what is otherwise now."""
    tag, subs = field.tag, list(field.subs)
    if one.shelf != _said(field, SHELF[tag]) and _said(field, SHELF[tag]):
        subs = _with(tag, subs, SHELF[tag], one.shelf)
    for code, text in ((NUMBER[tag], one.inventory), (CODE[tag], one.barcode)):
        if text and not _said(field, code):
            subs.append((code, text))
    if tag == "910":  # several pieces of one line are several lines now
        subs = [(code, text) for code, text in subs if code != "1" or tidy(text) in ("", "0", "1")]
    return Field(tag, field.ind, field.value, tuple(_state(tag, subs, one.status)))


def _with(tag: str, subs: Sequence[Subfield], code: str, text: str) -> list[Subfield]:
    place = next((at for at, (known, _text) in enumerate(subs) if _same(tag, known) == code), None)
    if place is None:
        return [(code, text), *subs]
    return [(known, text) if at == place else (known, old) for at, (known, old) in enumerate(subs)]


def _state(tag: str, subs: list[Subfield], status: str) -> list[Subfield]:
    """What stands on its shelf here is not lost, lent or written off any more."""
    if status == AS_IT_WAS:
        return subs
    if tag == "910":
        was = next((tidy(text).upper() for code, text in subs if code.lower() == "a"), "")
        fits = was in WITHOUT_NUMBER or (was and not IRBIS_STATUS.get(was, "other"))
        now = {"loaned": "1", "withdrawn": "6"}.get(status, was if fits else "0")
        return _with(tag, subs, "a", now)
    subs = [(code, text) for code, text in subs if code not in KOHA_FLAGS or tidy(text) in ("", "0")]
    return _with(tag, subs, "0", "1") if status == "withdrawn" else subs


def _field(tag: str, one: Holding) -> Field:
    """Of a copy whose field is not in the description: from its columns, and what the former system said by its codes."""
    irbis = tag == "910"
    subs = [
        (code, text.replace("-", "") if irbis and code == "c" else text)
        for code, name in (IRBIS_SUBS if irbis else KOHA)
        if (text := getattr(one, name))
    ]
    if one.tag == tag:
        known = {code for code, _text in subs}
        subs += [(code, text) for code, text in one.extra.items() if code not in known]
    return Field(tag, "" if irbis else "  ", "", tuple(_state(tag, subs, one.status)))
