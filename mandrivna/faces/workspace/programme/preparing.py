"""What is made ready for an event: its work by days, its room, its things, its guests, what it is part of."""

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
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Warning
from mandrivna.faces.access import access
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.programme.actions.campaigns import group
from mandrivna.programme.actions.preparing import (
    LONGEST_NAME,
    LONGEST_TEXT,
    add_check,
    announce_guest,
    set_check,
    tick,
    withdraw_guest,
)
from mandrivna.programme.actions.rooms import book_room, free_room
from mandrivna.programme.checklist import lines_of
from mandrivna.programme.models import Booking, Campaign, Check, Event, Guest, Part, Room, Sort
from mandrivna.programme.queries import may_plan
from mandrivna.programme.rooms import room_problems, rooms_for
from mandrivna.programme.rules import PLAN, VIEW


class CheckForm(forms.Form):
    sort = forms.ChoiceField(label=gettext_lazy("Справа чи обладнання"), choices=Sort.choices)
    text = forms.CharField(label=gettext_lazy("Що саме"), max_length=LONGEST_TEXT)
    due = DayField(label=gettext_lazy("До якого дня"), required=False)


class GuestForm(forms.Form):
    announced = forms.CharField(
        label=gettext_lazy("Як на афіші"), max_length=LONGEST_NAME,
        help_text=gettext_lazy("Рівно ті слова, які побачать усі. Телефонів і пошти тут не пишіть."),
    )  # fmt: skip
    part = forms.ChoiceField(label=gettext_lazy("Роль"), choices=Part.choices)
    agreed = forms.BooleanField(label=gettext_lazy("Ці слова узгоджено з людиною чи організацією"), required=False)


class RoomChoice(forms.Form):
    room = forms.ModelChoiceField(
        label=gettext_lazy("Кімната або зона"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("— без кімнати —"),
    )

    def __init__(self, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["room"]
        field.queryset, field.label_from_instance = rooms, lambda one: f"{one.unit}: {one.name}"


class CampaignChoice(forms.Form):
    campaign = forms.ModelChoiceField(label=gettext_lazy("Кампанія"), queryset=Campaign.objects.none(), empty_label=None)

    def __init__(self, campaigns: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["campaign"]
        field.queryset = campaigns


def _rooms(request: HttpRequest, event: Event) -> Any:
    return rooms_for(request.actor).filter(institution=event.institution).order_by("unit__path", "name")


def _campaigns(event: Event) -> Any:
    """That go on when it is."""
    return Campaign.objects.filter(institution=event.institution, last__gte=event.on, first__lte=event.last_day).order_by(
        "first", "title"
    )


@require_safe
@access(VIEW)
def prepare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, found(request, pk))


def _page(request: HttpRequest, event: Event, status: int = 200, **failed: forms.Form) -> HttpResponse:
    today, plans = timezone.localdate(), may_plan(request.actor, event)
    booking = Booking.objects.filter(event=event).select_related("room__unit").first()
    checks = list(Check.objects.filter(event=event).order_by("pk"))
    lines, in_room = lines_of(event, checks), {"room": booking.room_id if booking else None}
    context = {
        "event": event,
        "lines": [(line, line.late(today)) for line in lines],
        "done": sum(line.done for line in lines),
        "gear": [row for row in checks if row.sort == Sort.GEAR],
        "booking": booking,
        "shared": room_problems(event, booking.room) if booking else [],
        "guests": list(Guest.objects.filter(event=event).order_by("part", "pk")),
        "grouped": list(Campaign.objects.filter(grouped__event=event).order_by("title")),
        "may_plan": plans,
        "check_form": failed.get("check") or CheckForm(initial={"sort": Sort.WORK}),
        "guest_form": failed.get("guest") or GuestForm(),
        "room_form": failed.get("room") or RoomChoice(_rooms(request, event), initial=in_room),
        "campaigns": list(_campaigns(event)) if plans else [],
        "crumbs": [
            (_("Програма"), f"{reverse('workspace:programme')}?month={event.on:%Y-%m}"),
            (str(event), reverse("workspace:event", args=[event.pk])),
            (_("Підготовка"), ""),
        ],
    }
    return render(request, "workspace/programme/prepare.html", context, status=status)


def planned(request: HttpRequest, pk: uuid.UUID) -> Event:
    event = found(request, pk)
    if not may_plan(request.actor, event):
        raise Http404
    return event


def _done(pk: uuid.UUID, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('workspace:event_prepare', args=[pk])}#{anchor}")


@require_POST
@access(PLAN)
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A line more, of one's own."""
    event, form = planned(request, pk), CheckForm(request.POST)
    if status := attempt(request, form, lambda act: add_check(act, event=event, **form.cleaned_data)):
        return _page(request, event, status, check=form)
    return _done(pk, "h-lines")


@require_POST
@access(PLAN)
def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`code` of the list of the form, or `check`, one's own line; `done` 1 or 0."""
    event, said = planned(request, pk), request.POST
    yes, code = said.get("done") == "1", said.get("code", "")
    own = said.get("check", "")
    row = get_object_or_404(Check, event=event, pk=int(own)) if own.isascii() and own.isdigit() else None
    form = forms.Form(said)

    def act_on(act: Any) -> object:
        return set_check(act, check=row, done=yes) if row is not None else tick(act, event=event, code=code, done=yes)

    if status := attempt(request, form, act_on):
        return _page(request, event, status)
    return _done(pk, "h-lines")


@require_POST
@access(PLAN)
def guest(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event, form = planned(request, pk), GuestForm(request.POST)
    if status := attempt(request, form, lambda act: announce_guest(act, event=event, **form.cleaned_data)):
        return _page(request, event, status, guest=form)
    return _done(pk, "h-guests")


@require_POST
@access(PLAN)
def no_guest(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event, form = planned(request, pk), forms.Form(request.POST)
    announced = request.POST.get("announced", "")
    if status := attempt(request, form, lambda act: withdraw_guest(act, event=event, announced=announced)):
        return _page(request, event, status)
    messages.success(request, _("Цього імені чи назви більше ніде немає."))
    return _done(pk, "h-guests")


@require_POST
@access(PLAN)
def room(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event = planned(request, pk)
    form = RoomChoice(_rooms(request, event), request.POST)

    def act_on(act: Any) -> object:
        chosen = form.cleaned_data["room"]
        return book_room(act, event=event, room=chosen) if chosen else free_room(act, event=event)

    if status := attempt(request, form, act_on):
        return _page(request, event, status, room=form)
    for one in room_problems(event, form.cleaned_data["room"]) if form.cleaned_data["room"] else ():
        if isinstance(one, Warning):
            messages.warning(request, str(one))
    return _done(pk, "h-room")


@require_POST
@access(PLAN)
def campaign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Into it, or with `out` out of it."""
    event = planned(request, pk)
    form = CampaignChoice(Campaign.objects.filter(institution=event.institution), request.POST)
    within = "out" not in request.POST
    if status := attempt(request, form, lambda act: group(act, event=event, within=within, **form.cleaned_data)):
        return _page(request, event, status)
    return _done(pk, "h-campaigns")
