"""The menu's item, what stands in «Сьогодні», and the page behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit
from mandrivna.enquiries import rules
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.queries import waiting_for
from mandrivna.ledger.api import PAGES, SourcePage


def requests(actor: Actor, _place: Unit | None) -> QuerySet[Refusal]:
    return waiting_for(actor).select_related("place").order_by("at", "pk")


def requests_told(_actor: Actor, rows: Sequence[Refusal]) -> list[Waiting]:
    return [
        Waiting(str(row), reverse("workspace:refusal", args=[row.pk]), f"{row.get_about_display()} · {date_format(row.on, 'j E')}")
        for row in rows
    ]


def _url(source: Any) -> str | None:
    return reverse("workspace:refusal", args=[source.pk])


MENU.add(
    "refusals",
    Item(
        label=_("Запити читачів"),
        url_name="workspace:refusals",
        permission=rules.VIEW,
        group="service",
        icon="hand-heart",
        order=320,
        key="z",
    ),
)
ATTENTION.add(
    "refusals",
    Attention(
        label=_("Нові запити читачів"),
        permission=rules.ANSWER,
        icon="hand-heart",
        url_name="workspace:refusals",
        act=_("Відповісти"),
        rows=requests,
        told=requests_told,
        order=45,
    ),
)
PAGES.add("enquiries.Refusal", SourcePage("enquiries.Refusal", _url, rules.VIEW))
