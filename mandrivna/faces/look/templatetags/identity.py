"""{% load identity %}{% logo %} is the mark with the word, {% mark %} the mark alone.

They take the colour of the text around; the warm parts have the classes logo-legs, logo-beak, logo-road. Both are decoration to a
screen reader: what stands around them says the name.
"""

from __future__ import annotations

from django import template

register = template.Library()


@register.inclusion_tag("look/_logo.html")
def logo() -> dict[str, object]:
    return {}


@register.inclusion_tag("look/_mark.html")
def mark() -> dict[str, object]:
    return {}
