"""Permissions are named where they are used and collected here; `policy/roles.yaml` must know every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mandrivna.core.registry import Registry


@dataclass(frozen=True)
class Permission:
    """`sees` is the highest field class (1-4) that somebody holding it may read; 3 and 4 oblige to a second factor."""

    code: str
    label: Any
    sees: int = 1

    def __str__(self) -> str:
        return self.code


PERMISSIONS: Registry[Permission] = Registry("permissions")


def permission(code: str, label: Any, *, sees: int = 1) -> Permission:
    return PERMISSIONS.add(code, Permission(code, label, sees))
