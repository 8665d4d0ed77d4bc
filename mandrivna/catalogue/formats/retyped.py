"""A description typed anew beside the one it was shown from: what nobody touched stays as it was, to the last blank.

A row is known by how it was shown, not by its place: so it may be moved, and rows may come and go around it. In a row that was
changed, the sub-fields that were not changed stay as well. What is too long or too much is pointed out, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc
from mandrivna.catalogue.formats.rules import Fault, faults, leader_faults
from mandrivna.catalogue.formats.typed import DOLLAR, read_typed, typed

MOST, LONGEST = 3_000, 9_999
"""Rows of one description; signs of one row that was changed (ISO 2709 has no room for more)."""

type Typed = tuple[str, str, str]
"""Tag, indicators, content: the three boxes of a row."""

_LOST_ON_THE_WAY = re.compile("[\x00\ufffd]")
_DOLLAR_ALONE = re.compile(r"[$ǂ‡▼](?=\s*(?:[$ǂ‡▼]|$))")


def shown(scheme: str, one: Field) -> Typed:
    return one.tag, one.ind.replace(" ", "#"), typed(one, scheme)


def shown_leader(leader: str) -> str:
    return leader.replace(" ", "#")


def retyped(scheme: str, leader: str | None, rows: Iterable[Typed], originals: Sequence[Marc] = ()) -> tuple[Marc, list[Fault]]:
    """The description as it would be saved, and what is wrong with it. `originals`: what the rows may have been shown from,
    the one that stands first; a leader of None was not asked for and stays."""
    known: dict[Typed, list[Field]] = {}
    parts: dict[str, set[tuple[str, str]]] = {}
    for one in (field for marc in originals for field in marc.fields):
        known.setdefault(_as_sent(shown(scheme, one)), []).append(one)
        parts.setdefault(one.tag, {("", one.value)}).update(one.subs)
    before = originals[0].leader if originals else ""
    same_leader = leader is None or shown_leader(leader) == shown_leader(before)
    made, untouched = Marc(scheme, before if same_leader else str(leader).replace("#", " ")), set[int]()
    found = leader_faults(scheme, made.leader, before)
    for row in rows:
        place = len(made.fields)
        if same := known.get(_as_sent(row)):
            untouched.add(place)
            made.fields.append(same.pop(0) if len(same) > 1 else same[0])
        elif (field := _read(scheme, row, parts)) is not None:
            found += _row_faults(scheme, place, row, field)
            made.fields.append(field)
    if len(made.fields) > MOST:
        found.append(Fault("too_many", MOST, str(len(made.fields)), hard=True))
    return made, [*found, *(_forgiven(one, untouched) for one in faults(made))]


def _as_sent(row: Typed) -> Typed:
    """What a browser makes of it: line ends are CR LF, the first one of a box goes, and so do signs that HTML does not know."""
    tag, ind, text = (_LOST_ON_THE_WAY.sub("", part.replace("\r\n", "\n").replace("\r", "\n")) for part in row)
    return tag.replace("\n", ""), ind.replace("\n", ""), text.lstrip("\n")


def _read(scheme: str, row: Typed, parts: dict[str, set[tuple[str, str]]]) -> Field | None:
    """None where there is nothing: a row left blank, or a row of a template nobody filled in."""
    tag, ind, text = (part.replace("\x00", "") for part in row)
    tag = tag.strip()
    one = read_typed(scheme, tag, ind, text, parts.get(tag, ()))
    if not one.value.strip() and not any(said.strip() for _code, said in one.subs):
        return None
    kept = parts.get(tag, ())
    if _alone(scheme, tag, text):  # shown again as the sign itself, so that it is not lost on the second try
        one = read_typed(scheme, tag, ind, _DOLLAR_ALONE.sub(DOLLAR, text), kept)
    return replace(one, subs=tuple(sub for sub in one.subs if sub[1] or sub in kept))


def _row_faults(scheme: str, place: int, row: Typed, one: Field) -> Iterable[Fault]:
    _tag, ind, text = row
    if len(text) > LONGEST:
        yield Fault("too_long", place, str(len(text)), hard=True)
    if scheme == IRBIS and ind.strip("# "):
        yield Fault("no_indicators", place, one.tag, hard=True)
    elif len(ind) > 2:
        yield Fault("indicator", place, f"{one.tag}: {ind}", hard=True)
    if _alone(scheme, one.tag, text):
        yield Fault("dollar_alone", place, DOLLAR, hard=True)


def _alone(scheme: str, tag: str, text: str) -> bool:
    """A sign that begins a sub-field, and none begins."""
    return (scheme == IRBIS or not tag.startswith("00")) and _DOLLAR_ALONE.search(text) is not None


def _forgiven(one: Fault, untouched: set[int]) -> Fault:
    """An empty field that came so from elsewhere keeps nobody from saving; one is told of it."""
    return replace(one, hard=False) if one.code == "empty_field" and one.place in untouched else one
