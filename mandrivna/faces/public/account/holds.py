"""Reserving from one's own account: a place in the queue, where to collect, and taking it back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.catalogue.models import Record
from mandrivna.core.models import Unit
from mandrivna.core.places import Shown, shown_on
from mandrivna.core.problems import Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.fund.queries import titles_of, where_standing
from mandrivna.lending.actions.holds import cancel_own_hold, hold
from mandrivna.lending.problems import LENDS
from mandrivna.lending.queries import own_hold, queue_length
from mandrivna.lending.terms import terms


@require_http_methods(["GET", "HEAD", "POST"])
@reader_only("a place in the queue for oneself")
def reserve(request: HttpRequest) -> HttpResponse:
    """Of which title says the address; without one there is nothing to reserve."""
    if not (wanted := request.GET.get("record", "")):
        return redirect("public:catalogue")
    shown = shown_on(timezone.localdate())
    if shown.institution is None:
        raise Http404
    record = get_object_or_404(titles_of(shown.institution), pk=_uid(wanted))
    if request.method != "POST":
        return _page(request, shown, record)
    try:
        hold(own_act(request), reader=reader_of(request), record=record, pickup=_pickup(request, shown))
    except Refused as refusal:
        return _page(request, shown, record, status_of(refusal), refusal.problems)
    messages.success(request, _("Замовлено: %s. Коли книжку відкладуть, це буде видно тут.") % record.title)
    return redirect("public:account")


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _pickup(request: HttpRequest, shown: Shown) -> Unit:
    wanted = request.POST.get("pickup", "")
    found = shown.by_pk.get(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    if found is None:
        raise Http404
    return found.unit


def _page(request: HttpRequest, shown: Shown, record: Record, status: int = 200, problems: Any = ()) -> HttpResponse:
    standing = where_standing([record], shown.by_pk)[record.pk]
    context = {
        "record": record,
        "places": [place for place in shown.by_pk.values() if place.works and place.unit.kind in LENDS],
        "standing": [(shown.by_pk[place], number) for place, number in standing.items()],
        "before": queue_length(record),
        "days": terms().hold_days,
        "problems": problems,
    }
    return render(request, "public/account/reserve.html", context, status=status)


@require_POST
@reader_only("one's own place in the queue")
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody else's is as good as absent."""
    found = get_object_or_404(own_hold(reader_of(request)), pk=pk)
    cancel_own_hold(own_act(request), hold=found)
    messages.success(request, _("Замовлення скасовано: %s.") % found.record.title)
    return redirect("public:account")
