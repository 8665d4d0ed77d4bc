"""{% load covers %}{% cover record %} and {% spine record %}: drawn from the record, inside the page.

A cover that somebody photographed ({% cover record large=True %} on the title's own page) stands instead of a drawn one.

Decoration to a screen reader, because the title stands beside it as text. Where it does not: {% cover record named=True %}.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mandrivna.faces.look import covers

register = template.Library()
LAZY = mark_safe(' loading="lazy"')
KEPT = 2048
"""Of some two kilobytes each."""


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


def _drawn(draw: Any, record: Titled, named: bool) -> SafeString:
    return _kept(draw, record.title, record.authors, record.pk, record.material, str(record) if named else "")


@lru_cache(maxsize=KEPT)
def _kept(draw: Any, title: str, authors: str, seed: object, kind: str, label: str) -> SafeString:
    """A shelf's page has a hundred and fifty, a reader's books are drawn again with every book lent."""
    drawn = draw(title=title, authors=authors, seed=seed, kind=kind, label=label)
    return mark_safe(drawn)  # noqa: S308 - words are escaped where they are set
