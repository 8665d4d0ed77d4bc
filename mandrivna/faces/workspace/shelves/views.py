"""Shelves and other places of lending: what stands there, what is lent from there, today's numbers, visits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.models import Language, Record
from mandrivna.catalogue.rules import VIEW as CATALOGUE_VIEW
from mandrivna.core.models import Membership, Mode, Unit, VisitsFrom
from mandrivna.core.queries import modes_on
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.operate import act_of, attempt, back_to
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.faces.workspace.shelves.forms import VisitsForm
from mandrivna.fund.models import Copy, State
from mandrivna.fund.queries import stock
from mandrivna.fund.rules import EDIT
from mandrivna.lending.actions.visits import add_visits, count_visits
from mandrivna.lending.models import Loan, Shelf, ShelfVisit, VisitCount
from mandrivna.lending.problems import LENDS
from mandrivna.lending.queries import today_at
from mandrivna.lending.rules import COUNT_VISITS, MOVE, SHELF_CONTACT, SHELF_EDIT, VIEW
from mandrivna.readers.models import Age, Audience

PAGE = 50


@require_safe
@access(VIEW)
def shelves(request: HttpRequest) -> HttpResponse:
    places = Unit.objects.visible_to(request.actor, VIEW).open().filter(kind__in=LENDS).order_by("path")
    page = Pages(places).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    held, modes, labels = stock([unit.pk for unit in shown]), modes_on(timezone.localdate()), dict(Mode.choices)
    rows = [(unit, *held.get(unit.pk, (0, 0)), labels.get(modes.get(unit.pk, Mode.NO_DATA))) for unit in shown]
    return render(request, "workspace/shelves/list.html", {"rows": rows, "page": page})


def _day(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()


def _page(request: HttpRequest, unit: Unit, status: int = 200, form: VisitsForm | None = None) -> HttpResponse:
    today, day = timezone.localdate(), _day(request)
    counts = unit.visits_from == VisitsFrom.COUNTER
    to_check = Copy.objects.filter(place=unit, state=State.CHECK)
    checking = "check" in request.GET
    listed = to_check if checking else Copy.objects.standing_at(unit)
    standing = listed.select_related("record").order_by("record__title", "inventory_number")
    lent = Loan.objects.open().filter(place=unit).select_related("copy__record").order_by("due_on", "pk")
    page = Pages(standing).get_page(request.GET.get("page"))
    lent_page = Pages(lent).get_page(request.GET.get("lent"))
    may_count = request.actor.can(COUNT_VISITS, unit.path)
    context: dict[str, Any] = {
        "unit": unit,
        "today": today,
        "day": day,
        "mode": Mode(unit.mode_on(today)).label,
        "numbers": today_at(unit, day),
        "page": page,
        "to_check": to_check.count(),
        "checking": checking,
        "query": "&check=1" if checking else "",
        "may_confirm": request.actor.can(EDIT, unit.path),
        "lent": lent_page,
        "loans": [(loan, loan.is_overdue(today)) for loan in lent_page.object_list],
        "people": _people(unit, today),
        "form": (form or VisitsForm(initial={"on": today})) if counts and may_count else None,
        "counted": _counted(unit) if counts else [],
        "crumbs": [(_("Полиці"), reverse("workspace:shelves")), (unit, "")],
        "may_tap": counts and may_count and day == today,
        "tap_place": unit,
        **_as_shelf(request, unit),
        "spines": _titles(page.object_list) if request.actor.can(CATALOGUE_VIEW) else [],
    }
    return render(request, "workspace/shelves/shelf.html", context, status=status)


def _as_shelf(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """What was agreed, when somebody goes there next, and what the actor may do about it."""
    going = ShelfVisit.objects.open().order_by("planned_on")
    coming = going.filter(place=OuterRef("pk")).values("pk")[:1]
    about = Shelf.objects.filter(pk=unit.pk).select_related("guardian").annotate(next_trip=Subquery(coming)).first()
    words, ages = dict(Language.choices), dict(Age.choices)
    told = {
        "languages": ", ".join(str(words.get(one, one)) for one in about.languages),
        "ages": ", ".join(str(ages.get(one, one)) for one in about.ages),
    } if about else {}  # fmt: skip
    return {
        "about": about,
        "told": told,
        "next_trip": about.next_trip if about else None,  # planning a visit makes the place known as a shelf
        "may_edit_shelf": request.actor.can(SHELF_EDIT, unit.path),
        "sees_contact": request.actor.can(SHELF_CONTACT, unit.path),
        "may_move": request.actor.can(MOVE, unit.path),
    }


class Pages(Paginator[Any]):
    """The first page is read at once, and counted only when there is more; a reader of the first page asks nothing twice."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows, PAGE)
        self.first = list(rows[: PAGE + 1])

    @cached_property
    def count(self) -> int:
        return len(self.first) if len(self.first) <= PAGE else self.object_list.count()

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        return self._get_page(self.first[:PAGE], 1, self) if number == 1 else super().page(number)


def _titles(copies: Any) -> list[Record]:
    """Each title once, in the order of the page."""
    return list({copy.record_id: copy.record for copy in copies}.values())


def _people(unit: Unit, today: dt.date) -> list[str]:
    """Everybody with a role here or above: a role reaches everything below. Each name once, whoever works just here first."""
    rows = Membership.objects.filter(unit__in=unit.ancestor_ids, staff__is_active=True).on(today)
    listed = sorted(rows.select_related("staff", "unit"), key=lambda row: (-row.unit.depth, row.staff.name, row.pk))
    named: dict[int, str] = {}
    for row in listed:
        named.setdefault(row.staff_id, row.staff.name if row.unit_id == unit.pk else f"{row.staff.name} ({row.unit})")
    return list(named.values())


def _counted(unit: Unit) -> list[tuple[VisitCount, str]]:
    labels = dict(Audience.choices)
    rows = VisitCount.objects.filter(place=unit).order_by("-on", "audience")[:10]
    return [(row, str(labels.get(row.audience, row.audience))) for row in rows]


@require_safe
@access(VIEW)
def shelf(request: HttpRequest, pk: int) -> HttpResponse:
    found = unit_or_404(request, pk, VIEW)
    remember(request, "shelf", found.pk)
    return _page(request, found)


@require_POST
@access(COUNT_VISITS)
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, COUNT_VISITS)
    form = VisitsForm(request.POST)
    status = attempt(request, form, lambda act: count_visits(act, place=unit, **form.cleaned_data))
    if not status:
        messages.success(request, _("Відвідування записано."))
        return redirect("workspace:shelf", pk=pk)
    if form.errors and unit.visits_from != VisitsFrom.COUNTER:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return _page(request, unit_or_404(request, pk, VIEW), status, form)


@require_POST
@access(COUNT_VISITS)
def one_more(request: HttpRequest, pk: int) -> HttpResponse:
    """A tap at the door: one visit more today."""
    unit = unit_or_404(request, pk, COUNT_VISITS)
    act = act_of(request)
    add_visits(act, place=unit, on=act.on)
    messages.success(request, _("Додано одне відвідування."))
    return back_to(request, "workspace:shelf", pk)
