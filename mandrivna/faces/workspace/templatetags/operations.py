from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mandrivna.faces.look.templatetags.look import operation

register = template.Library()
register.simple_tag(operation)


@register.filter
def days_late(due: dt.date) -> int:
    return max((timezone.localdate() - due).days, 0)


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(agent: str) -> str:
    """«Firefox, Windows»: enough to know one's own telephone by; the rest of what a browser says of itself is noise."""
    found = [next((name for sign, name in names if sign in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)


@register.filter
def on_phone(agent: str) -> bool:
    return any(sign in agent for sign in ("Mobile", "Android", "iPhone"))


@register.simple_tag
def place_options(places: Iterable[Any], chosen: Any = None) -> SafeString:
    """Made in one go: a director's list has hundreds."""
    now = getattr(chosen, "pk", None)
    rows = (f'<option value="{one.pk}"{" selected" if one.pk == now else ""}>{escape(one.name)}</option>' for one in places)
    return mark_safe("".join(rows))  # noqa: S308 - every name is escaped, every key a number


@register.simple_tag
def figure(cell: Any, url: str = "") -> SafeString:
    """One figure: a link when facts stand behind it, and what kind of figure it is when it is not one of ours."""
    words = format_html('<a href="{}">{}</a>', url, cell.text) if url else format_html("{}", cell.text)
    if cell.state == "empty":
        return words + format_html('<span class="unseen">{}</span>', _("порожньо"))
    if cell.origin == "document":
        forecast = _("прогноз на %(day)s") % {"day": f"{cell.forecast_at:%d.%m.%Y}"} if cell.forecast_at else _("за документом")
        return words + format_html('<br><span class="soft">{}</span>', forecast)
    return words
