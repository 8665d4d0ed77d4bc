"""What the base layout needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mandrivna.core.actor import NOBODY
from mandrivna.core.menu import menu_for
from mandrivna.core.models import Unit
from mandrivna.faces.workspace.bell.ring import ring
from mandrivna.faces.workspace.help.places import help_url
from mandrivna.faces.workspace.methods import shown_by_get
from mandrivna.faces.workspace.operate import PLACE, chosen_place
from mandrivna.lending.rules import ISSUE


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that does not show the menu asks the database nothing."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "menu": SimpleLazyObject(lambda: menu_for(actor)),
        "demo": settings.DEMO,
        "here": lambda: shown_by_get(request),
        "working_at": lambda: working_at(request),
        "may_serve": lambda: actor.can(ISSUE),
        "bell": lambda: ring(request),
        "help_here": lambda: help_url(request.resolver_match.view_name if request.resolver_match else ""),
        "keys": "off" if request.COOKIES.get(settings.KEYS_COOKIE_NAME) == "off" else "on",
    }


def working_at(request: HttpRequest) -> Unit | None:
    """Where this person serves today, for the chip in the bar. Nothing is asked for it before somebody has chosen a place."""
    actor = getattr(request, "actor", NOBODY)
    if not actor.can(ISSUE) or not (PLACE in request.session or hasattr(request, "chosen_place")):
        return None
    return chosen_place(request)
