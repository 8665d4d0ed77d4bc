"""The menu item of plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.planning.rules import VIEW

MENU.add(
    "plans",
    Item(label=_("Плани роботи"), url_name="workspace:plans", permission=VIEW, group="figures", icon="list-checks", order=390),
)
