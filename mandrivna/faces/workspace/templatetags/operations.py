from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mandrivna.shared.ids import new_uid

register = template.Library()


@register.simple_tag
def operation() -> SafeString:
    """The identity of what the form will do: pressed twice, it is still one operation."""
    return format_html('<input type="hidden" name="uid" value="{}">', new_uid())


@register.filter
def days_late(due: dt.date) -> int:
    return max((timezone.localdate() - due).days, 0)
