"""What this folder of screens gives to the registries below: a menu item, the page of a hand-counted figure, facets in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language, Material
from mandrivna.core.menu import MENU, Item
from mandrivna.enquiries.offers import shipped_offers
from mandrivna.enquiries.states import Way
from mandrivna.enquiries.terms import shipped_names
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.planning.rules import VIEW
from mandrivna.planning.words import FACET_WORDS
from mandrivna.readers.models import Age, Audience, Enrolment


def _figure_url(figure: Any) -> str:
    return reverse("workspace:indicators_figure", args=[figure.pk])


MENU.add(
    "indicators",
    Item(
        label=_("Показники"),
        url_name="workspace:indicators",
        permission=VIEW,
        group="figures",
        icon="bar-chart",
        order=400,
        key="i",
    ),
)
PAGES.add("planning.ManualFigure", SourcePage("planning.ManualFigure", _figure_url, VIEW))

# Planning stands beside the rooms that own these values and may not know them; the face above knows both.
OWNERS = {"language": Language, "material": Material, "audience": Audience, "age": Age, "form": Enrolment.How}
for _name, _choices in OWNERS.items():
    for _value, _label in _choices.choices:
        FACET_WORDS.add(f"{_name}:{_value}", _label)
FACET_WORDS.add("form:described", _("описано"))
for _code, _name in shipped_names().items():
    FACET_WORDS.add(f"form:{_code}", _name)
for _code, _name in shipped_offers().items():
    FACET_WORDS.add(f"form:{_code}", _name)
for _way in Way:
    if _way != Way.DESK:  # the desk is one in every room
        FACET_WORDS.add(f"channel:{_way}", _way.label)
