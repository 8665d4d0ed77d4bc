"""From a number to its facts, and from a fact to its act."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.indicators.views import table_url
from mandrivna.ledger.rules import VIEW as OPEN_FACTS
from mandrivna.planning import drill
from mandrivna.planning.definitions import load
from mandrivna.planning.figures import number
from mandrivna.planning.periods import period_label
from mandrivna.planning.queries import UNTIL, BadPeriod, last_day


@require_GET
@access(OPEN_FACTS)
def facts(request: HttpRequest, unit: int, year: int, code: str) -> HttpResponse:
    place = unit_or_404(request, unit, OPEN_FACTS)
    question = _question(request, place, year, code)
    rows = drill.facts_of(question).select_related("unit").order_by("-on", "-id")
    parts = drill.by_unit(question)
    pages = Paginator(rows, drill.PAGE)
    pages.count = sum(part.facts for part in parts)  # counted already: every fact stands in exactly one
    page = pages.get_page(request.GET.get("page"))
    context = {
        "question": question,
        "row": question.row,
        "unit": place,
        "period": period_label(year, question.until),
        "total": number(drill.total(parts)),
        "months": [(part, number(part.quantity), _narrow(request, month=part.key)) for part in drill.by_month(question)],
        "units": [(part, number(part.quantity), _narrow(request, within=_inside(place, part))) for part in parts],
        "page": page,
        "lines": drill.lines(page.object_list, request.actor),
        "query": _query(request),
        "whole": request.path + (f"?{urlencode({'until': question.until})}" if question.until else ""),
        "back": table_url(place, year, question.until),
    }
    return render(request, "workspace/indicators/facts.html", context)


def _question(request: HttpRequest, place: Unit, year: int, code: str) -> drill.Question:
    definitions = load()
    row, until = definitions.get(code), request.GET.get("until", "")
    if row is None or not drill.openable(definitions, row) or until not in UNTIL:
        raise Http404
    try:
        last_day(year, until)
    except BadPeriod:
        raise Http404 from None
    return drill.Question(
        definitions=definitions,
        row=row,
        unit=place,
        year=year,
        until=until,
        month=_month(request, until),
        within=_within(request, place),
    )


def _month(request: HttpRequest, until: str) -> int | None:
    said = request.GET.get("month", "")
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > 2 or not 1 <= int(said) <= UNTIL[until]:
        raise Http404
    return int(said)


def _within(request: HttpRequest, place: Unit) -> Unit | None:
    if not (said := request.GET.get("within", "")):
        return None
    unit = unit_or_404(request, said, OPEN_FACTS)
    if not unit.path.startswith(place.path):
        raise Http404
    return unit


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in ("until", "month", "within") if (value := request.GET.get(name))}


def _query(request: HttpRequest) -> str:
    asked = _asked(request)
    return f"&{urlencode(asked)}" if asked else ""


def _inside(place: Unit, part: drill.Slice) -> int | None:
    """A unit that has moved away since keeps its old facts here, but is no longer a part to narrow to."""
    return part.key if part.label.path.startswith(place.path) else None


def _narrow(request: HttpRequest, **more: Any) -> str:
    """The same page narrowed further; a running total's «before the year» has no month of its own."""
    if not all(more.values()):
        return ""
    return f"?{urlencode({**_asked(request), **more})}"


@require_GET
@access(OPEN_FACTS)
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    found = drill.fact(pk)
    if found is None or not request.actor.can(OPEN_FACTS, found.path):
        raise Http404
    page = drill.fact_page(found, request.actor)
    urls = {line.fact.pk: reverse("workspace:indicators_fact", args=[line.fact.pk]) for line in page.corrections}
    context = {
        "fact": found,
        "page": page,
        "stands": number(page.stands),
        "corrections": [(line, urls[line.fact.pk]) for line in page.corrections],
    }
    return render(request, "workspace/indicators/fact.html", context)
