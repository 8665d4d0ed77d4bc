"""Words of the programme's policy on the site."""

from __future__ import annotations

from django import template

from mandrivna.programme.terms import Terms

register = template.Library()


@register.filter
def form_label(known: Terms, code: str) -> str:
    return known.form_label(code)


@register.filter
def audience_label(known: Terms, codes: list[str]) -> str:
    return known.audience_words(codes)
