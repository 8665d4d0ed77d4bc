"""What this folder of screens gives to the registries below: its menu item, and the page of a hand-counted figure."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.planning.rules import VIEW


def _figure_url(figure: Any) -> str:
    return reverse("workspace:indicators_figure", args=[figure.pk])


MENU.add("indicators", Item(label=_("Показники"), url_name="workspace:indicators", permission=VIEW, order=400))
PAGES.add("planning.ManualFigure", SourcePage("planning.ManualFigure", _figure_url, VIEW))
