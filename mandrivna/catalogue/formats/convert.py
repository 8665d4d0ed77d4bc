"""UNIMARC ↔ MARC 21 ↔ ІРБІС by the table in `data/conversion.yaml`. Nothing is dropped (see `kept`).

Converted there and back, a record that nobody edited in between is what it was, field by field.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from mandrivna.catalogue.formats import marc21, unimarc
from mandrivna.catalogue.formats.absorbing import LEADER, LEADER21, WORKSHEET, WRITERS
from mandrivna.catalogue.formats.columns import role_of
from mandrivna.catalogue.formats.conversion_rules import Line, converted, kind_of
from mandrivna.catalogue.formats.kept import KEPT, indicators, original, packed
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc, Subfield

TABLE = Path(__file__).parent / "data" / "conversion.yaml"
SEAL = "h"
"""992 $h: of what the kept field became. When that has been edited meanwhile, the old field is history and stays in 992."""
LOCAL, DERIVED = "9", "-"
"""992 $t -: the field of this seal was only made of a code elsewhere, and goes again on the way back."""


type Waiting = dict[str, list[Field]]
"""Kept fields of the scheme we convert to, by the seal of what they became."""


def convert(marc: Marc, scheme: str) -> Marc:
    """The same description in another scheme; ІРБІС and MARC 21 meet in UNIMARC."""
    if marc.scheme == scheme:
        return Marc(scheme, marc.leader, list(marc.fields))
    if UNIMARC not in (marc.scheme, scheme):
        return convert(convert(marc, UNIMARC), scheme)
    made = Marc(scheme, _leader(marc, scheme), [])
    waiting: Waiting = {}
    for one in marc[KEPT]:
        if one.get("2") == scheme and (seal := one.get(SEAL)):
            waiting.setdefault(seal, []).append(one)
    for field in marc.fields:
        if field.tag == KEPT:
            _kept(field, made)
        else:
            _one(field, marc, made, waiting)
    _derive(marc, made)
    _seal_leader(marc, made, waiting)
    for stale in (one for ones in waiting.values() for one in ones):
        made.add(_ind(stale, scheme))
    return made


def _derive(marc: Marc, made: Marc) -> None:
    """What one scheme says by a code and the other by a field of its own: language, worksheet."""
    if made.scheme == IRBIS and not made.first("920"):
        _derived(made, Field("920", "", WORKSHEET[kind_of(marc)]), marc.scheme)
    if made.scheme == IRBIS and kind_of(marc) == "issue":
        found, issue = unimarc.describe(marc), Marc(IRBIS, "", [Field("920", "", "NJ")])
        WRITERS[IRBIS]["part"](issue, found.part)
        WRITERS[IRBIS]["host_number"](issue, found.host_number)
        for new in issue.fields:
            if new.tag != "920" and not made.first(new.tag):
                _derived(made, new, marc.scheme)
    if made.scheme == MARC21 and kind_of(marc) == "eresource" and not made.first("008"):
        _derived(made, Field("008", value=" " * 23 + "o" + " " * 11 + (marc.value("101", "a")[:3] or "   ") + "  "), marc.scheme)
    code = marc.value("008")[35:38] if marc.scheme == MARC21 else ""
    if code.strip(" |#") and not made.first("101"):
        _derived(made, Field("101", "0 ", "", (("a", code),)), marc.scheme)


def _derived(made: Marc, new: Field, source: str) -> None:
    made.add(new)
    made.add(_ind(_keeping(Field(DERIVED, "", ""), source, _seal(new)), made.scheme))


def _kept(field: Field, made: Marc) -> None:
    """Of this very scheme and never converted: it comes back. Of another: it travels on."""
    if field.get("2") == made.scheme and not field.get(SEAL):
        made.add(original(field))
    elif field.get("2") != made.scheme:
        made.add(_ind(field, made.scheme))


def _ind(field: Field, scheme: str) -> Field:
    return replace(field, ind="" if scheme == IRBIS else "  ")


def _one(field: Field, marc: Marc, made: Marc, waiting: Waiting) -> None:
    seal = _seal(field)
    if waiting.get(seal):
        if (old := waiting[seal].pop(0)).get("t") != DERIVED:
            made.add(original(old))
        return
    line = _line(field, marc.scheme, made.scheme)
    new = converted(field, line, marc, made.scheme) if line else None
    if new is None or not (new.subs or new.value):
        same = marc.scheme != IRBIS and made.scheme != IRBIS and field.tag.startswith(LOCAL)
        if same or field.tag == "991":
            made.add(_ind(field, made.scheme) if field.tag == "991" else field)
        else:
            made.add(_keeping(field, marc.scheme, ""))
        return
    made.add(new)
    back = _line(new, made.scheme, marc.scheme)
    if back is None or converted(new, back, made, marc.scheme) != field:
        made.add(_keeping(field, marc.scheme, _seal(new)))


def _keeping(field: Field, scheme: str, seal: str) -> Field:
    about: list[Subfield] = [("2", scheme), ("t", field.tag)]
    about += indicators(field.ind)
    about += [("v", field.value)] if field.value else []
    return Field(KEPT, "  ", "", (*about, *packed(field.subs), *(((SEAL, seal),) if seal else ())))


def _seal(field: Field) -> str:
    return hashlib.blake2b(repr((field.tag, field.ind, field.value, field.subs)).encode(), digest_size=6).hexdigest()


# --- the table --------------------------------------------------------------------------------------------------------


@cache
def table() -> dict[tuple[str, str], dict[str, list[Line]]]:
    found: dict[tuple[str, str], dict[str, list[Line]]] = {}
    for name, rows in yaml.safe_load(TABLE.read_text(encoding="utf-8")).items():
        left, right = name.split("-")
        there, back = found.setdefault((left, right), {}), found.setdefault((right, left), {})
        for tag, ind, other, other_ind, said, *how in rows:
            pairs = tuple((one.split("=")[0], one.split("=")[1]) for one in said.split())
            rule = how[0] if how else ""
            there.setdefault(tag, []).append(Line(other, other_ind.replace("_", " "), pairs, rule))
            back.setdefault(other, []).append(Line(tag, ind.replace("_", " "), tuple((b, a) for a, b in pairs), rule))
    return found


def _line(field: Field, source: str, target: str) -> Line | None:
    """The first line of a tag, unless the field itself says which of several it is."""
    lines = table()[source, target].get(field.tag, [])
    if len(lines) < 2:
        return lines[0] if lines else None
    if field.tag == "700" and source == MARC21:
        name = marc21.name_of(field)
        return next(line for line in lines if line.tag == ("701" if marc21.is_author(field, name) else "702"))
    if field.tag == "710" and source == MARC21:
        role = role_of(field.get("4"), *field.all("e"))[0]
        return next(line for line in lines if line.tag == ("711" if role in ("", "author") else "712"))
    if field.tag == "371":
        return next((line for line in lines if (line.tag == "540") == (field.ind[:1] == "1")), lines[0])
    if field.tag == "246":
        wanted = {"1": "510", "4": "512"}.get(field.ind[1:2], "517")
        return next(line for line in lines if line.tag == wanted)
    if field.tag == "500" and source == UNIMARC:
        return lines[1 if field.ind[1:2] == "1" else 0]
    return lines[0]


# --- leaders ----------------------------------------------------------------------------------------------------------


def _leader(marc: Marc, scheme: str) -> str:
    if scheme == IRBIS:
        return ""
    kind, old = kind_of(marc), marc.leader.ljust(24)
    status = old[5] if old[5] in "acdnp" else "n"
    if scheme == MARC21:
        level = "b" if kind == "volume" else " "
        return f"00000{status}{LEADER21[kind]} a2200000 i{level}4500"
    return f"00000{status}{LEADER[kind]}{'2' if kind == 'volume' else '0'} 2200000   450 "


def _seal_leader(marc: Marc, made: Marc, waiting: Waiting) -> None:
    """The old leader (for ІРБІС: none) comes back while the new one says the same as on the day it was made."""
    seal = _seal(Field("LDR", value=marc.leader))
    if waiting.get(seal):
        made.leader = waiting[seal].pop(0).get("v")
        return
    if marc.leader and _leader(made, marc.scheme) != marc.leader:
        made.add(_ind(_keeping(Field("LDR", "", marc.leader), marc.scheme, _seal(Field("LDR", value=made.leader))), made.scheme))
