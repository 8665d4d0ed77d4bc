"""What «Мої строки» give to the registries below: their item of the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.planning.rules import VIEW

MENU.add(
    "work_agenda",
    Item(label=_("Мої строки"), url_name="workspace:work_agenda", permission=VIEW, group="figures", icon="clock", order=397),
)
