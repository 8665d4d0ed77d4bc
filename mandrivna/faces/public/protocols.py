"""Addresses for other programs: SRU, OAI-PMH, OPDS, unAPI. Read-only, the same for everybody, kept for a minute."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.protocols import oai as harvesting
from mandrivna.catalogue.protocols import opds as reading
from mandrivna.catalogue.protocols import sru as searching
from mandrivna.catalogue.protocols.schemas import OAI_FORMATS
from mandrivna.catalogue.protocols.xml import HEAD, tag
from mandrivna.core.places import shown_on
from mandrivna.core.profile import profile_of
from mandrivna.faces.access import public
from mandrivna.faces.look.site import site
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly

XML = "application/xml; charset=utf-8"
LONGEST = 120

type View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """Other sites' pages may read the answer too: there is nothing in it that is not everybody's. Words are in Ukrainian."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("uk"):
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered


def _page(request: HttpRequest) -> Callable[[Record], str]:
    """A title's page stands on the site when there is a copy of it; an address that leads nowhere is not told."""
    return lambda record: request.build_absolute_uri(address_in("uk", "title", record.pk)) if record.copies else ""


@public("the catalogue is for everybody, and for their programs")
@require_safe
@briefly
@for_programs
@gently(SEARCH, page=False)
def sru(request: HttpRequest) -> HttpResponse:
    host, _colon, port = request.get_host().partition(":")
    port = port or ("443" if request.is_secure() else "80")
    server = searching.Server(host, port, request.path, _title(), _page(request))
    asked = {name: request.GET[name] for name in request.GET if not name.startswith("x-")}
    return HttpResponse(searching.answer(asked, server), content_type=XML)


@csrf_exempt
@public("the catalogue is for harvesters of other catalogues")
@require_http_methods(["GET", "HEAD", "POST"])
@briefly
@for_programs
@gently(SEARCH, page=False)
def oai(request: HttpRequest) -> HttpResponse:
    """The protocol asks for POST beside GET; it changes nothing either way."""
    repository = harvesting.Repository(
        name=_title(),
        address=request.build_absolute_uri(request.path),
        host=request.get_host().partition(":")[0],
        email=_email(request),
        page=_page(request),
    )
    given = request.POST if request.method == "POST" else request.GET
    return HttpResponse(harvesting.answer(dict(given.lists()), repository), content_type="text/xml; charset=utf-8")


def _title() -> str:
    return site().name or _("Мандрівна")


def _email(request: HttpRequest) -> str:
    """The protocol wants an address: the institution's own, or the one that mail servers are bound to have."""
    institution = shown_on(timezone.localdate()).institution
    return (profile_of(institution).email if institution else "") or f"postmaster@{request.get_host().partition(':')[0]}"


# --- OPDS -------------------------------------------------------------------------------------------------------------


@public("books that open at once are for everybody")
@require_safe
@briefly
@for_programs
@gently(SEARCH, page=False)
def opds(request: HttpRequest) -> HttpResponse:
    said = reading.publications(_feed(request))
    return JsonResponse(said, content_type=reading.JSON, json_dumps_params={"ensure_ascii": False})


@public("books that open at once are for everybody")
@require_safe
@briefly
@for_programs
@gently(SEARCH, page=False)
def opds_atom(request: HttpRequest) -> HttpResponse:
    return HttpResponse(reading.atom(_feed(request)), content_type=reading.ACQUISITION)


def _feed(request: HttpRequest) -> reading.Feed:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    said = request.GET.get("page", "1")
    number = min(int(said), reading.FARTHEST) if said.isascii() and said.isdigit() and len(said) < 5 else 1
    rows = reading.online(text)

    def address(*, page: int = 1, q: str | None = None) -> str:
        about = {"q": text if q is None else q, "page": page if page > 1 else ""}
        query = urlencode({key: value for key, value in about.items() if value})
        return request.build_absolute_uri(request.path + (f"?{query}" if query else ""))

    number = max(number, 1)
    page = list(rows[(number - 1) * reading.PAGE : number * reading.PAGE])
    title = _("Електронні видання: %s") % _title()
    return reading.Feed(title, text, number, rows.count(), page, address, _page(request))


# --- unAPI ------------------------------------------------------------------------------------------------------------


@public("a description of a title, for reference managers")
@require_safe
@briefly
@for_programs
@gently(SEARCH, page=False)
def unapi(request: HttpRequest) -> HttpResponse:
    """Without a format: which there are (300 Multiple Choices when an id was named); with one: the record in it."""
    name, form = request.GET.get("id", ""), request.GET.get("format", "")
    formats = "".join(tag("format", name=one.name, type="application/xml", docs=one.location) for one in OAI_FORMATS.values())
    if not name:
        return HttpResponse(HEAD + tag("formats", formats), content_type=XML)
    record = _described(name)
    if record is None:
        return HttpResponse(HEAD + tag("formats"), content_type=XML, status=404)
    if not form:
        return HttpResponse(HEAD + tag("formats", formats, id_=name), content_type=XML, status=300)
    if form not in OAI_FORMATS:
        return HttpResponse(HEAD + tag("formats", formats, id_=name), content_type=XML, status=406)
    return HttpResponse(HEAD + OAI_FORMATS[form].write(record, _page(request)(record)), content_type=XML)


def _described(name: str) -> Record | None:
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    return Record.objects.current().filter(pk=key).select_related("body", "host").first()
