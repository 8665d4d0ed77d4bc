"""What a person chooses about the look: kept in a cookie of their own browser, for a year."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.addresses import safe_url
from mandrivna.faces.access import public
from mandrivna.faces.look.context import THEMES
from mandrivna.faces.look.terms import LONGEST, understood
from mandrivna.shared.dates.terms import read_term

YEARS = re.compile(r"(?:19|20|21)[0-9]{2}")
YEAR = 365 * 24 * 3600


@public("the choice of light or dark is everybody's own")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(safe_url(request, request.POST.get("next", "")) or "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME, chosen, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    return response


@public("tells what was understood of the words that were sent, and knows nothing else")
@require_safe
def term(request: HttpRequest) -> HttpResponse:
    """The chips of a term that is being typed (`look.terms.TermInput`)."""
    said = request.GET.get(request.GET.get("field", ""), "").replace("\x00", "")[:LONGEST]
    year = request.GET.get("year", "")
    return HttpResponse(understood(read_term(said, int(year) if YEARS.fullmatch(year) else timezone.localdate().year)))
