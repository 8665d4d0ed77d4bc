"""What moves when two records of one reader become one. Rooms above add what they hold (`MOVERS`); keys never point up to them.

A mover answers the keys of what it moved, and `back` gives exactly those back: what came later stays with whom it came to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from mandrivna.core.act import Act
from mandrivna.core.problems import Problem
from mandrivna.core.registry import Registry
from mandrivna.readers.models import Reader

type Move = Callable[[Act, Reader, Reader], list[Any]]
type Back = Callable[[Act, Reader, Reader, list[Any]], None]


@dataclass(frozen=True)
class Mover:
    """`move(act, gone, kept)` gives keys as plain JSON; `objections(gone, kept)` says why it cannot be now."""

    label: str
    move: Move
    back: Back
    objections: Callable[[Reader, Reader], list[Problem]] | None = None


MOVERS: Registry[Mover] = Registry("movers of what belongs to a reader")


def mover(item: Mover) -> Mover:
    return MOVERS.add(item.label, item)


def rows_of(model: type[models.Model], field: str = "reader", objections: Any = None) -> Mover:
    """Rows with a key to the reader and nothing that must be unique."""

    def move(_act: Act, gone: Reader, kept: Reader) -> list[Any]:
        found = [str(pk) for pk in model._default_manager.filter(**{field: gone}).values_list("pk", flat=True)]
        model._default_manager.filter(**{field: gone}).update(**{field: kept})
        return found

    def back(_act: Act, gone: Reader, kept: Reader, keys: list[Any]) -> None:
        model._default_manager.filter(pk__in=keys, **{field: kept}).update(**{field: gone})

    return Mover(model._meta.label, move, back, objections)
