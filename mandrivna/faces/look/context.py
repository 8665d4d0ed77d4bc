"""What the outermost layout needs, whichever face it carries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mandrivna.faces.look.site import site

THEMES = ("auto", "light", "dark")


def look(request: HttpRequest) -> dict[str, Any]:
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return {"theme": chosen if chosen in THEMES else "auto", "site": SimpleLazyObject(site)}
