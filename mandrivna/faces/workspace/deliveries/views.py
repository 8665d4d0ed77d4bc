"""Rounds of home delivery: planned at a desk, printed as a list, driven with a telephone (`road`)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.actions.viewing import look_all
from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Membership, Staff, Unit
from mandrivna.core.problems import Refused
from mandrivna.core.roles import holders
from mandrivna.core.service import institution_of
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.workspace.deliveries import papers
from mandrivna.faces.workspace.deliveries.doors import looked, one_door, opened
from mandrivna.faces.workspace.deliveries.forms import ReplanForm, RoundForm, StopForm
from mandrivna.faces.workspace.going import going_or_ended
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, hidden_uid
from mandrivna.faces.workspace.shelves.papers import download
from mandrivna.lending.actions.rounds import (
    add_stop,
    carry,
    come_home,
    drop_stop,
    plan_round,
    replan_round,
    set_off,
    stop_earlier,
    uncarry,
)
from mandrivna.lending.delivering import doors_shown, fresh_at_doors, on_offer, rounds_for, stops_of, waiting_at_home
from mandrivna.lending.models import Round, Stop
from mandrivna.lending.problems import LENDS
from mandrivna.lending.rules import DELIVER, DELIVER_OWN
from mandrivna.lending.shelves import copy_said
from mandrivna.lending.states import ROUND_OPEN, RoundState, Way


@require_safe
@access(DELIVER)
def listed(request: HttpRequest) -> HttpResponse:
    return going_or_ended(request, rounds_for(request.actor), ROUND_OPEN, "workspace/deliveries/list.html")


@read_or_send
@access(DELIVER)
def add(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.actor, DELIVER).open().filter(kind__in=LENDS).order_by("path")
    staff = staff_near(units)
    status, done = 200, []
    if request.method == "POST":
        form = RoundForm(units, staff, request.POST)
        status = attempt(request, form, lambda act: done.append(plan_round(act, **form.cleaned_data)))
        if not status:
            messages.success(request, _("Обхід заплановано. Додайте, до кого їдемо."))
            return redirect("workspace:delivery", pk=done[0].pk)
    else:
        initial = {"on": timezone.localdate(), "base": default_place(request, units)}
        form = RoundForm(units, staff, initial=initial)
    title = _("Запланувати обхід")
    context = {"form": form, "title": title, "button": _("Запланувати"), "crumbs": crumbs((title, ""))}
    return render(request, "workspace/deliveries/form.html", context, status=status)


@read_or_send
@access(DELIVER)
def replan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    delivery, status = found_round(request, pk), 200
    day = delivery.planned_on
    staff = staff_near(Unit.objects.filter(pk=delivery.base_id))
    if request.method == "POST":
        form = ReplanForm(staff, request.POST)
        status = attempt(request, form, lambda act: replan_round(act, delivery=delivery, **form.cleaned_data))
        if not status:
            messages.success(request, _("Обхід перенесено.") if form.cleaned_data["on"] != day else _("Записано."))
            return redirect("workspace:delivery", pk=pk)
    else:
        initial = {"on": delivery.planned_on, "volunteer": delivery.volunteer_id, "volunteer_name": delivery.volunteer_name}
        form = ReplanForm(staff, initial=initial)
    title = _("Інший день або волонтер")
    here = (str(delivery), reverse("workspace:delivery", args=[pk]))
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": crumbs(here, (title, ""))}
    return render(request, "workspace/deliveries/form.html", context, status=status)


def staff_near(units: Any) -> Any:
    """Who may drive from there: whose right to it holds today."""
    drive = {role for right in (DELIVER, DELIVER_OWN) for role in holders()[str(right)]}
    held = Membership.objects.on(timezone.localdate()).filter(unit__in=_reach(units), role__in=drive)
    return Staff.objects.filter(pk__in=held.values("staff"), is_active=True).order_by("name", "pk")


def _reach(units: Any) -> set[int]:
    """Whose staff may go: of these places and of those they belong to."""
    return {pk for unit in units for pk in unit.ancestor_ids}


def crumbs(*more: Any) -> list[Any]:
    return [(_("Доставка додому"), reverse("workspace:deliveries")), *more]


def found_round(request: HttpRequest, pk: uuid.UUID) -> Round:
    return get_object_or_404(rounds_for(request.actor), pk=pk)


def found_stop(request: HttpRequest, pk: uuid.UUID) -> Stop:
    stop = get_object_or_404(Stop.objects.filter(round__in=rounds_for(request.actor)), pk=pk)
    stop.round = found_round(request, stop.round_id)
    return stop


@require_safe
@access(DELIVER)
def delivery(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, found_round(request, pk))


def page(request: HttpRequest, delivery: Round, status: int = 200, problems: Any = ()) -> HttpResponse:
    stops, doors = stops_of(delivery), doors_shown(delivery, timezone.localdate())
    looked(request, delivery, stops if doors else [])
    planned = delivery.state == RoundState.PLANNED
    kept, held = on_offer(delivery, stops) if delivery.state in ROUND_OPEN else ({}, {})
    known = {stop.reader_id for stop in stops if stop.reader_id}
    form = StopForm(waiting_at_home(institution_of(delivery.base), known)) if planned else None
    offers = {str(pk): {"kept": kept.get(str(pk), []), "held": held.get(str(pk), [])} for pk in known}
    context = {
        "round": delivery,
        "planned": planned,
        "doors": doors,
        "going": delivery.state == RoundState.ON_WAY,
        "stops": [{**one_door(stop, gone=not doors), **offers.get(str(stop.reader_id), {})} for stop in stops],
        "fresh": fresh_at_doors(stops) if delivery.state == RoundState.ON_WAY else set(),
        "form": form,
        "tapped": "workspace:delivery_door",
        "stepped": "workspace:delivery_step",
        "problems": problems,
        "crumbs": crumbs((str(delivery), "")),
    }
    return render(request, "workspace/deliveries/round.html", context, status=status)


@require_POST
@access(DELIVER)
def add_reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    delivery = found_round(request, pk)
    known = {str(one.pk): one for one in waiting_at_home(institution_of(delivery.base), set())}
    reader = known.get(request.POST.get("reader", ""))
    if reader is None:
        messages.error(request, _("Оберіть читача зі списку."))
        return redirect("workspace:delivery", pk=pk)
    return _done(request, delivery, lambda act: add_stop(act, delivery=delivery, reader=reader))


def _done(request: HttpRequest, delivery: Round, run: Any, text: str = "") -> HttpResponse:
    act = act_of(request)
    try:
        run(act)
    except Refused as refusal:
        delivery.refresh_from_db(fields=["state", "closed_on"])
        return page(request, delivery, status_of(refusal), refusal.problems)
    if text:
        messages.success(request, text)
    return redirect("workspace:delivery", pk=delivery.pk)


@require_POST
@access(DELIVER)
def books(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Onto the list of a stop: what was ticked of what is offered, or what a label says."""
    stop = found_stop(request, pk)
    offers: tuple[dict[str, Any], dict[str, Any]] = on_offer(stop.round, [one for one in stops_of(stop.round) if one.pk == stop.pk])
    ticked = set(request.POST.getlist("copy"))
    wanted = [
        (copy, way) for rows, way in zip(offers, (Way.BRING, Way.TAKE), strict=True) for copies in rows.values() for copy in copies
        if str(copy.pk) in ticked
    ]  # fmt: skip
    if code := request.POST.get("code", "").strip():
        copy = copy_said(request.actor, code)
        if copy is None:
            messages.error(request, _("Такого примірника немає. Перевірте номер на наліпці."))
            return redirect("workspace:delivery", pk=stop.round_id)
        wanted.append((copy, Way.BRING))

    def run(act: Act) -> None:
        for copy, way in wanted:
            carry(act.part(f"{way}:{copy.pk}"), stop=stop, copy=copy, way=str(way))

    return _done(request, stop.round, run)


