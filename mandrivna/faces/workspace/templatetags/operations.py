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
