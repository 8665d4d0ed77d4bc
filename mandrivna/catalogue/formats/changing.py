"""How a changed column reaches its field: the moves that all schemes share. Only what changed is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mandrivna.catalogue.formats.columns import isbn13
from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc, Subfield

type Writer = Callable[[Marc, Any], None]

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")


def no_ind(marc: Marc) -> str:
    return "" if marc.scheme == IRBIS else "  "


def swap(marc: Marc, old: Field, subs: Iterable[Subfield], value: str | None = None) -> None:
    """The same field with other contents; empty contents take it away."""
    at = next(place for place, one in enumerate(marc.fields) if one is old)
    new = replace(old, subs=tuple(subs), value=old.value if value is None else value)
    marc.fields[at : at + 1] = [new] if new.subs or new.value else []


def set_in(marc: Marc, field: Field, codes: str, text: str, order: str) -> None:
    """One text in place of every sub-field of these codes; a new one stands where `order` wants it."""
    subs = list(field.subs)
    at = next((place for place, (code, _old) in enumerate(subs) if code in codes), None)
    subs = [sub for sub in subs if sub[0] not in codes]
    if text:
        if at is None:
            after = order.partition(codes[0])[2]
            at = next((place for place, (code, _old) in enumerate(subs) if after and code in after), len(subs))
        subs.insert(min(at, len(subs)), (codes[0], text))
    swap(marc, field, subs)


def sub(tag: str, codes: str, *, ind: str = "  ", order: str = "", others: tuple[str, ...] = ()) -> Writer:
    """The writer of a column that is one sub-field; `others` are tags that may hold it instead."""

    def write(marc: Marc, text: str) -> None:
        field = next((found for known in (tag, *others) if (found := marc.first(known))), None)
        if field is not None:
            set_in(marc, field, codes, text, order)
        elif text:
            marc.add(Field(tag, "" if marc.scheme == IRBIS else ind, "", ((codes[0], text),)))

    return write


def value(tag: str) -> Writer:
    """The writer of a column that is the text before any sub-field (ІРБІС); lines and «; » make several fields."""

    def write(marc: Marc, text: str) -> None:
        marc.drop(tag)
        for part in filter(None, text.split("\n")):
            marc.add(Field(tag, "", part))

    return write


def values(tag: str) -> Writer:
    plain = value(tag)
    return lambda marc, text: plain(marc, "\n".join(part.strip() for part in text.split(";")))


def lines(tag: str, *, ind: str = "  ", codes: str = "a") -> Writer:
    def write(marc: Marc, text: str) -> None:
        kept = {" ".join(field.text(codes).split()): field for field in marc[tag]}
        marc.drop(tag)
        for line in filter(None, text.split("\n")):
            marc.add(kept.get(line) or Field(tag, ind, "", ((codes[0], line),)))

    return write


def classes(tag: str, source: str = "", mine: Callable[[Field], bool] = lambda field: True) -> Writer:
    """Several classes in one column, joined by «; »; a field whose class stays is not touched."""

    def write(marc: Marc, text: str) -> None:
        wanted = [part.strip() for part in text.split(";") if part.strip()]
        for field in [one for one in marc[tag] if mine(one)]:
            texts = [known for code, known in field.subs if code == "a"]
            if not any(known.strip() in wanted for known in texts):
                marc.fields.remove(field)
            else:
                wanted = [part for part in wanted if part not in texts]
        for part in wanted:
            marc.add(Field(tag, "  ", "", (("a", part), *((("2", source),) if source else ()))))

    return write


def number(tag: str, code: str) -> Writer:
    """An ISBN: in place of the number of the same sort, its price and its note stay. `code` z is the misprinted one."""

    def write(marc: Marc, text: str) -> None:
        for field in marc[tag]:
            for at, (known, said) in enumerate(field.subs):
                wrong = known == "z" or (known == "a" and not isbn13(said.split("(")[0]))
                if known in "az" and wrong == (code == "z"):
                    new = ((known, text),) if text and wrong == (code == "z") else ()
                    swap(marc, field, (*field.subs[:at], *new, *field.subs[at + 1 :]))
                    return
        if text:
            marc.add(Field(tag, no_ind(marc), "", ((code, text),)))

    return write


def with_year(text: str, year: int | None) -> str:
    """The year inside what stands there («cop. 1999», «[2001]»)."""
    if year is None:
        return ""
    return _YEAR.sub(str(year), text, count=1) if _YEAR.search(text) else str(year)


def series(tag: str, *, ind: str, others: tuple[str, ...] = ()) -> Writer:
    def write(marc: Marc, text: str) -> None:
        name, _, volume = text.rpartition(" ; ") if " ; " in text else (text, "", "")
        field = next((found for known in (tag, *others) if (found := marc.first(known))), None)
        subs = tuple((code, part) for code, part in (("a", name), ("v", volume)) if part)
        if field is None:
            marc.add(Field(tag, "" if marc.scheme == IRBIS else ind, "", subs))
        else:
            rest = [one for one in field.subs if one[0] not in ("anpv" if marc.scheme == "marc21" else "ahiv")]
            swap(marc, field, (*subs, *rest) if text else ())

    return write


def headings(tags: tuple[str, ...], words_tag: str, lines_of: Callable[[Field], list[str]], new: tuple[str, str, str]) -> Writer:
    """Subjects: a field stays while its line stays; `new` is tag, indicators and the codes of a heading and its subdivisions."""

    def write(marc: Marc, text: str) -> None:
        wanted = [line.strip() for line in text.split("\n") if line.strip()]
        for field in [one for one in marc.fields if one.tag in tags or one.tag == words_tag]:
            said = lines_of(field)
            if all(line in wanted for line in said):
                wanted = [line for line in wanted if line not in said]
            elif field.tag == words_tag and any(line in wanted for line in said):
                kept = [line for line in said if line in wanted]
                swap(marc, field, tuple(("a", line) for line in kept), "")
                wanted = [line for line in wanted if line not in kept]
            else:
                marc.fields.remove(field)
        tag, ind, codes = new
        for line in wanted:
            parts = line.split(" — ")
            marc.add(Field(tag, ind, "", tuple((codes[min(place, 1)], part) for place, part in enumerate(parts))))

    return write