@require_POST
@access(DELIVER)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    stop = found_stop(request, pk)
    return _done(request, stop.round, lambda act: drop_stop(act, stop=stop))


@require_POST
@access(DELIVER)
def earlier(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    stop = found_stop(request, pk)
    return _done(request, stop.round, lambda act: stop_earlier(act, stop=stop))


@require_POST
@access(DELIVER)
def drop_book(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    delivery = found_round(request, pk)
    row = delivery.carried.filter(copy=hidden_uid(request.POST.get("copy", ""))).select_related("copy").first()
    if row is None:
        return redirect("workspace:delivery", pk=pk)
    return _done(request, delivery, lambda act: uncarry(act, delivery=delivery, copy=row.copy))


@require_POST
@access(DELIVER)
def step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    delivery, to = found_round(request, pk), request.POST.get("to", "")
    if to == RoundState.ON_WAY:
        return _done(request, delivery, lambda act: set_off(act, delivery), _("Книжки в сумці. Щасливої дороги!"))
    text = _("Обхід завершено. Роздрукований аркуш знищте.") if to == RoundState.CLOSED else ""
    return _done(request, delivery, lambda act: come_home(act, delivery, to), text)


@require_safe
@access(DELIVER)
def route(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """The list on paper; each reader's journal says that their address was printed."""
    delivery = found_round(request, pk)
    if not doors_shown(delivery, timezone.localdate()):
        raise Http404
    stops = stops_of(delivery)
    response = download(papers.route(delivery, stops), kind, f"obkhid-{delivery.planned_on}")
    traces = [(delivery, "lending.round_printed"), *opened(stops, "lending.address_printed")]
    look_all(Act(actor=request.actor), traces, unit=delivery.base)
    return response


MENU.add(
    "deliveries",
    Item(
        label=gettext_lazy("Доставка додому"),
        url_name="workspace:deliveries",
        permission=DELIVER,
        group="service",
        icon="home",
        order=306,
    ),
)
