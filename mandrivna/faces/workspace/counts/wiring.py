"""The menu's item and the page behind a figure."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from mandrivna.core.menu import MENU, Item
from mandrivna.core.rules import UNITS_VIEW
from mandrivna.enquiries.rules import LOG
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.lending.rules import CHANNELS, COUNT_VISITS


def _channel_url(source: Any) -> str | None:
    return f"{reverse('workspace:channels')}?{urlencode({'unit': source.institution_id, 'month': f'{source.month:%Y-%m}'})}"


def _site_url(source: Any) -> str | None:
    return f"{reverse('workspace:channels')}?{urlencode({'unit': source.institution_id, 'month': f'{source.on:%Y-%m}'})}"


MENU.add(
    "channels",
    Item(label=_("Канали й сайт"), url_name="workspace:channels", permission=CHANNELS, group="figures", icon="globe", order=420),
)
MENU.add(
    "doors",
    Item(
        label=_("Лічильник відвідувань"),
        url_name="workspace:doors",
        permission=COUNT_VISITS,
        group="service",
        icon="footprints",
        order=316,
    ),
)
MENU.add(
    "stations",
    Item(label=_("Комп’ютери"), url_name="workspace:stations", permission=LOG, group="service", icon="monitor", order=317),
)


def _stations_url(_source: Any) -> str | None:
    return reverse("workspace:stations")


def _month_url(source: Any) -> str | None:
    return f"{reverse('workspace:stations_month')}?{urlencode({'month': f'{source.on:%Y-%m}'})}"


PAGES.add("enquiries.Station", SourcePage("enquiries.Station", _stations_url, LOG))
PAGES.add("enquiries.Offer", SourcePage("enquiries.Offer", lambda one: reverse("workspace:unit", args=[one.place_id]), UNITS_VIEW))
PAGES.add("enquiries.Sitting", SourcePage("enquiries.Sitting", _month_url, LOG))
PAGES.add("lending.ChannelMonth", SourcePage("lending.ChannelMonth", _channel_url, CHANNELS))
PAGES.add("lending.SiteDay", SourcePage("lending.SiteDay", _site_url, CHANNELS))
