"""Addresses that only take what a form sends: opened like a page, they lead back to the page the form stands on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mandrivna.core.addresses import only_posted, page_above

NOT_ALLOWED = 405
FACE = "workspace"


def shown_by_get(request: HttpRequest) -> str:
    """Where the page one looks at can be opened again, whichever way it came."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    match = request.resolver_match
    return page_above(request.path) if match is None or only_posted(match.func) else request.path


class MethodPages:
    """A 405 of the workspace is a page with a way back, not an empty sheet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != NOT_ALLOWED or match is None or FACE not in match.namespaces:
            return response
        page = render(request, "405.html", {"back": page_above(request.path)}, status=NOT_ALLOWED)
        page["Allow"] = response.get("Allow", "POST")
        return page
