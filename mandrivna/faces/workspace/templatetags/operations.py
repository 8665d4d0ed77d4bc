from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone

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
