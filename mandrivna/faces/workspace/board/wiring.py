"""What the board gives to the registries below: its item of the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.planning.rules import VIEW

ITEM = Item(
    label=_("План і виконання"), url_name="workspace:board", permission=VIEW, group="figures", icon="list-checks", order=395
)
MENU.add("board", ITEM)
