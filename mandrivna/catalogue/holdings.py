"""The holdings sink: the fund tells the catalogue how many copies a title has, without the catalogue knowing the fund."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.core.registry import Registry

Count = tuple[int, int]
HOLDINGS: Registry[Callable[[Any], Count]] = Registry("holdings")


@dataclass(frozen=True)
class Mover:
    """What of another room hangs on a record. `keys(record)` names it, `move(keys, record)` hangs it on another one."""

    keys: Callable[[Any], list[str]]
    move: Callable[[Sequence[str], Any], None]


MOVERS: Registry[Mover] = Registry("what hangs on a record")
