"""The menu item of reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.planning.rules import VIEW

MENU.add(
    "reports",
    Item(label=_("Звіти"), url_name="workspace:reports", permission=VIEW, group="figures", icon="file", order=400),
)
