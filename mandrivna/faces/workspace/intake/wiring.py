"""The menu's items, and the page behind a figure of intake."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.fund import rules
from mandrivna.ledger.api import PAGES, SourcePage

MENU.add(
    "intake",
    Item(label=_("Дарунки"), url_name="workspace:intake", permission=rules.VIEW, group="fund", icon="gift", order=360, key="o"),
)
MENU.add(
    "intake_queue",
    Item(label=_("Опрацювання"), url_name="workspace:intake_queue", permission=rules.EDIT, group="fund", icon="tag", order=370),
)


def _url(source: Any) -> str | None:
    return reverse("workspace:copy", args=[source.pk])


PAGES.add("fund.Arrival", SourcePage("fund.Arrival", _url, rules.VIEW))
