"""A visit to a shelf on a telephone: what to bring, what lies in the box, what was put and taken, the act."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, status_of, unit_or_404
from mandrivna.faces.workspace.going import going_or_ended
from mandrivna.faces.workspace.operate import act_of, attempt, sole
from mandrivna.faces.workspace.shelves import papers
from mandrivna.faces.workspace.shelves.about import crumbs
from mandrivna.faces.workspace.shelves.forms import CarrierForm, CodeForm, TripForm
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.moves import put, take
from mandrivna.lending.actions.shelf_visits import pick, plan_visit, send_by, step_visit, unpick
from mandrivna.lending.models import Pick, ShelfVisit
from mandrivna.lending.needs import asked_at
from mandrivna.lending.problems import LENDS
from mandrivna.lending.rules import COUNT_VISITS, MOVE, SHELF_EDIT, VIEW
from mandrivna.lending.shelves import copy_said, movable, visits_for
from mandrivna.lending.states import VISIT_OPEN, VISIT_STEPS, PickState, VisitState, Way
from mandrivna.lending.suggesting import Suggestion, free_room, to_bring, to_take

SCANS: dict[str, Any] = {**settings.SECURE_CSP, "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL]}
STEP_WORDS = {
    VisitState.PACKING: gettext_lazy("Збираємо книжки"),
    VisitState.ON_WAY: gettext_lazy("Вирушаємо"),
    VisitState.AT_SHELF: gettext_lazy("Ми біля полиці"),
    VisitState.HANDED: gettext_lazy("Передати за актом"),
    VisitState.CLOSED: gettext_lazy("Завершити виїзд"),
    VisitState.CANCELLED: gettext_lazy("Скасувати виїзд"),
}
SCANNING = {
    VisitState.PACKING: gettext_lazy("Скануйте те, що кладете в коробку."),
    VisitState.AT_SHELF: gettext_lazy("Скануйте підряд: привезене стане на полицю, те, що стояло тут, піде в коробку."),
    VisitState.HANDED: gettext_lazy("Удома скануйте те, що виймаєте з коробки."),
}


def reason(code: str, detail: str) -> str:
    """Why the program thinks so, in words."""
    words = {
        "ordered": _("замовлено сюди"),
        "waited": _("на неї тут чекають"),
        "asked": _("питали тут, разів: %(n)s") % {"n": detail},
        "read_here": _("тут читають про це: %(what)s") % {"what": detail},
        "read_elsewhere": _("в інших місцях узяли, разів: %(n)s") % {"n": detail},
        "profile": _("домовлено про тему: %(what)s") % {"what": detail},
        "new": _("нове надходження"),
        "stood": _("стоїть без руху, днів: %(n)s") % {"n": detail},
    }
    return words.get(code, "")


def _why(pairs: Any) -> str:
    return "; ".join(filter(None, (reason(*pair[:2]) for pair in pairs)))


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    return going_or_ended(request, visits_for(request.actor), VISIT_OPEN, "workspace/shelves/trips.html")


@read_or_send
@access(SHELF_EDIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, SHELF_EDIT)
    bases = Unit.objects.visible_to(request.actor, VIEW).open().filter(kind__in=LENDS).exclude(pk=unit.pk).order_by("path")
    status, done = 200, []
    if request.method == "POST":
        form = TripForm(bases, request.POST)
        status = attempt(request, form, lambda act: done.append(plan_visit(act, place=unit, **form.cleaned_data)))
        if not status:
            messages.success(request, _("Виїзд заплановано. Доберіть, що повезти."))
            return redirect("workspace:shelf_trip_choose", pk=done[0].pk)
    else:
        form = TripForm(bases, initial={"on": timezone.localdate(), "base": _usual_base(unit) or sole(bases)})
    title = _("Запланувати виїзд")
    context = {"unit": unit, "form": form, "title": title, "button": _("Запланувати"), "crumbs": crumbs(unit, (title, ""))}
    return render(request, "workspace/shelves/form.html", context, status=status)


def _usual_base(unit: Unit) -> int | None:
    return ShelfVisit.objects.filter(place=unit).order_by("-planned_on").values_list("base_id", flat=True).first()


def _found(request: HttpRequest, pk: uuid.UUID) -> ShelfVisit:
    return get_object_or_404(visits_for(request.actor), pk=pk)


@require_safe
@access(VIEW)
@csp_override(SCANS)
def trip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, visit: ShelfVisit, status: int = 200, form: CodeForm | None = None) -> HttpResponse:
    picks = list(
        Pick.objects.filter(visit=visit).select_related("copy__record", "copy__place").order_by("state", "copy__record__order")
    )
    may_move = request.actor.can(MOVE, visit.place.path)
    scans = may_move and visit.state in SCANNING
    lists = [
        (title, [(one, _why(one.why), one.copy.state) for one in picks if one.way == way and one.state in states])
        for title, way, states in _lists()
    ]
    steps = [(to, _step_word(visit.state, to)) for to in VISIT_STEPS[visit.state]] if may_move else []
    context = {
        "visit": visit,
        "unit": visit.place,
        "lists": [(title, rows) for title, rows in lists if rows],
        "road": sum(one.state == PickState.PACKED and one.copy.state == State.TRANSIT for one in picks),
        "steps": steps,
        "may_move": may_move,
        "may_send": visit.state in VISIT_OPEN and request.actor.can(SHELF_EDIT, visit.place.path),
        "may_choose": may_move and visit.state in (VisitState.PLANNED, VisitState.PACKING, VisitState.AT_SHELF),
        "form": (form or CodeForm()) if scans else None,
        "hint": SCANNING.get(VisitState(visit.state), ""),
        "may_tap": visit.state == VisitState.AT_SHELF
        and visit.place.visits_from == VisitsFrom.COUNTER
        and request.actor.can(COUNT_VISITS, visit.place.path),
        "act": visit.act_number is not None,
        "crumbs": [(_("Виїзди"), reverse("workspace:shelf_trips")), (str(visit), "")],
    }
    response = render(request, "workspace/shelves/trip.html", context, status=status)
    response.uses_camera = scans  # config.middleware.Headers
    return response


def _step_word(state: str, to: str) -> str:
    """A step back is said to be one, lest somebody takes it for the next."""
    words = str(STEP_WORDS[VisitState(to)])
    back = to in VISIT_OPEN and VISIT_OPEN.index(VisitState(to)) < VISIT_OPEN.index(VisitState(state))
    return _("Крок назад: %s") % words.lower() if back else words


def _lists() -> list[tuple[str, Way, tuple[PickState, ...]]]:
    return [
        (_("Взяти з собою"), Way.BRING, (PickState.CHOSEN,)),
        (_("Веземо"), Way.BRING, (PickState.PACKED,)),
        (_("Забрати з полиці"), Way.TAKE, (PickState.CHOSEN,)),
        (_("Забираємо"), Way.TAKE, (PickState.PACKED,)),
        (_("Поставлено на полицю"), Way.BRING, (PickState.DONE,)),
        (_("Повернулося"), Way.TAKE, (PickState.DONE,)),
    ]


@require_POST
@access(MOVE)
@csp_override(SCANS)
def scanned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One scan is one act; which, follows from where the book is and how far the visit has come."""
    visit, form = _found(request, pk), CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, 422, form)
    copy = copy_said(request.actor, form.cleaned_data["code"])
    if copy is None:
        form.add_error("code", _("Такого примірника немає. Перевірте номер на наліпці."))
        return _page(request, visit, 422, form)
    if visit.state not in SCANNING:  # an old page: the visit has gone on, or is over
        messages.info(request, _("Цей крок виїзду вже минув, і книгу не записано. Ось як є тепер."))
        return redirect("workspace:shelf_trip", pk=pk)
    act = act_of(request)
    try:
        done = _moved(act, visit, copy)
    except Refused as refusal:
        form.add_error("code", " ".join(str(problem) for problem in refusal.problems))
        return _page(request, visit, status_of(refusal), form)
    messages.success(request, f"{done}: {copy.record}, № {copy.inventory}.")
    return redirect("workspace:shelf_trip", pk=pk)


