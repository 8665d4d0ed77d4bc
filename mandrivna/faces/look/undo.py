"""«Зроблено. Скасувати»: a message with the way back in it. Without a script it is a message with a button, with one a toast."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

TAG = "undo"


def undoable(request: HttpRequest, text: Any, url: str) -> None:
    """`url` takes a POST with the identity of the operation and nothing else."""
    messages.success(request, text, extra_tags=f"{TAG} {url}")


def undo_url(extra_tags: str | None) -> str:
    word, _space, url = (extra_tags or "").partition(" ")
    return url if word == TAG and url.startswith("/") and not url.startswith("//") else ""
