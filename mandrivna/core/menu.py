"""The workspace menu: each module adds its own item at start-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Item:
    label: Any
    url_name: str
    permission: Permission
    order: int = 100


MENU: Registry[Item] = Registry("menu")


def menu_for(actor: Actor) -> list[Item]:
    return sorted((item for item in MENU if actor.can(item.permission)), key=lambda item: (item.order, item.url_name))
