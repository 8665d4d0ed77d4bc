"""The menu's item, what stands in «Сьогодні», the page behind a figure, and the words of facets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit
from mandrivna.faces.workspace.programme import calling, late, requests, signup_calls
from mandrivna.ledger.api import PAGES, SourcePage
from mandrivna.planning.words import FACET_WORDS
from mandrivna.programme import rules
from mandrivna.programme.after import untold_for
from mandrivna.programme.models import Event
from mandrivna.programme.queries import uncounted_for


def uncounted(actor: Actor, _place: Unit | None) -> QuerySet[Event]:
    return uncounted_for(actor, timezone.localdate())


def uncounted_told(_actor: Actor, rows: Sequence[Event]) -> list[Waiting]:
    return [
        Waiting(str(row), f"{reverse('workspace:event', args=[row.pk])}#h-count", f"{row.place} · {date_format(row.on, 'j E')}")
        for row in rows
    ]


def untold(actor: Actor, _place: Unit | None) -> QuerySet[Event]:
    return untold_for(actor, timezone.localdate())


def untold_told(_actor: Actor, rows: Sequence[Event]) -> list[Waiting]:
    return [
        Waiting(str(row), reverse("workspace:event_after", args=[row.pk]), f"{row.place} · {date_format(row.on, 'j E')}")
        for row in rows
    ]


def _url(source: Any) -> str | None:
    return reverse("workspace:event", args=[source.pk])


def _circle_url(source: Any) -> str | None:
    """Names stand one step further, for whoever may see them."""
    return reverse("workspace:circle", args=[source.circle_id])


MENU.add(
    "programme",
    Item(
        label=_("Програма подій"),
        url_name="workspace:programme",
        permission=rules.VIEW,
        group="service",
        icon="calendar",
        order=310,
        key="e",
    ),
)
ATTENTION.add(
    "programme",
    Attention(
        label=_("Події, на яких людей ще не пораховано"),
        permission=rules.COUNT,
        icon="calendar",
        url_name="workspace:programme",
        act=_("Порахувати"),
        rows=uncounted,
        told=uncounted_told,
        order=40,
    ),
)
PAGES.add("programme.Certificate", SourcePage("programme.Certificate", _circle_url, rules.VIEW))
ATTENTION.add(
    "programme_after",
    Attention(
        label=_("Події, про які ще не написано"),
        permission=rules.COUNT,
        icon="calendar",
        url_name="workspace:programme",
        act=_("Написати два рядки"),
        rows=untold,
        told=untold_told,
        order=41,
    ),
)
assert (
    late.ATTENTION is requests.ATTENTION is calling.ATTENTION is signup_calls.ATTENTION is ATTENTION
)  # their kinds stand beside the one above
PAGES.add("programme.Event", SourcePage("programme.Event", _url, rules.VIEW))

for _section, _facet in (("forms", "form"), ("audiences", "audience")):
    for _code, _about in policy.seed("programme")[_section].items():
        _label = _about["label"] if isinstance(_about, dict) else _about
        if _label and f"{_facet}:{_code}" not in FACET_WORDS:
            FACET_WORDS.add(f"{_facet}:{_code}", _label)
