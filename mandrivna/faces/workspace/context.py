"""What the base layout needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mandrivna.core.actor import NOBODY
from mandrivna.core.menu import menu_for
from mandrivna.faces.look.site import site
from mandrivna.faces.workspace.methods import shown_by_get


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that does not show the menu asks the database nothing."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "menu": lambda: menu_for(actor),
        "demo": settings.DEMO,
        "here": lambda: shown_by_get(request),
        "site": SimpleLazyObject(site),
    }
