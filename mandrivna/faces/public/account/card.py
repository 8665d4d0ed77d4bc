"""The reader's card on the phone: a picture with bars and a square to show at the desk or a shelf, and to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandrivna.faces.access import reader_only
from mandrivna.faces.look import reader_cards
from mandrivna.faces.public.account.own import card_of


@require_safe
@reader_only("one's own card")
def own_card(request: HttpRequest) -> HttpResponse:
    card = card_of(request)
    return render(request, "public/account/card.html", {"card": card, "reader": card.reader})


@require_safe
@reader_only("one's own card")
def picture(request: HttpRequest) -> HttpResponse:
    """Kept by nobody on the way: it is somebody's card."""
    return HttpResponse(reader_cards.picture(card_of(request)), content_type="image/png")
