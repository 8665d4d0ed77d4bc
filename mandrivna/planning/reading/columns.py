"""Heads of columns: what each is about. Synonyms are data (`words.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from mandrivna.planning.reading.said import Role
from mandrivna.shared.text.folding import fold

_NAMES_OF_INDICATORS = frozenset(
    {"показники", "показник", "назвапоказника", "назвапоказників", "найменуванняпоказника", "найменуванняпоказників"}
)
_YEAR = re.compile(r"\b20\d\d\b")
_INDICATOR = re.compile(r"(?:план|виконано|факт|фактично|виконання|показник)\w*\s*(?:на|в|у|за)?\s*\d{4}", re.IGNORECASE)


LONGEST = 120
"""A head is not longer."""


@cache
def words() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return data


def compact(text: str) -> str:
    """«№ п\\п», «№п/п» and «Відповідаль ні» as they compare: without spaces, signs and case."""
    return _compact_head(text) if len(text) <= LONGEST else _compact(text)


@lru_cache(maxsize=8192)
def _compact_head(text: str) -> str:
    return _compact(text)


def _compact(text: str) -> str:
    return re.sub(r"[\s\\/.,:;'’*()\-‐-―]+", "", fold(text))


@cache
def synonyms() -> dict[str, Role]:
    """The compact head to its role."""
    found: dict[str, Role] = {}
    for role, names in words()["columns"].items():
        for name in names:
            found.setdefault(compact(name), Role(role))
    return found


def role_of(head: str) -> Role:
    """OTHER for what nobody knows; a longer head is known by the words it begins with («Термін виконання (місяць)»)."""
    return _role_of(compact(head))


@lru_cache(maxsize=8192)
def _role_of(said: str) -> Role:
    known = synonyms()
    if said in known:
        return known[said]
    if not said:
        return Role.OTHER
    begins = [name for name in known if len(name) > 5 and said.startswith(name)]
    if begins:
        return known[max(begins, key=len)]
    inside = [name for name in known if len(name) > 7 and name in said]
    return known[max(inside, key=len)] if inside else Role.OTHER


def roles_of(heads: Sequence[str]) -> list[Role] | None:
    """None for a row that is no row of heads. Two columns of one role: the first keeps it."""
    if sum(bool(head.strip()) for head in heads) < 2 or any(len(head) > LONGEST for head in heads):
        return None
    return unique_roles([role_of(head) for head in heads])


def unique_roles(roles: Sequence[Role]) -> list[Role] | None:
    known = {role for role in roles if role not in (Role.OTHER, Role.NUMBER)}
    if Role.TITLE not in known or len(known) < 2:
        return None
    seen: set[Role] = set()
    unique = []
    for role in roles:
        unique.append(Role.OTHER if role in seen else role)
        seen.add(role)
    return unique


def is_indicator_head(heads: Sequence[str]) -> bool:
    """«Показники · План на 2024 рік · Виконано в 2024 році · План на 2025 рік», «Назва показника · 2024 · 2025»."""
    said = [head for head in heads if head.strip()]
    named = any(compact(head) in _NAMES_OF_INDICATORS for head in said)
    return len(said) >= 2 and named and any(_INDICATOR.search(head) or _YEAR.search(head) for head in said)
