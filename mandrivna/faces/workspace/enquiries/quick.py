"""A refusal by one press, where a search has just found nothing: the words are there already, and so is the place."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.rules import RECORD
from mandrivna.faces.workspace.operate import default_place, units_with


def refused_here(request: HttpRequest, words: str) -> str:
    """The button; nothing for whoever may not record it. Where no place is known the form asks for it."""
    words = " ".join(words.split())[: LENGTHS["title"]]
    if not words or not request.actor.can(RECORD):
        return ""
    back = request.get_full_path() if request.method == "GET" else ""
    about = {"words": words, "place": default_place(request, units_with(request, RECORD)) or "", "back": back}
    return render_to_string("workspace/enquiries/_quick.html", about, request=request)
