"""Heads of columns in broken text: «Назва діяльності / Форма діяльності/ / кількість / Відповідал / ьні» are three."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from mandrivna.planning.reading.columns import compact, synonyms, words
from mandrivna.planning.reading.loose.tokens import Line
from mandrivna.planning.reading.said import Role

MOST_LINES, LONGEST = 24, 320
_YEARLY = re.compile(r"(?=\b(?:План|Виконано|Виконання|Факт|Фактично|Прогноз)\b)")
_INDICATORS = re.compile(r"\s*(?:№\s*(?:[пз]/п)?\s*)?((?:Показники|Назва показника|Найменування показника)\b)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Head:
    lines: int
    """How many lines of the text it takes."""
    heads: tuple[str, ...]
    roles: tuple[Role, ...]
    """Empty for a table of indicators."""


@cache
def _written() -> dict[str, str]:
    """A compact head to the way it is written, for the spaces in it."""
    return {compact(name): name for names in words()["columns"].values() for name in reversed(names)}


@cache
def _begun(sign: str) -> tuple[str, ...]:
    return tuple(name for name in _written() if name.startswith(sign))


def known_as(said: str) -> str:
    """A head as it is usually written, when the place where its line ended hides how it was."""
    name = _written().get(compact(said), said)
    return said if compact(said) == compact("№ п/п") else name


def head_at(lines: Sequence[Line], at: int) -> Head | None:
    if at >= len(lines) or len(lines[at].raw) > 200:
        return None
    return _indicators(lines, at) or _columns(lines, at)


def _columns(lines: Sequence[Line], at: int) -> Head | None:
    """The longest run of lines that is nothing but known heads."""
    starts = compact(lines[at].raw)
    if not starts or not any(name.startswith(starts[:5]) or starts.startswith(name) for name in _written()):
        return None
    best: Head | None = None
    said = ""
    for taken in range(1, min(MOST_LINES, len(lines) - at) + 1):
        line = lines[at + taken - 1]
        if line.page and taken > 1:
            break
        said += compact(line.raw)
        if len(said) > LONGEST or not _may_be(said):
            break
        found = _segmented(said)
        if found and len(found) >= 3 and line.text:
            best = _head(lines[at : at + taken], found)
    return best


def _may_be(said: str) -> bool:
    """Whether it can still become heads: its beginning is known heads and the rest begins one."""
    reached = {0}
    for at in range(len(said)):
        if at in reached:
            if any(name.startswith(said[at:]) for name in _begun(said[at])):
                return True
            reached |= {at + len(name) for name in _begun(said[at]) if said.startswith(name, at)}
    return len(said) in reached


def _segmented(said: str) -> list[str] | None:
    """Into as few known heads as possible."""
    best: list[list[str] | None] = [[]] + [None] * len(said)
    for at in range(len(said)):
        here = best[at]
        if here is None:
            continue
        for name in _begun(said[at]):
            end = at + len(name)
            if said.startswith(name, at) and (best[end] is None or len(best[end] or ()) > len(here) + 1):
                best[end] = [*here, name]
    return best[len(said)]


def _head(lines: Sequence[Line], found: Sequence[str]) -> Head | None:
    roles = tuple(synonyms()[name] for name in found)
    if Role.TITLE not in roles or len(set(roles) - {Role.OTHER}) < 3:
        return None
    text = "\n".join(line.raw.strip() for line in lines)
    heads: list[str] = []
    at = 0
    for name in found:
        end, left = at, len(name)
        while left > 0:
            left -= len(compact(text[end]))
            end += 1
        while end < len(text) and text[end] in "/.:":
            end += 1
        heads.append(_spaced(text[at:end], name))
        at = end
    return Head(len(lines), tuple(heads), roles)


def _spaced(said: str, name: str) -> str:
    """A line's end is a space where the known head has one, and nothing in the middle of a word."""
    known, said = _written()[name], said.strip()
    made, place = "", 0
    for sign in re.sub(r"\s*\n\s*", "\n", said):
        if sign == "\n":
            spaced = not made.endswith("/") and known[place : place + 1] == " "
            made += " " if spaced or made.endswith("/") else ""
        else:
            made += sign
        while place < len(known) and compact(known[: place + 1]) != compact(made):
            if len(compact(known[: place + 1])) > len(compact(made)):
                break
            place += 1
        while place < len(known) and len(compact(known[: place + 1])) <= len(compact(made)) and known[place] != " ":
            place += 1
    return " ".join(made.split())


def _indicators(lines: Sequence[Line], at: int) -> Head | None:
    if not _INDICATORS.match(lines[at].raw):
        return None
    end = at
    while end < len(lines) and end - at < MOST_LINES and (end == at or not re.match(r"\s*1\.?(?:\s|$)", lines[end].raw)):
        end += 1
    said = _INDICATORS.match(" ".join(line.text for line in lines[at:end]))
    years = [" ".join(one.split()) for one in _YEARLY.split(said[2])] if said else []
    years = [one for one in years if one]
    if not said or not years or not all(re.search(r"\d{4}", one) for one in years):
        return None
    return Head(end - at, (said[1], *years), ())
