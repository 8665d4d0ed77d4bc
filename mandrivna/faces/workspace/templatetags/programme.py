"""Words of the programme's policy in templates."""

from __future__ import annotations

from django import template

from mandrivna.programme.models import Event, Series
from mandrivna.programme.streams import Stream, streams_of
from mandrivna.programme.terms import Terms

register = template.Library()


@register.filter
def form_word(known: Terms, code: str) -> str:
    return known.form_label(code)


@register.filter
def streams(what: Event | Series) -> list[Stream]:
    return streams_of(what)
