"""Fact kinds and the sources of facts, registered by the modules that emit them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry
from mandrivna.ledger.models import FACETS


@dataclass(frozen=True)
class FactKind:
    """What is counted, in which unit of count, and by which facets it may be told apart (a closed set)."""

    code: str
    label: Any
    counted_in: Any
    facets: tuple[str, ...] = ()


KINDS: Registry[FactKind] = Registry("fact kinds")


def kind(code: str, label: Any, counted_in: Any, *, facets: tuple[str, ...] = ()) -> str:
    if unknown := set(facets) - set(FACETS):
        raise ValueError(f"{code}: unknown facets {sorted(unknown)}")
    KINDS.add(code, FactKind(code, label, counted_in, facets))
    return code


@dataclass(frozen=True)
class FactSource:
    """The acts behind facts: which objects, what should stand for each, and how to name one without naming a person."""

    label: str
    title: Any
    objects: Callable[[], models.QuerySet[Any]]
    lines: Callable[[Any], list[Any]]
    describe: Callable[[Any], str]


SOURCES: Registry[FactSource] = Registry("fact sources")


@dataclass(frozen=True)
class SourcePage:
    """Where a face shows the act behind a fact, and who may open it."""

    label: str
    url: Callable[[Any], str | None]
    permission: Permission


PAGES: Registry[SourcePage] = Registry("fact source pages")
