"""{% side_menu %} and {% dock %}: the same for everybody with the same rights, on every page, so they are drawn once and kept."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.menu import MENU, grouped, menu_for

register = template.Library()

DOCK = 4
"""How many things of the menu fit under a thumb, beside «Сьогодні» and «Ще»."""
HOME = "workspace:home"
KEPT = 512
"""Drawn menus: a set of rights, a language, a page that is in the menu."""


@register.simple_tag(takes_context=True)
def side_menu(context: Context) -> SafeString:
    return _of(context, "workspace/_side.html")


@register.simple_tag(takes_context=True)
def dock(context: Context) -> SafeString:
    return _of(context, "workspace/_dock.html")


def _of(context: Context, name: str) -> SafeString:
    request, prefix = context["request"], get_script_prefix()
    here = request.path if request.path in _addresses(prefix) else ""
    return _drawn(name, _held(getattr(request, "actor", NOBODY)), get_language() or "", prefix, static("look/icons.svg"), here)


def _held(actor: Actor) -> frozenset[str]:
    """The codes that open something of the menu, anywhere: the menu asks for nothing else."""
    return frozenset(str(item.permission) for item in MENU if actor.can(item.permission))


@lru_cache(maxsize=8)
def _addresses(_prefix: str) -> frozenset[str]:
    return frozenset({reverse(HOME), *(reverse(item.url_name) for item in MENU)})


@lru_cache(maxsize=KEPT)
def _drawn(name: str, held: frozenset[str], _language: str, _prefix: str, _sprite: str, here: str) -> SafeString:
    items = menu_for(Actor(grants=(("", held),)))
    about = {"menu_groups": grouped(items), "dock": items[: DOCK - 1], "path": here}
    return render_to_string(name, about)
