"""One's own sign-ups: what is ahead, the code for the door, signing up by one press, signing off."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.places import shown_on
from mandrivna.core.problems import Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.faces.public.account.talk import picture
from mandrivna.faces.public.events import found_event
from mandrivna.faces.public.standing import days_told
from mandrivna.programme.actions.signups import sign_off_own, sign_up_own
from mandrivna.programme.signups import admission_of, own_signup, own_signups
from mandrivna.programme.states import Signed, State


def _page(request: HttpRequest, status: int = 200, problems: Any = (), event: Any = None) -> HttpResponse:
    today = timezone.localdate()
    shown, listed = shown_on(today), own_signups(reader_of(request), today)
    rows = [(own, days_told(own.days, shown), _drawn(request, own.signup)) for own in listed]
    context = {"rows": rows, "problems": problems, "event": event}
    return render(request, "public/account/events.html", context, status=status)


def _drawn(request: HttpRequest, signup: Any) -> str:
    if signup.state != Signed.IN:
        return ""
    return picture(request.build_absolute_uri(f"{reverse('workspace:programme_door')}?code={signup.code}"))


@require_safe
@reader_only("one's own sign-ups")
def events(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@reader_only("signing up oneself")
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """By one press on the page of an event."""
    event = found_event(pk, timezone.localdate())
    admission = admission_of(event) if event.state == State.PLANNED else None
    if admission is None:
        raise Http404
    try:
        done = sign_up_own(own_act(request), admission=admission, reader=reader_of(request), of_age="of_age" in request.POST)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems, event)
    if done.state == Signed.IN:
        messages.success(request, _("Ви записалися: %s.") % admission)
    else:
        messages.success(request, _("Ви в черзі: %s. Щойно місце звільниться, скажемо.") % admission)
    return redirect("public:account_events")


@require_POST
@reader_only("signing oneself off")
def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody else's is as good as absent."""
    one = get_object_or_404(own_signup(reader_of(request)).select_related("admission__event", "admission__series"), pk=pk)
    sign_off_own(own_act(request), signup=one)
    messages.success(request, _("Запис скасовано: %s.") % one.admission)
    return redirect("public:account_events")
