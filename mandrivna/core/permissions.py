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


@dataclass(frozen=True)
class Own:
    """What a verb asks instead of a right in a unit: that the thing belongs to the very person who acts.

    `whose` is the argument of the verb, or attribute of one, that holds this person's number. No role can give it and no
    grant contains it, so it stands outside of `policy/roles.yaml`. See docs/adr/0009-readers-own-acts.md.
    """

    whose: str

    def __str__(self) -> str:
        return f"own:{self.whose}"


@dataclass(frozen=True)
class Anybody:
    """What a verb asks when the one who acts need not show who they are: a request left on the site. `why` says why that is right.

    Whoever speaks such a verb comes by no right and no name, so the face before it counts how often (faces/public/limits.py).
    """

    why: str

    def __str__(self) -> str:
        return "anybody"


PERMISSIONS: Registry[Permission] = Registry("permissions")


def permission(code: str, label: Any, *, sees: int = 1) -> Permission:
    return PERMISSIONS.add(code, Permission(code, label, sees))
