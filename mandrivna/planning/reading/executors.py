"""Executors of a row: departments by their abbreviations, everybody, administration, persons by surname, bodies of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandrivna.planning.reading.columns import words
from mandrivna.planning.reading.said import Executor, ExecutorKind
from mandrivna.shared.text.folding import fold

_ABBREVIATION = re.compile(r"[А-ЯҐЄІЇ]{2,8}(?:-[А-ЯҐЄІЇ\d]{1,4})?")
_SURNAME = r"[А-ЯҐЄІЇ][а-яґєії'’`-]+(?:-[А-ЯҐЄІЇ][а-яґєії'’]+)?"
_INITIALS = r"[А-ЯҐЄІЇ]\.?\s?[А-ЯҐЄІЇ]?[.,]?"
_PERSON = re.compile(rf"{_SURNAME}(?:\s+(?:[А-ЯҐЄІЇ]\.\s?[А-ЯҐЄІЇ]\.?|[А-ЯҐЄІЇ]\.?(?![А-ЯҐЄІЇа-яґєії])))")
_DEPARTMENT = re.compile(r"(?<=[А-ЯҐЄІЇ.])\s+(?=[а-яіїєґ-]+(?:ий|ій)\s+(?:відділ|сектор|центр)\b)")
_SPLIT = re.compile(r"\s*[,;\n]\s*")
_JOINTLY = re.compile(r"\s*\b(?:спільно з(?:і)?|разом з(?:і)?|за участю|за участі)\b\s*", re.IGNORECASE)
_COORDINATION = re.compile(r"\(\s*координ\w+\s*[:–-]?\s*([^()]{1,80})\)|координ\w+\s*[:–-]\s*([^(),;]{1,80})", re.IGNORECASE)
LONGEST = 600
_HANGING = re.compile(r"^[\s–—-]+|[\s–—-]+$")


def executors_of(text: str, known: Sequence[str] = ()) -> tuple[Executor, ...]:
    """`known`: abbreviations that the document itself explains."""
    if len(text) > LONGEST:
        return (Executor(text[:LONGEST], ExecutorKind.UNKNOWN, confidence=0.1),)
    found: list[Executor] = []
    coordinators = [(match[1] or match[2]).strip() for match in _COORDINATION.finditer(text)]
    said = _COORDINATION.sub("\n", text)
    jointly = False
    for number, side in enumerate(_JOINTLY.split(said)):
        jointly = number > 0
        for part in _SPLIT.split(side):
            found += [_executor(name, known, jointly=jointly) for name in _names(_HANGING.sub("", part), known)]
    found += [Executor(name, _kind(name, known)[0], coordinates=True, confidence=0.9) for name in coordinators]
    seen: dict[str, Executor] = {}
    for one in found:
        seen.setdefault(fold(one.name), one)
    return tuple(seen.values())


def is_name(text: str) -> bool:
    """Nothing but one department's abbreviation or one person: a line of its own in a cell."""
    return _ABBREVIATION.fullmatch(text) is not None or _PERSON.fullmatch(text) is not None


def _names(part: str, known: Sequence[str]) -> Iterator[str]:
    """One piece between commas may still be several: «ЦПЧ ВІТЕР», «Адміністрація ВІТЕР», «Орлик І.П. Пилипенко С.А.»."""
    part = " ".join(part.split())
    while part:
        taken = _first(part, known)
        yield taken.strip(" .,") if not _PERSON.fullmatch(taken) else taken
        part = _HANGING.sub("", part[len(taken) :]).strip()


def _first(part: str, known: Sequence[str]) -> str:
    if person := _PERSON.match(part):
        return person[0]
    folded, kinds = fold(part), words()["executors"]
    for names in (kinds["everyone"], kinds["administration"]):
        for name in sorted(names, key=len, reverse=True):
            if folded == name or (folded.startswith(f"{name} ") and _starts_another(part[len(name) :].strip(), known)):
                return part[: len(name)]
    first, _space, rest = part.partition(" ")
    if first in known and rest and (_starts_another(rest, known) or rest[0].islower()):
        return first
    if (inner := _DEPARTMENT.search(part)) and inner.start():
        return part[: inner.start()]
    surnames = part.split()
    if len(surnames) > 1 and all(re.fullmatch(_SURNAME, word) for word in surnames) and len(surnames) <= 3:
        return first
    return _until_person(part)


def _until_person(part: str) -> str:
    """«науковий відділ Орлик І.П.» ends where a person begins."""
    later = _PERSON.search(part)
    return part[: later.start()].strip() if later and later.start() else part


def _starts_another(rest: str, known: Sequence[str]) -> bool:
    first = rest.split(" ")[0]
    return first in known or _ABBREVIATION.fullmatch(first) is not None or _PERSON.match(rest) is not None or rest[:1].isupper()


def _executor(name: str, known: Sequence[str], *, jointly: bool) -> Executor:
    kind, sure = _kind(name, known)
    return Executor(name, kind, jointly=jointly, confidence=sure)


def _kind(name: str, known: Sequence[str]) -> tuple[ExecutorKind, float]:
    said, kinds = fold(name), words()["executors"]
    if name in known:
        return ExecutorKind.DEPARTMENT, 1.0
    if any(said.startswith(one) for one in kinds["everyone"]):
        return ExecutorKind.EVERYONE, 1.0
    if any(said.startswith(one) for one in kinds["administration"]):
        return ExecutorKind.ADMINISTRATION, 1.0
    if _PERSON.fullmatch(name):
        return ExecutorKind.PERSON, 1.0
    if any(said.startswith(one) for one in kinds["bodies"]):
        return ExecutorKind.BODY, 0.9
    if any(word.startswith(one) for one in kinds["departments"] for word in said.split()):
        return ExecutorKind.DEPARTMENT, 0.8
    if _ABBREVIATION.fullmatch(name):
        return ExecutorKind.DEPARTMENT, 0.6
    if re.search(r"[А-ЯҐЄІЇ]{2,}|бібліотек", name):
        return ExecutorKind.BODY, 0.7
    if re.fullmatch(_SURNAME, name):
        return ExecutorKind.PERSON, 0.7
    return ExecutorKind.UNKNOWN, 0.3
