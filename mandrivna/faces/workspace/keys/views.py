"""The map of the keyboard: a page of its own, the contents of the «?» dialog, and the switch that turns single keys off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.addresses import safe_url
from mandrivna.core.menu import menu_for
from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.partial import only_part
from mandrivna.shared.text.layout import key_cap

YEAR = 365 * 24 * 3600
EVERYWHERE = (
    (("Ctrl", "K"), _("Пошук усюди"), True),
    (("/",), _("Пошук усюди"), False),
    (("?",), _("Ця карта клавіш"), False),
    (("n",), _("Створити нове, якщо на сторінці є така кнопка"), False),
    (("Esc",), _("Закрити вікно або список"), True),
)
"""Keys, what they do, and whether they work also with single keys turned off."""
LISTS = (
    (("j",), _("Наступний рядок списку")),
    (("k",), _("Попередній рядок списку")),
    (("Enter",), _("Відкрити рядок")),
)
OWN = (("c", "workspace:home", _("Сьогодні")), ("b", "workspace:bell", _("Сповіщення")))
"""Sections that are not in the menu of any module."""


def cap(key: str) -> str:
    """Both letters of the key: the map is read with either layout on."""
    return f"{key.upper()} {key_cap(key).upper()}" if len(key) == 1 and key.isalpha() else key


def sections(request: HttpRequest) -> list[tuple[str, str, Any]]:
    """(key, address, label) of everything «g» leads to, for this person."""
    own = [(key, reverse(name), label) for key, name, label in OWN]
    return own + [(item.key, reverse(item.url_name), item.label) for item in menu_for(request.actor) if item.key]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("everybody may read the map and turn the keys off")
def keys(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _switch(request)
    context = {
        "everywhere": [([cap(key) for key in pressed], text) for pressed, text, _always in EVERYWHERE],
        "lists": [([cap(key) for key in pressed], text) for pressed, text in LISTS],
        "go": cap("g"),
        "sections": [(cap(key), url, label) for key, url, label in sections(request)],
        "back": safe_url(request, request.GET.get("next", "")),
    }
    return render(request, "workspace/keys/_map.html" if only_part(request) else "workspace/keys/page.html", context)


def _switch(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(safe_url(request, request.POST.get("next", "")) or reverse("workspace:keys"))
    wanted = request.POST.get("keys", "")
    if wanted in ("on", "off"):
        response.set_cookie(
            settings.KEYS_COOKIE_NAME, wanted, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    return response
