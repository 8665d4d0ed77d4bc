"""How a page for readers is answered: kept by browsers for a minute, without a cookie, and a lost address in the same look."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.defaults import page_not_found

from mandrivna.core.addresses import has_page, page_above
from mandrivna.faces.public.addresses import on_the_site

BRIEF = "public, max-age=60"
SOMEBODYS = (settings.SESSION_COOKIE_NAME, settings.READER_COOKIE_NAME, "messages")
"""With one of these a page may hold something meant for one person."""

type View = Callable[..., HttpResponse]


def briefly(view: View) -> View:
    """What everybody sees alike may be kept for a minute: on a slow line «back» costs nothing. Vary: the theme is a cookie."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Cookie",))
        if response.status_code == 200 and not any(name in request.COOKIES for name in SOMEBODYS):
            response["Cache-Control"] = BRIEF
        return response

    return kept


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A reader who is lost is shown the way in the readers' look, a colleague in theirs."""
    if not on_the_site(request.path_info):
        return page_not_found(request, exception)
    return HttpResponseNotFound(render(request, "public/404.html").content)


def stale(request: HttpRequest) -> HttpResponse:
    """Nothing was done, and nothing of what was typed is kept: here it may be a card and its PIN."""
    path = request.path_info
    return render(request, "public/403_csrf.html", {"back": path if has_page(path) else page_above(path)}, status=403)
