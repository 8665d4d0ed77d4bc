"""Addresses that only take what a form sends: opened like a page, they lead back to the page the form stands on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

NOT_ALLOWED = 405
FACE = "workspace"


def page_above(path: str) -> str:
    """The nearest address above this one that has a page: «…/copy/1/return/» stands on «…/copy/1/»."""
    parts = [part for part in path.split("/") if part]
    while parts:
        parts.pop()
        found = f"/{'/'.join(parts)}/" if parts else "/"
        try:
            view = resolve(found).func
        except Resolver404:
            continue
        if not only_posted(view):
            return found
    return "/"


def only_posted(view: object) -> bool:
    """`require_POST` says nothing about itself; what it wraps over is asked once, of a request that goes nowhere."""
    methods = getattr(view, "__closure__", None) or ()
    lists = [cell.cell_contents for cell in methods if isinstance(cell.cell_contents, list)]
    return ["POST"] in lists


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
