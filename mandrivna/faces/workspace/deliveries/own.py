"""A round on the telephone of whoever drives it: theirs and no other, and only what is done on the road. Nothing of another's
round is read, so nothing of it can be shown."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.menu import MENU, Item
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.deliveries.doors import looked, one_door
from mandrivna.faces.workspace.deliveries.road import tapped
from mandrivna.faces.workspace.going import going_or_ended
from mandrivna.faces.workspace.operate import act_of
from mandrivna.lending.actions.rounds import come_home, set_off
from mandrivna.lending.delivering import doors_shown, fresh_at_doors, own_rounds, stops_of
from mandrivna.lending.models import Round, Stop
from mandrivna.lending.rules import DELIVER, DELIVER_OWN
from mandrivna.lending.states import ROUND_OPEN, RoundState

HERE = "workspace:delivery_own_round"


@require_safe
@access(DELIVER_OWN)
def listed(request: HttpRequest) -> HttpResponse:
    return going_or_ended(request, own_rounds(request.actor), ROUND_OPEN, "workspace/deliveries/own.html")


@require_safe
@access(DELIVER_OWN)
def delivery(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, get_object_or_404(own_rounds(request.actor), pk=pk))


def page(request: HttpRequest, delivery: Round, status: int = 200, problems: Any = ()) -> HttpResponse:
    """When the round is over, neither a door nor a book is shown any more."""
    going, doors = delivery.state == RoundState.ON_WAY, doors_shown(delivery, timezone.localdate())
    stops = stops_of(delivery) if doors else []
    if stops:
        looked(request, delivery, stops)
    context = {
        "round": delivery,
        "planned": delivery.state == RoundState.PLANNED,
        "doors": doors,
        "going": going,
        "stops": [one_door(stop, gone=False, paper=True) for stop in stops],
        "fresh": fresh_at_doors(stops) if going else set(),
        "tapped": "workspace:delivery_own_door",
        "stepped": "workspace:delivery_own_step",
        "problems": problems,
        "crumbs": [(_("Мої обходи"), reverse("workspace:delivery_own")), (str(delivery), "")],
    }
    return render(request, "workspace/deliveries/own_round.html", context, status=status)


@require_POST
@access(DELIVER_OWN)
def step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Setting off and coming home; to call a round off or to change it is for whoever plans it."""
    delivery, to = get_object_or_404(own_rounds(request.actor), pk=pk), request.POST.get("to", "")
    act = act_of(request)
    try:
        if to == RoundState.ON_WAY:
            set_off(act, delivery)
        else:
            come_home(act, delivery)
    except Refused as refusal:
        delivery.refresh_from_db(fields=["state", "closed_on"])
        return page(request, delivery, status_of(refusal), refusal.problems)
    off = to == RoundState.ON_WAY
    messages.success(request, _("Книжки в сумці. Щасливої дороги!") if off else _("Обхід завершено. Дякуємо!"))
    return redirect(HERE, pk=pk)


@require_POST
@access(DELIVER_OWN)
def door(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    own = own_rounds(request.actor)
    stop = get_object_or_404(Stop.objects.filter(round__in=own), pk=pk)
    stop.round = get_object_or_404(own, pk=stop.round_id)
    return tapped(request, stop, page, HERE)


MENU.add(
    "own_deliveries",
    Item(
        label=gettext_lazy("Мої обходи"),
        url_name="workspace:delivery_own",
        permission=DELIVER_OWN,
        unless=DELIVER,
        group="service",
        icon="home",
        order=307,
    ),
)
