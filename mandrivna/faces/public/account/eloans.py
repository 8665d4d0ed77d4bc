"""Licensed e-resources in one's own account: taking one for a term, opening it by an address of ours, ending it sooner."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.own import CHANNEL, own_act, reader_of
from mandrivna.lending.actions.eloans import borrow_online, end_own_online, open_online, opening_uid
from mandrivna.lending.eloans import by_token, licences_of, not_open_problems, offers, own_eloan


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@reader_only("an e-resource for oneself")
def take(request: HttpRequest) -> HttpResponse:
    """Of which title says the address; without one there is nothing to take."""
    if not (wanted := request.GET.get("record", "")):
        return redirect("public:catalogue")
    reader = reader_of(request)
    record = get_object_or_404(Record.objects.current(), pk=_uid(wanted))
    licences = licences_of(record, reader.institution, timezone.localdate())
    if not licences.exists():
        raise Http404
    if request.method != "POST":
        return _page(request, record, licences)
    licence = get_object_or_404(licences, pk=_uid(request.POST.get("licence", "")))
    try:
        loan = borrow_online(own_act(request), licence=licence, reader=reader)
    except Refused as refusal:
        return _page(request, record, licences, status_of(refusal), refusal.problems)
    about = {"title": record.title, "day": date_format(loan.until, "DATE_FORMAT")}
    messages.success(request, _("Відкрито для вас: %(title)s. Читайте до %(day)s включно.") % about)
    return redirect("public:account")


def _page(request: HttpRequest, record: Record, licences: Any, status: int = 200, problems: Any = ()) -> HttpResponse:
    today = timezone.localdate()
    mine = own_eloan(reader_of(request)).filter(licence__record=record, until__gte=today).first()
    context = {"record": record, "offers": [] if mine else offers(licences, today), "mine": mine, "problems": problems}
    return render(request, "public/account/eloan.html", context, status=status)


@require_POST
@reader_only("an e-resource of one's own, given back")
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    loan = get_object_or_404(own_eloan(reader_of(request)).select_related("place"), pk=pk)
    end_own_online(own_act(request), loan=loan)
    messages.success(request, _("Завершено: %s. Місце вільне для іншого читача. Дякуємо!") % loan.licence.record)
    return redirect("public:account")


@require_safe
@reader_only("an e-resource of one's own, opened")
def open_it(request: HttpRequest, token: str) -> HttpResponse:
    """The only way to the real address, while the loan goes on. Nothing of it is kept on the way: no referrer, no cache."""
    loan = by_token(reader_of(request), token)
    if loan is None:
        raise Http404
    if problems := not_open_problems(loan, timezone.localdate()):
        return _sealed(render(request, "public/account/refused.html", {"problems": problems}, status=410))
    act = Act(actor=request.actor, channel=CHANNEL)
    if request.method == "GET" and not _ahead(request) and act.on not in loan.openings:
        open_online(Act(actor=request.actor, uid=opening_uid(loan, act.on), at=act.at, channel=CHANNEL), loan=loan)
    return _sealed(HttpResponseRedirect(loan.licence.address))


def _ahead(request: HttpRequest) -> bool:
    """A browser looks behind a link before anybody has pressed it: nobody has opened anything."""
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))


def _sealed(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
