"""What became of somebody's gift: for whoever has the link, which nobody guesses and the library can take back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mandrivna.faces.access import public
from mandrivna.fund.actions.donors import SHORTEST_LINK, link_hash
from mandrivna.fund.models import Donor
from mandrivna.lending.giving import K, report_of

LONGEST = 64


@public("the address is the secret: a donor shows it to whom they like")
@require_safe
def gift_report(request: HttpRequest, link: str) -> HttpResponse:
    donor = None
    if SHORTEST_LINK <= len(link) <= LONGEST:
        donor = Donor.objects.select_related("institution").filter(link_hash=link_hash(link)).first()
    if donor is None:
        raise Http404
    context = {"donor": donor, "report": report_of(donor, timezone.localdate()), "least": K}
    response = render(request, "public/gift_report.html", context)
    response["Cache-Control"] = "private, no-store"  # taken back means gone at once
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
