"""Icons, and the small words every page of every face needs."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mandrivna.faces.look import cells, undo
from mandrivna.shared.ids import new_uid

register = template.Library()


@register.filter
def day_of_week(day: dt.date) -> str:
    """«субота»: within a line Ukrainian writes it small."""
    word = date_format(day, "l")
    return word.lower() if get_language() == "uk" else word


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A picture from the sprite. With a label it speaks for itself; without one the words beside it do."""
    return _drawn(static("look/icons.svg"), name, str(label), size)


@lru_cache(maxsize=1024)
def _drawn(sprite: str, name: str, label: str, size: str) -> SafeString:
    """Fifty stand on a page, and the same ones on the next."""
    css = "icon icon-l" if size == "l" else "icon"
    href = f"{sprite}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_tag
def operation() -> SafeString:
    """The identity of what the form will do: pressed twice, it is still one operation."""
    return format_html('<input type="hidden" name="uid" value="{}">', new_uid())


@register.filter
def said(value: Any) -> SafeString:
    """A value as people read it: days, moments, numbers with their spaces, a dash for nothing."""
    return cells.shown(value)


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """Where a message's own act is taken back; empty for the other messages."""
    return undo.undo_url(extra_tags)


@register.simple_tag
def made_by(*lines: str) -> SafeString:
    """In the gallery: the line of a template that makes what is shown. «[% … %]» stands for the signs of templates."""
    said = "\n".join(lines).replace("[%", "{%").replace("%]", "%}").replace("[[", "{{").replace("]]", "}}")
    return format_html('<pre class="made-by"><code>{}</code></pre>', said)
