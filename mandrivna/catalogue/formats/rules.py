"""What a format says of its fields: names and help for people, and what in a description cannot be right.

The tables are data (`data/fields-*.yaml`). A field that no table knows is kept and pointed out: foreign systems have their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import yaml

from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc
from mandrivna.catalogue.formats.positions import DATA, LDR, Place, fixed_code, positions

LEADER = -1
"""Where a fault of the leader stands: it is no field."""
TAG = {True: re.compile(r"\d{1,4}"), False: re.compile(r"[0-9A-Za-z]{3}")}


@dataclass(frozen=True)
class FieldRule:
    tag: str
    label: str
    once: bool = False
    must: str = ""
    ind: tuple[str, ...] = ()
    subs: Mapping[str, str] = field(default_factory=dict)
    many: str = ""
    help: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Template:
    """What is usually filled in: tag, indicators and typed sub-fields, empty ones to be filled."""

    leader: str
    fields: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Fault:
    """`place` is the number of the field, from 0, or LEADER; without one it is about the whole record.
    What is `hard` may not be saved."""

    code: str
    place: int | None
    about: str
    hard: bool = False


@cache
def rules(scheme: str) -> Mapping[str, FieldRule]:
    found = yaml.safe_load((DATA / f"fields-{scheme}.yaml").read_text(encoding="utf-8"))
    fixed = positions(scheme)
    return {tag: _rule(tag, about, fixed[tag].places if tag in fixed else ()) for tag, about in found.items()}


def _rule(tag: str, about: dict[str, object], places: tuple[Place, ...]) -> FieldRule:
    subs = {str(code): str(label) for code, label in dict(about.get("subs") or {}).items()}  # type: ignore[call-overload]
    return FieldRule(
        tag, str(about["label"]), bool(about.get("once")), str(about.get("must") or ""),
        tuple(str(values) for values in about.get("ind") or ()),  # type: ignore[attr-defined]
        subs, str(about.get("many") or ""), str(about.get("help") or ""), places,
    )  # fmt: skip


@cache
def templates(scheme: str) -> Mapping[str, Template]:
    found = yaml.safe_load((DATA / "templates.yaml").read_text(encoding="utf-8")).get(scheme, {})
    return {kind: Template(about["leader"], tuple(tuple(row) for row in about["fields"])) for kind, about in found.items()}


def faults(marc: Marc) -> list[Fault]:
    known = rules(marc.scheme)
    found: list[Fault] = []
    seen: dict[str, int] = {}
    for place, one in enumerate(marc.fields):
        found += _field_faults(marc.scheme, place, one, known.get(one.tag))
        if one.tag in seen and one.tag in known and known[one.tag].once:
            found.append(Fault("field_once", place, one.tag, hard=True))
        seen[one.tag] = place
    for tag, rule in known.items():
        if rule.must and not any(one.get(rule.must) or (marc.scheme == IRBIS and one.get(rule.must.upper())) for one in marc[tag]):
            found.append(Fault("field_missing", seen.get(tag), f"{tag} ${rule.must}", hard=True))
    return found


def leader_faults(scheme: str, leader: str, before: str = "") -> list[Fault]:
    """Of what a person made of it; a sign that came so from elsewhere is pointed out and keeps nobody from saving."""
    known = positions(scheme).get(LDR)
    if known is None or not (leader or before):
        return []
    if len(leader) != known.length:
        return [Fault("leader_length", LEADER, str(len(leader)), hard=leader != before)]
    return [
        Fault("leader_place", LEADER, f"{place.at} «{place.of(leader)}»", hard=place.of(leader) != place.of(before))
        for place in known.places
        if place.values and place.of(leader) not in place.values
    ]


def _field_faults(scheme: str, place: int, one: Field, rule: FieldRule | None) -> Iterator[Fault]:
    if not TAG[scheme == IRBIS].fullmatch(one.tag):
        yield Fault("bad_tag" if one.tag else "no_tag", place, one.tag, hard=True)
        return
    if scheme != IRBIS and one.tag.startswith("00") and one.subs:
        yield Fault("control_subfields", place, one.tag, hard=True)
    elif not one.value and not any(text.strip() for _code, text in one.subs):
        yield Fault("empty_field", place, one.tag, hard=True)
    if rule is None:
        yield Fault("unknown_field", place, one.tag)
        return
    yield from _length_faults(scheme, place, one)
    counted: dict[str, int] = {}
    for code, _text in one.subs:
        low = code.lower() if scheme == IRBIS else code
        counted[low] = counted.get(low, 0) + 1
        if rule.subs and low not in rule.subs:
            yield Fault("unknown_subfield", place, f"{one.tag} ${code}")
        elif scheme != IRBIS and counted[low] == 2 and low not in rule.many:
            yield Fault("subfield_once", place, f"{one.tag} ${code}", hard=True)
    if rule.subs and scheme != IRBIS:
        for number, value in enumerate(one.ind[:2]):
            allowed = rule.ind[number] if number < len(rule.ind) else "#"
            if value.replace(" ", "#") not in allowed:
                yield Fault("indicator", place, f"{one.tag}: {number + 1}")


def _length_faults(scheme: str, place: int, one: Field) -> Iterator[Fault]:
    if one.tag not in positions(scheme):
        return
    text = one.get(fixed_code(scheme, one.tag) or "", one.value)
    wanted = positions(scheme)[one.tag].length
    if text and len(text) != wanted:
        yield Fault("fixed_length", place, f"{len(text)} ≠ {wanted}")
