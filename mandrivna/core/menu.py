"""The workspace menu: each module adds its own item at start-up, under what a person does rather than where rows are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry

GROUPS = {
    "service": _("Обслуговування"),
    "fund": _("Фонд і каталог"),
    "figures": _("План і показники"),
    "places": _("Мережа"),
    "people": _("Люди й права"),
    "order": _("Контроль і журнали"),
}
"""In the order of the menu."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """`icon` is a name from the sprite of the look; `group` is a key of GROUPS; `key` opens it after «g» (a Latin key cap).
    Whoever holds `unless` has a wider section with the same in it."""

    label: Any
    url_name: str
    permission: Permission
    group: str
    icon: str
    order: int = 100
    key: str = ""
    unless: Permission | None = None


MENU: Registry[Item] = Registry("menu")


def menu_for(actor: Actor) -> list[Item]:
    mine = (item for item in MENU if actor.can(item.permission) and not (item.unless and actor.can(item.unless)))
    return sorted(mine, key=lambda item: (item.order, item.url_name))


def grouped(items: list[Item]) -> list[tuple[Any, list[Item]]]:
    """Groups with something in them, in their own order."""
    found = [(label, [item for item in items if item.group == code]) for code, label in GROUPS.items()]
    return [(label, inside) for label, inside in found if inside]
