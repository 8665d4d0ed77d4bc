"""Search sources: every room that holds something worth finding says how to look for it; nobody has to know them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a word more, and where it is shown."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class SearchSource:
    """`find(actor, text, limit)` returns only what this actor may see; it is not asked without the permission."""

    label: Any
    permission: Permission
    find: Callable[[Actor, str, int], list[Hit]]
    order: int = 100


SEARCH_SOURCES: Registry[SearchSource] = Registry("search sources")


def search_everywhere(actor: Actor, text: str, *, limit: int = 10) -> list[tuple[SearchSource, list[Hit]]]:
    """By source, in the sources' own order; sources that found nothing are left out."""
    text = " ".join(text.split())
    if not text:
        return []
    asked = sorted((source for source in SEARCH_SOURCES if actor.can(source.permission)), key=lambda source: source.order)
    return [(source, hits) for source in asked if (hits := source.find(actor, text, limit))]
