"""Rooms of the institution, who is in each of them when, and campaigns that group events."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, sole
from mandrivna.programme.actions.campaigns import LONGEST_ABOUT, LONGEST_TITLE, add_campaign, edit_campaign
from mandrivna.programme.actions.rooms import LONGEST_NAME, MOST_SEATS, add_room, close_room
from mandrivna.programme.models import Booking, Campaign, Event, Room
from mandrivna.programme.queries import units_to_plan
from mandrivna.programme.rooms import closed_for, days_in, rooms_for
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.states import State
from mandrivna.programme.terms import terms

AHEAD = dt.timedelta(days=120)
MOST = 200


class RoomForm(forms.Form):
    unit = UnitChoice(label=gettext_lazy("Де вона"))
    name = forms.CharField(label=gettext_lazy("Як звуть кімнату чи зону"), max_length=LONGEST_NAME)
    seats = forms.IntegerField(label=gettext_lazy("Місць"), min_value=1, max_value=MOST_SEATS, required=False)
    about = forms.CharField(
        label=gettext_lazy("Що там є"), max_length=200, required=False, help_text=gettext_lazy("Проєктор, екран, піаніно.")
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            field: Any = self.fields["unit"]
            field.queryset = units


class CampaignForm(forms.Form):
    unit = UnitChoice(label=gettext_lazy("Хто відповідає"))
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=LONGEST_TITLE)
    first = DayField(label=gettext_lazy("Перший день"))
    last = DayField(label=gettext_lazy("Останній день"))
    about = forms.CharField(
        label=gettext_lazy("Про що вона"), max_length=LONGEST_ABOUT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            field: Any = self.fields["unit"]
            field.queryset = units


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Програма"), reverse("workspace:programme")), *more]


# --- rooms ------------------------------------------------------------------------------------------------------------


@require_safe
@access(VIEW)
def rooms(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    ahead = Count("bookings", filter=Q(bookings__event__on__gte=today) & ~Q(bookings__event__state=State.CANCELLED))
    context = {
        "rooms": rooms_for(request.actor).annotate(ahead=ahead).order_by("unit__path", "name"),
        "closed": list(closed_for(request.actor)[:MOST]) if request.actor.can(PLAN) else [],
        "may_plan": request.actor.can(PLAN),
        "crumbs": _crumbs((_("Кімнати"), "")),
    }
    return render(request, "workspace/programme/rooms.html", context)


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    units, status = units_to_plan(request.actor), 200
    form = RoomForm(units, request.POST) if request.method == "POST" else RoomForm(units, initial={"unit": sole(units)})
    if request.method == "POST":
        status = attempt(request, form, lambda act: add_room(act, **form.cleaned_data))
        if not status:
            messages.success(request, _("Кімнату додано."))
            return redirect("workspace:programme_rooms")
    return _form(request, form, _("Нова кімната"), (_("Кімнати"), reverse("workspace:programme_rooms")), status)


def _form(request: HttpRequest, form: forms.Form, title: str, above: tuple[str, str], status: int) -> HttpResponse:
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": _crumbs(above, (title, ""))}
    return render(request, "workspace/programme/form.html", context, status=status)


def planned_room(request: HttpRequest, pk: uuid.UUID) -> Room:
    one = _room(request, pk)
    if not request.actor.can(PLAN, one.unit.path):
        raise Http404
    return one


def _room(request: HttpRequest, pk: uuid.UUID) -> Room:
    rows = Room.objects.filter(institution__in=institutions_for(request.actor, VIEW)).select_related("unit")
    return get_object_or_404(rows, pk=pk)


@require_safe
@access(VIEW)
def room(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who is in it from today on, and who gets in whose way."""
    one, today = _room(request, pk), timezone.localdate()
    ahead = Q(event__on__gte=today, event__on__lte=today + AHEAD) | Q(event__until__gte=today)
    rows = Booking.objects.filter(ahead, room=one).exclude(event__state=State.CANCELLED).select_related("event")
    context = {
        "room": one,
        "rows": days_in(rows[:MOST]),
        "may_plan": request.actor.can(PLAN, one.unit.path),
        "used": Booking.objects.filter(room=one).exists(),
        "crumbs": _crumbs((_("Кімнати"), reverse("workspace:programme_rooms")), (str(one), "")),
    }
    return render(request, "workspace/programme/room.html", context)


@require_POST
@access(PLAN)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = planned_room(request, pk)
    close_room(act_of(request), room=one)
    messages.success(request, _("Кімнати більше немає серед тих, що можна обрати."))
    return redirect("workspace:programme_rooms")


# --- campaigns --------------------------------------------------------------------------------------------------------


def _campaigns(request: HttpRequest) -> Any:
    return Campaign.objects.filter(institution__in=institutions_for(request.actor, VIEW)).select_related("unit")


@require_safe
@access(VIEW)
def campaigns(request: HttpRequest) -> HttpResponse:
    rows = _campaigns(request).annotate(many=Count("grouped", filter=~Q(grouped__event__state=State.CANCELLED)))
    context = {
        "campaigns": rows.order_by("-first", "title")[:MOST],
        "may_plan": request.actor.can(PLAN),
        "crumbs": _crumbs((_("Кампанії й тижні"), "")),
    }
    return render(request, "workspace/programme/campaigns.html", context)


@read_or_send
@access(PLAN)
def start(request: HttpRequest) -> HttpResponse:
    units, status, made = units_to_plan(request.actor), 200, list[Campaign]()
    form = CampaignForm(units, request.POST) if request.method == "POST" else CampaignForm(units, initial={"unit": sole(units)})
    if request.method == "POST":
        status = attempt(request, form, lambda act: made.append(add_campaign(act, **form.cleaned_data)))
        if not status:
            return redirect("workspace:campaign", pk=made[0].pk)
    return _form(request, form, _("Нова кампанія"), (_("Кампанії й тижні"), reverse("workspace:campaigns")), status)


@read_or_send
@access(PLAN)
def change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = get_object_or_404(_campaigns(request), pk=pk), 200
    if not request.actor.can(PLAN, one.unit.path):
        raise Http404
    form = CampaignForm(None, initial={name: getattr(one, name) for name in ("title", "first", "last", "about")})
    if request.method == "POST":
        form = CampaignForm(None, request.POST)
        status = attempt(request, form, lambda act: edit_campaign(act, campaign=one, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:campaign", pk=pk)
    return _form(request, form, _("Змінити кампанію"), (str(one), reverse("workspace:campaign", args=[pk])), status)


@require_safe
@access(VIEW)
def campaign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Its events of whatever series, and how many came to all of them."""
    one = get_object_or_404(_campaigns(request), pk=pk)
    rows = Event.objects.filter(grouped__campaign=one).exclude(state=State.CANCELLED).select_related("place")
    events = list(rows.order_by("on", "starts", "pk")[:MOST])
    held = [event for event in events if event.state == State.HELD]
    context = {
        "campaign": one,
        "events": events,
        "held": len(held),
        "people": sum(event.people for event in held),
        "today": timezone.localdate(),
        "terms": terms(),
        "may_plan": request.actor.can(PLAN, one.unit.path),
        "crumbs": _crumbs((_("Кампанії й тижні"), reverse("workspace:campaigns")), (str(one), "")),
    }
    return render(request, "workspace/programme/campaign.html", context)
