"""How the site is found and put on a telephone's screen: robots.txt, the site map, the manifest, the icon browsers ask for."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import Shown, shown_on
from mandrivna.core.profile import PAPER
from mandrivna.enquiries.surveys import surveys_of_site
from mandrivna.faces.access import public
from mandrivna.faces.look.site import site
from mandrivna.faces.public.addresses import PAGES, address_in
from mandrivna.faces.public.collections import shown_collections
from mandrivna.faces.public.events import AHEAD
from mandrivna.faces.public.pages import briefly
from mandrivna.fund.queries import titles_of
from mandrivna.programme.campaigns import of_events
from mandrivna.programme.queries import announced

CLOSED = ("/work/", "/accounts/", "/api/", "/look/", "/my/", "/en/my/", "/theme/", "/en/theme/")
MOST = 10_000
"""Of pages in one file: each is written once a language, and a file may hold 50,000 addresses."""
LARGEST, HOUR = 24_000, 3600
AT_ONCE = 500
SOME = uuid.UUID(int=(1 << 128) - 1)
"""Stands in a pattern for the key of a title."""
CODES = [code for code, _name in settings.LANGUAGES]


@public("a sign for machines at the door")
@require_safe
@briefly
def robots(request: HttpRequest) -> HttpResponse:
    """The demonstration is nobody's library: it is not to be found instead of one."""
    closed = ("/",) if settings.DEMO else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return HttpResponse(
        "\n".join([*lines, f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]), content_type="text/plain"
    )


@public("a list of public pages")
@require_safe
@briefly
def sitemap(request: HttpRequest) -> Any:
    """One file while it is short, a list of files when it is not. A file is sent as it is written: it may have ten megabytes."""
    shown = shown_on(timezone.localdate())
    firsts = _firsts(shown)
    files = len(firsts) or 1
    number = request.GET.get("file", "")
    if not number and files > 1:
        return _xml(
            "sitemapindex", (f"<sitemap><loc>{_whole(request, f'?file={one + 1}')}</loc></sitemap>" for one in range(files))
        )
    if number and not (number.isascii() and number.isdigit() and len(number) < 9 and 1 <= int(number) <= files):
        raise Http404
    entries = _entries(request, shown, firsts, int(number or 1) - 1)
    return StreamingHttpResponse(_lines("urlset", entries), content_type="application/xml")


def _whole(request: HttpRequest, query: str) -> str:
    return escape(request.build_absolute_uri(f"/sitemap.xml{query}"))


def _firsts(shown: Shown) -> list[uuid.UUID]:
    """Where each file begins. Found by walking through all titles, so once an hour; a file itself is read from its beginning."""
    if shown.institution is None:
        return []
    name = f"sitemap:{shown.institution.pk}"
    found = cache.get(name)
    if found is None:
        keys = titles_of(shown.institution).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=MOST)
        found = list(itertools.islice(keys, 0, None, MOST))
        if found:
            cache.set(name, found, HOUR)
    return list(found)


def _entries(request: HttpRequest, shown: Shown, firsts: list[uuid.UUID], file: int) -> Iterator[str]:
    pages: list[tuple[str, tuple[object, ...]]] = []
    if file == 0:
        pages = [(name, ()) for name in PAGES] + [("place", (pk,)) for pk in shown.by_pk]
    if shown.institution and file == 0:
        pages += [
            ("collection", (pk,)) for pk in shown_collections(shown.institution, timezone.localdate()).values_list("pk", flat=True)
        ]
    if file == 0:
        today = timezone.localdate()
        rows = announced(shown, today, today + AHEAD)
        pages += [("event", (pk,)) for pk in rows.values_list("pk", flat=True)[:MOST]]
        pages += [("campaign", (pk,)) for pk in of_events(rows)]
        pages += [("survey", (pk,)) for pk in surveys_of_site().asking(today).filter(shown=True).values_list("pk", flat=True)]
    yield from (_entry(request, name, *args) for name, args in pages)
    if shown.institution and firsts:
        titles = titles_of(shown.institution).filter(pk__gte=firsts[file]).order_by("pk").values_list("pk", flat=True)
        if file + 1 < len(firsts):
            titles = titles.filter(pk__lt=firsts[file + 1])
        pattern = _entry(request, "title", SOME)  # thirty times as fast as asking for the address of each
        yield from (pattern.replace(str(SOME), str(pk)) for pk in titles[:LARGEST].iterator(chunk_size=AT_ONCE))


def _entry(request: HttpRequest, name: str, *args: object) -> str:
    addresses = {code: escape(request.build_absolute_uri(address_in(code, name, *args))) for code in CODES}
    others = [*addresses.items(), ("x-default", addresses[settings.LANGUAGE_CODE])]
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{href}"/>' for code, href in others)
    return "".join(f"<url><loc>{href}</loc>{links}</url>" for href in addresses.values())


def _xml(root: str, entries: Iterator[str]) -> HttpResponse:
    return HttpResponse("".join(_lines(root, entries)), content_type="application/xml")


def _lines(root: str, entries: Iterator[str]) -> Iterator[str]:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n'
    for bundle in itertools.batched(entries, AT_ONCE):
        yield "\n".join((*bundle, ""))
    yield f"</{root}>\n"


@public("what the site is called on a telephone's screen")
@require_safe
@briefly
def manifest(_request: HttpRequest) -> HttpResponse:
    name = site()
    said = {
        "name": name.name or _("Мандрівна"),
        "short_name": name.short_name or _("Мандрівна"),
        "start_url": "/",
        "scope": "/",
        "lang": settings.LANGUAGE_CODE,
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": static(f"look/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@public("browsers ask for it unasked")
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(static("look/favicon.ico"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
