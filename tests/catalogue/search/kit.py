"""Asking the search of a test."""

from __future__ import annotations

from typing import Any

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.asking import Found, Request
from mandrivna.catalogue.search.query import search


def ask(text: str = "", **about: Any) -> Found:
    return search(Request(text, **about))


def titles(found: Found) -> list[str]:
    names = dict(Record.objects.values_list("pk", "title"))
    return [names[uid] for uid in found.uids]


def found(text: str = "", **about: Any) -> list[str]:
    return titles(ask(text, **about))
