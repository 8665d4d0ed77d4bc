"""At the door, on a telephone: a scan or a tap says who came; a large number counts whoever stays without a name."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.operate import act_of, scan_of
from mandrivna.faces.workspace.shelves.trips import SCANS
from mandrivna.programme.actions.doors import check_in, check_out, count_heads
from mandrivna.programme.models import Event, SignUp
from mandrivna.programme.queries import events_for
from mandrivna.programme.rules import COUNT
from mandrivna.programme.signup_problems import door_problems
from mandrivna.programme.signups import (
    WHAT,
    at_the_door,
    by_code,
    came_of,
    events_of_code,
    heads_of,
    keeps_the_door,
    lists_of,
    read_code,
    sees_names,
    signups_to,
)
from mandrivna.programme.states import Signed, State
from mandrivna.programme.terms import terms
from mandrivna.readers.actions.viewing import viewed_all

STEPS = (1, 5, -1)


class DoorForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Код із телефона або листа"), max_length=400,
        widget=forms.TextInput(attrs={"id": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Наведіть камеру на код або введіть його.")},
    )  # fmt: skip


def _found(request: HttpRequest, pk: uuid.UUID) -> Event:
    """As good as absent for whoever does not work where it is."""
    event = get_object_or_404(events_for(request.actor).select_related("unit", "place", "series", "institution"), pk=pk)
    if not keeps_the_door(request.actor, event) or event.state not in (State.PLANNED, State.HELD):
        raise Http404
    return event


@require_safe
@access(COUNT)
def door(request: HttpRequest) -> HttpResponse:
    """By a code read with the telephone's own camera, or from the menu: to the door of what goes on today."""
    code, today = read_code(request.GET.get("code", "")), timezone.localdate()
    rows = events_for(request.actor).filter(state__in=(State.PLANNED, State.HELD)).between(today, today)
    if code:
        rows = rows.filter(pk__in=events_of_code(code).values("pk"))
    listed = [
        one for one in rows.select_related("place", "unit").order_by("starts", "pk")[:30] if keeps_the_door(request.actor, one)
    ]
    if len(listed) == 1:
        url = reverse("workspace:event_door", args=[listed[0].pk])
        return redirect(f"{url}?code={code}" if code else url)
    context = {"rows": listed, "code": code, "crumbs": [(_("Програма"), reverse("workspace:programme")), (_("Біля входу"), "")]}
    return render(request, "workspace/programme/doors.html", context)


@require_safe
@access(COUNT)
@csp_override(SCANS)
def event_door(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event = _found(request, pk)
    return _page(request, event, form=DoorForm(initial={"code": read_code(request.GET.get("code", ""))}))


def _page(request: HttpRequest, event: Event, status: int = 200, form: DoorForm | None = None, problems: Any = ()) -> HttpResponse:
    lists, known = list(lists_of(event)), terms()
    rows = at_the_door(event) if lists else []
    named = bool(lists) and all(sees_names(request.actor, one) for one in lists)
    if named and (readers := [row.signup.reader for row in rows if row.signup.reader is not None]):
        viewed_all(Act(actor=request.actor), readers=readers, institution=lists[0].institution)
    heads = heads_of(event)
    audiences = event.audiences[:4] or ["general"]
    shown = [*audiences, *(one for one in heads if one not in audiences and heads[one])]
    came = came_of(event)
    context = {
        "event": event,
        "rows": rows,
        "named": named,
        "coming": sum(row.signup.state == Signed.IN for row in rows),
        "came": came,
        "heads": [(one, known.audience_label(one), heads.get(one, 0)) for one in shown],
        "total": came + sum(heads.values()),
        "steps": STEPS,
        "early": bool(door_problems(event, timezone.localdate())),
        "form": (form or DoorForm()) if lists else None,
        "problems": problems,
        "crumbs": [
            (_("Програма"), reverse("workspace:programme")),
            (str(event), reverse("workspace:event", args=[event.pk])),
            (_("Біля входу"), ""),
        ],
    }
    response = render(request, "workspace/programme/door.html", context, status=status)
    response.uses_camera = bool(lists)  # config.middleware.Headers
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@access(COUNT)
@csp_override(SCANS)
def scanned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A code of the list; of another list it says which."""
    event, form = _found(request, pk), DoorForm(request.POST)
    if not form.is_valid():
        return _page(request, event, 422, form)
    code = read_code(form.cleaned_data["code"])
    one = by_code(code, event) if code else None
    if one is None:
        form.add_error("code", _elsewhere(code))
        return _page(request, event, 422, form)
    try:
        check_in(scan_of(request), event=event, signup=one)
    except Refused as refusal:
        form.add_error("code", " ".join(str(problem) for problem in refusal.problems))
        return _page(request, event, status_of(refusal), form)
    _greet(request, one)
    return redirect("workspace:event_door", pk=pk)


def _elsewhere(code: str) -> str:
    other = events_of_code(code).order_by("-on").first() if code else None
    if other is not None:
        return _("Це запис на іншу подію: %s.") % other
    return _("Такого коду в переліку немає. Можливо, запис скасовано; людину можна порахувати без імені.")


def _greet(request: HttpRequest, one: SignUp) -> None:
    """What the person asked for is said at the moment it is needed, to whoever may know it."""
    named = sees_names(request.actor, one.admission)
    who = (one.name or str(one.reader or "")) if named else ""
    messages.success(request, _("Відмічено: %s.") % (who or one.pretty))
    if named and one.needs:
        messages.info(request, _("Просили: %s.") % one.needs)


def _one(request: HttpRequest, event: Event, one: uuid.UUID) -> SignUp:
    """A mark is taken back also of whoever has left the list since."""
    rows = signups_to(event) if "back" in request.POST else signups_to(event).standing()
    return get_object_or_404(rows.select_related(*WHAT, "reader"), pk=one)


@require_POST
@access(COUNT)
def tapped(request: HttpRequest, pk: uuid.UUID, one: uuid.UUID) -> HttpResponse:
    """On the list: came; pressed by mistake: did not."""
    event = _found(request, pk)
    signup = _one(request, event, one)
    if "back" in request.POST:
        check_out(act_of(request), event=event, signup=signup)
        messages.success(request, _("Позначку знято."))
    else:
        check_in(act_of(request), event=event, signup=signup)
        _greet(request, signup)
    return redirect("workspace:event_door", pk=pk)


@require_POST
@access(COUNT)
def heads(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event = _found(request, pk)
    said = request.POST.get("number", "")
    number = int(said) if said in {str(step) for step in STEPS} else 0
    try:
        count_heads(scan_of(request), event=event, audience=request.POST.get("audience", ""), number=number)
    except Refused as refusal:
        return _page(request, event, status_of(refusal), problems=refusal.problems)
    return redirect(f"{reverse('workspace:event_door', args=[pk])}#h-heads")
