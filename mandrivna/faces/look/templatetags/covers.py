"""{% load covers %}{% cover record %} and {% spine record %}: drawn from the record, inside the page.

A cover that somebody photographed ({% cover record large=True %} on the title's own page) stands instead of a drawn one.

Decoration to a screen reader, because the title stands beside it as text. Where it does not: {% cover record named=True %}.
"""

from __future__ import annotations

from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mandrivna.faces.look import covers

register = template.Library()
LAZY = mark_safe(' loading="lazy"')


class Titled(Protocol):
    """A bibliographic record, as far as a cover needs one."""

    @property
    def pk(self) -> object: ...

    title: str
    authors: str
    material: str


@register.simple_tag
def cover(record: Titled, *, named: bool = False, large: bool = False) -> SafeString:
    if digest := getattr(record, "cover", ""):
        address = reverse("site:cover", args=[digest, "large" if large else "small"])
        return format_html('<img src="{}" alt="{}"{}>', address, str(record) if named else "", "" if large else LAZY)
    return _drawn(covers.cover, record, named)


@register.simple_tag
def spine(record: Titled, *, named: bool = False) -> SafeString:
    return _drawn(covers.spine, record, named)


def _drawn(draw: covers.Drawer, record: Titled, named: bool) -> SafeString:
    label = str(record) if named else ""
    drawn = draw(title=record.title, authors=record.authors, seed=record.pk, kind=record.material, label=label)
    return mark_safe(drawn)  # noqa: S308 - words are escaped where they are set
