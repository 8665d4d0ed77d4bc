"""What the diary gives to the registries below: a menu item and the page of what was added by hand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.planning.rules import VIEW


def _addition_url(addition: Any) -> str:
    return reverse("workspace:work_diary_added", args=[addition.pk])


MENU.add(
    "work_diary",
    Item(label=_("Щоденник"), url_name="workspace:work_diary", permission=VIEW, group="figures", icon="clipboard", order=410),
)
PAGES.add("planning.DiaryAddition", SourcePage("planning.DiaryAddition", _addition_url, VIEW))
