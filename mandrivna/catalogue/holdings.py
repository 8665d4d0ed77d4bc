"""The holdings sink: the fund tells the catalogue how many copies a title has, without the catalogue knowing the fund."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.core.registry import Registry

Count = tuple[int, int]
HOLDINGS: Registry[Callable[[Any], Count]] = Registry("holdings")
