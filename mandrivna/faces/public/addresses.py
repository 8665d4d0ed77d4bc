"""Addresses of the public site: one for each page and language. What is listed here is what the world may find."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

ELSEWHERE = ("/work/", "/accounts/", "/look/", "/api/", "/static/", "/telegram/")
"""Where the language is a person's choice, not a part of the address."""

PAGES = (
    "front", "places", "events", "events_month", "catalogue", "authors", "subjects", "classes", "collections", "local", "guide",
    "join", "figures", "reports", "rules", "contacts", "accessibility", "privacy", "wishes", "answers", "calls", "excursions",
    "surveys",
)  # fmt: skip
"""Pages of their own; beside them each shown place and each title has one."""
OF_A_THING = ("place", "event", "campaign", "title", "heading", "collection", "report", "survey")
FINDABLE = frozenset(f"public:{name}" for name in (*PAGES, *OF_A_THING))


def on_the_site(path: str) -> bool:
    return not path.startswith(ELSEWHERE)


@dataclass(frozen=True)
class Here:
    """The page one looks at: whether it has a place of its own on the site, and the same page in each language."""

    listed: bool
    findable: bool
    """Search engines may keep it: not the demonstration, not the answer to somebody's question."""
    canonical: str
    languages: list[tuple[str, str]]
    """Code and path, the query kept."""
    alternates: list[tuple[str, str]]
    """Code and whole address, without a query; the last is for everybody whose language we do not have."""


def here(request: HttpRequest) -> Here:
    bare = _bare(request.path)
    paths = {code: f"/{code}{bare}" if code != settings.LANGUAGE_CODE else bare for code, _name in settings.LANGUAGES}
    match = request.resolver_match
    listed = bool(match and match.view_name in FINDABLE)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    whole = {code: request.build_absolute_uri(path) for code, path in paths.items()}
    return Here(
        listed,
        listed and not settings.DEMO and not request.GET.get("q"),
        request.build_absolute_uri(request.path),
        [(code, path + query) for code, path in paths.items()],
        [*whole.items(), ("x-default", whole[settings.LANGUAGE_CODE])],
    )


def _bare(path: str) -> str:
    code = get_language_from_path(path)
    return path[len(code) + 1 :] if code and code != settings.LANGUAGE_CODE else path


def address_in(code: str, name: str, *args: object) -> str:
    """Of a page of the site, in a language."""
    with override(code):
        return reverse(f"public:{name}", args=args)
