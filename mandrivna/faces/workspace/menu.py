"""The menu items of core's own screens; modules' screens add theirs beside their views."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core import rules
from mandrivna.core.menu import MENU, Item

MENU.add(
    "staff",
    Item(
        label=_("Працівники"),
        url_name="workspace:staff",
        permission=rules.STAFF_VIEW,
        group="people",
        icon="id-card",
        order=800,
        key="s",
    ),
)
MENU.add(
    "policies",
    Item(
        label=_("Правила закладу"),
        url_name="workspace:policies",
        permission=rules.POLICY_VIEW,
        group="order",
        icon="settings",
        order=730,
    ),
)
MENU.add(
    "roles",
    Item(
        label=_("Ролі та права"),
        url_name="workspace:roles",
        permission=rules.STAFF_VIEW,
        group="people",
        icon="shield",
        order=810,
        key="k",
    ),
)