def _moved(act: Any, visit: ShelfVisit, copy: Copy) -> str:
    rides = copy.state == State.TRANSIT
    if visit.state == VisitState.AT_SHELF:
        if not rides and visit.place_id in copy.place.ancestor_ids:
            take(act, copy=copy, place=copy.place, visit=visit)
            return _("У коробку")
        put(act, copy=copy, place=visit.place, visit=visit)
        return _("На полицю")
    if rides:
        put(act, copy=copy, place=visit.base, visit=visit)
        return _("Вийнято з коробки")
    take(act, copy=copy, place=copy.place if visit.state == VisitState.PACKING else visit.base, visit=visit)
    return _("У коробку")


@read_or_send
@access(MOVE)
def choose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the program thinks should go and come back, each with why; whoever packs decides."""
    visit = _found(request, pk)
    way = Way.TAKE if "take" in (request.GET.get("way"), request.POST.get("way")) else Way.BRING
    if request.method == "POST":
        told = {str(one.copy.pk): one for one in _suggested(visit, way)}
        chosen = [key for key in request.POST.getlist("copy") if key in told]
        pick(act_of(request), visit=visit, picks=[{"copy": key, "way": str(way), "why": told[key].why} for key in chosen])
        messages.success(request, _("Додано до переліку: %d.") % len(chosen))
        return redirect("workspace:shelf_trip", pk=pk)
    rows = [(one, _why(one.why)) for one in _suggested(visit, way)]
    context = {
        "visit": visit,
        "rows": rows,
        "way": str(way),
        "room": free_room(visit),
        "needs": asked_at(visit.place) if way == Way.BRING else [],
        "crumbs": [
            (_("Виїзди"), reverse("workspace:shelf_trips")),
            (str(visit), reverse("workspace:shelf_trip", args=[visit.pk])),
            (_("Дібрати"), ""),
        ],
    }
    return render(request, "workspace/shelves/choose.html", context)


def _suggested(visit: ShelfVisit, way: Way) -> list[Suggestion]:
    today = timezone.localdate()
    return to_take(visit, today) if way == Way.TAKE else to_bring(visit, today)


@require_POST
@access(MOVE)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    visit = _found(request, pk)
    try:
        copy = get_object_or_404(movable(request.actor), pk=uuid.UUID(request.POST.get("copy", "")))
    except ValueError:
        return redirect("workspace:shelf_trip", pk=pk)
    unpick(act_of(request), visit=visit, copy=copy)
    return redirect("workspace:shelf_trip", pk=pk)


@require_POST
@access(MOVE)
def step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    visit = _found(request, pk)
    done = step_visit(act_of(request), visit=visit, to=request.POST.get("to", ""))
    if done.state == VisitState.HANDED:
        messages.success(request, _("Акт готовий. Полиця дістала новий код: надрукуйте його."))
    return redirect("workspace:shelf_trip", pk=pk)


@read_or_send
@access(SHELF_EDIT)
def carrier(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who brings the boxes when the library does not drive itself."""
    visit, status = _found(request, pk), 200
    if not request.actor.can(SHELF_EDIT, visit.place.path):
        raise Http404
    form = CarrierForm(initial={"carrier": visit.carrier, "parcel": visit.parcel})
    if request.method == "POST":
        form = CarrierForm(request.POST)
        status = attempt(request, form, lambda act: send_by(act, visit=visit, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:shelf_trip", pk=pk)
    title = _("Хто перевозить")
    here = (str(visit), reverse("workspace:shelf_trip", args=[pk]))
    context = {"unit": visit.place, "form": form, "title": title, "button": _("Записати")}
    context["crumbs"] = [(_("Виїзди"), reverse("workspace:shelf_trips")), here, (title, "")]
    return render(request, "workspace/shelves/form.html", context, status=status)


@require_safe
@access(VIEW)
def paper(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    visit = _found(request, pk)
    picks = Pick.objects.filter(visit=visit).select_related("copy__record").order_by("copy__record__order", "copy__pk")
    return papers.download(papers.hand_over(visit, list(picks)), kind, f"akt-peredachi-{visit.act_title or 'chernetka'}")


MENU.add(
    "shelf_trips",
    Item(
        label=gettext_lazy("Виїзди"),
        url_name="workspace:shelf_trips",
        permission=VIEW,
        group="service",
        icon="truck",
        order=305,
    ),
)
