"""The diary of a unit: a month of one part at a time, what stands behind a number, adding by hand, closing, printing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.diary.forms import AdditionForm, WhyForm
from mandrivna.faces.workspace.indicators.paper import DOCX, PDF
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.ledger.rules import VIEW as OPEN_FACTS
from mandrivna.planning import actions, drill
from mandrivna.planning.diary import paper
from mandrivna.planning.diary.columns import load
from mandrivna.planning.diary.rows import DiaryAddition
from mandrivna.planning.diary.sheet import (
    Counted,
    Month,
    additions,
    closed_months,
    counted,
    facts_of,
    held,
    month_of,
    parts_of,
)
from mandrivna.planning.figures import number, signed_number
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.rules import EDIT, EXPORT, MANUAL, VIEW
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable

PAGE = 50


def diary_url(unit: Unit, year: int, month: int, part: str = "") -> str:
    said = {"unit": str(unit.pk), "year": str(year), "month": str(month), **({"part": part} if part else {})}
    return f"{reverse('workspace:work_diary')}?{urlencode(said)}"


def _month_or_404(unit: Unit, year: int, month: int) -> Month:
    if not (FIRST_YEAR < year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return month_of(unit, year, month)


def _asked(request: HttpRequest, name: str, otherwise: int) -> int:
    said = request.GET.get(name) or str(otherwise)
    if not said.isascii() or not said.isdigit() or len(said) > 4:
        raise Http404
    return int(said)


@require_GET
@access(VIEW)
def diary(request: HttpRequest) -> HttpResponse:
    units = list(Unit.objects.visible_to(request.actor, VIEW).order_by("path"))
    wanted = request.GET.get("unit")
    unit = unit_or_404(request, wanted, VIEW) if wanted else next(iter(units), None)
    if unit is None:
        raise Http404
    today = timezone.localdate()
    asked = _month_or_404(unit, _asked(request, "year", today.year), _asked(request, "month", today.month))
    whole = load()
    part = whole.parts.get(request.GET.get("part") or next(iter(whole.parts)))
    if part is None:
        raise Http404
    found = counted(asked, part)
    context = {
        "units": units,
        "asked": asked,
        "unit": unit,
        "part": part,
        "tabs": [(one, diary_url(unit, asked.year, asked.month, one.code)) for one in whole],
        "months": [(number_, str(name)) for number_, name in MONTHS.items()],
        "closed": closed_months(unit, asked.year),
        **_table(request, asked, found),
        "acts": [(one, drill.url_of(one.label, one.object, unit.path, request.actor)) for one in held(asked, part)],
        "may_edit": request.actor.can(EDIT, unit.path),
        "may_record": request.actor.can(MANUAL, unit.path),
        "may_export": request.actor.can(EXPORT, unit.path),
        "over": asked.last < today,
        "back": _neighbour(asked, -1, part.code),
        "on": _neighbour(asked, 1, part.code),
    }
    return render(request, "workspace/diary/month.html", context)


def _neighbour(asked: Month, step: int, part: str) -> str:
    year, month = divmod(asked.year * 12 + asked.month - 1 + step, 12)
    return diary_url(asked.unit, year, month + 1, part)


def _table(request: HttpRequest, asked: Month, found: Counted) -> dict[str, Any]:
    opens = request.actor.can(OPEN_FACTS, asked.unit.path)
    near = f"{asked.unit.pk}/{asked.year}/{asked.month}/"  # beside this page: four hundred whole addresses would be half of it
    codes = [column.code for column in found.part.columns]
    rows = [
        (day, [(number(sums[code]), f"{near}{code}/?day={day.day}" if opens else "") if sums.get(code) else None
               for code in codes])
        for day, sums in found.days.items()
    ]  # fmt: skip
    feet = [(name, [number(sums.get(code, 0)) for code in codes]) for name, sums in paper.feet(asked, found)]
    later = [signed_number(found.later.get(code, 0)) for code in codes] if found.corrected else []
    return {"rows": rows, "feet": feet, "later": later, "grouped": found.part.grouped}


@require_GET
@access(OPEN_FACTS)
def behind(request: HttpRequest, unit: int, year: int, month: int, column: str) -> HttpResponse:
    place = unit_or_404(request, unit, OPEN_FACTS)
    asked, found = _month_or_404(place, year, month), load().columns.get(column)
    if found is None:
        raise Http404
    day = _day(request, asked)
    rows = facts_of(asked, found, day).select_related("unit").order_by("-on", "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "unit": place,
        "column": found,
        "day": day,
        "total": number(sum(facts_of(asked, found, day).values_list("quantity", flat=True))),
        "page": page,
        "lines": drill.lines(page.object_list, request.actor),
        "query": f"&day={day.day}" if day else "",
        "back": diary_url(place, year, month, found.part),
    }
    return render(request, "workspace/diary/facts.html", context)


def _day(request: HttpRequest, asked: Month) -> dt.date | None:
    said = _asked(request, "day", 0)
    if said > asked.last.day:
        raise Http404
    return asked.first.replace(day=said) if said else None


@require_http_methods(["GET", "POST"])
@access(MANUAL)
def add(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    place = unit_or_404(request, unit, MANUAL)
    asked = _month_or_404(place, year, month)
    whole = load()
    today = timezone.localdate()
    initial = {"on": today if asked.first <= today <= asked.last else asked.first}
    form, status = AdditionForm(whole, request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: actions.add_to_diary(act, unit=place, **form.cleaned_data))
        if not status:
            on = form.cleaned_data["on"]
            messages.success(request, _("Дописано. Число вже в щоденнику й показниках."))
            return HttpResponseRedirect(reverse("workspace:work_diary_add", args=[place.pk, on.year, on.month]))
    columns = whole.columns
    context = {
        "unit": place,
        "asked": asked,
        "form": form,
        "rows": [(one, columns[one.column].title if one.column in columns else one.column) for one in additions(asked)],
        "back": diary_url(place, year, month),
    }
    return render(request, "workspace/diary/add.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(VIEW)
def added(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The act behind a fact that was added by hand; it may be taken back with a reason."""
    found = DiaryAddition.objects.select_related("unit", "by").filter(pk=uid).first()
    if found is None or not request.actor.can(VIEW, found.unit.path):
        raise Http404
    form, status = WhyForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: actions.withdraw_from_diary(act, addition=found, why=form.cleaned_data["why"]))
        if not status:
            messages.success(request, _("Прибрано. У щоденнику лишився слід із причиною."))
            return redirect("workspace:work_diary_added", uid=found.pk)
    column = load().columns.get(found.column)
    context = {
        "found": found,
        "title": column.title if column else found.column,
        "form": form,
        "may_record": request.actor.can(MANUAL, found.unit.path),
        "back": reverse("workspace:work_diary_add", args=[found.unit_id, found.on.year, found.on.month]),
    }
    return render(request, "workspace/diary/added.html", context, status=status)


@require_POST
@access(EDIT)
def close(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    place = unit_or_404(request, unit, EDIT)
    asked = _month_or_404(place, year, month)
    actions.close_diary_month(act_of(request), unit=place, year=asked.year, month=asked.month)
    messages.success(request, _("Місяць закрито. Пізніші зміни стоятимуть поруч як виправлення."))
    return HttpResponseRedirect(diary_url(place, year, month, request.POST.get("part", "")))


@require_GET
@access(EXPORT, step_up=True)
def pdf(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    return _download(request, unit, year, month, "pdf")


@require_GET
@access(EXPORT, step_up=True)
def docx(request: HttpRequest, unit: int, year: int, month: int) -> HttpResponse:
    return _download(request, unit, year, month, "docx")


def _download(request: HttpRequest, unit: int, year: int, month: int, kind: str) -> HttpResponse:
    place = unit_or_404(request, unit, EXPORT)
    asked = _month_or_404(place, year, month)
    found = parts_of(asked, load())
    listed = [one for part in found for one in held(asked, part.part)]
    whole = paper.document(asked, found, listed, letterhead=letterhead(speaking_for(place)))
    write, content_type = {"pdf": (portable.write, PDF), "docx": (word.write, DOCX)}[kind]
    response = HttpResponse(write(whole), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="shchodennyk-{place.pk}-{year}-{month:02d}.{kind}"'
    return response
