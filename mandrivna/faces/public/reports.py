"""Reports on the library's plans for everybody: only what is signed, shown by the director and as it was sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import site_institution
from mandrivna.faces.access import public
from mandrivna.faces.public.pages import briefly
from mandrivna.planning.definitions import load
from mandrivna.planning.forms.definitions import load as load_forms
from mandrivna.planning.models import Report
from mandrivna.planning.periods import period_label
from mandrivna.planning.reports import photos
from mandrivna.planning.reports.actions import genuine
from mandrivna.planning.reports.compose import signed
from mandrivna.planning.reports.composed import Composed, Line, Part, Photo
from mandrivna.planning.reports.grids import Leading, about, planned_apart
from mandrivna.planning.reports.paper import as_of, events_word
from mandrivna.planning.reports.queries import told_before
from mandrivna.planning.reports.rows import ReportState
from mandrivna.planning.reports.shown import Shown, show

PAGE = 20


@public("what the library did with its plan is for everybody, when its director has shown it")
@require_safe
@briefly
def reports(request: HttpRequest) -> HttpResponse:
    page = Paginator(_published(), PAGE).get_page(request.GET.get("page"))
    told = [
        (report, signed(report), period_label(report.plan.year, report.until)) for report in page.object_list if genuine(report)
    ]
    context = {"page": page, "reports": told, "query": "", "crumbs": [(_("Звіти бібліотеки"), "")]}
    return render(request, "public/reports.html", context)


@public("a report that its director has shown, without whoever could be guessed from a number")
@require_safe
@briefly
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _published().filter(pk=uid).first()
    if found is None or not genuine(found):
        raise Http404
    whole = signed(found)
    shown = show(whole, load(), _least(), earlier=[signed(one) for one in told_before(found)])
    left = _left(whole)
    intro, closing = shown.said(whole.intro), shown.said(whole.closing)
    parts = [_part(shown, part, left) for part in whole.parts]
    context: dict[str, Any] = {
        "report": found,
        "whole": whole,
        "period": period_label(whole.year, whole.until),
        "as_of": as_of(whole),
        "intro": intro,
        "closing": closing,
        "parts": parts,
        "shorts": shown.shorts(_seen(parts, intro, closing)),
        "tables": shown.tables(),
        "fewest": shown.least,
        "crumbs": [(_("Звіти бібліотеки"), reverse("public:reports")), (whole.title, "")],
    }
    return render(request, "public/report.html", context)


def _published(today: dt.date | None = None) -> QuerySet[Report]:
    """Of the institution whose site this is and of what belongs to it, newest first; like forms, some days after the signature."""
    house = site_institution()
    if house is None:
        return Report.objects.none()
    until = (today or timezone.localdate()) - dt.timedelta(days=load_forms().settings["lag_days"])
    rows = Report.objects.filter(state=ReportState.SIGNED, public=True, signed_on__lte=until)
    return (
        rows.filter(plan__unit__path__startswith=house.path)
        .select_related("plan__unit")
        .order_by("-plan__year", "-signed_on", "-pk")
    )


def _least() -> int:
    """The smallest number of people that is told: one and the same here and in the state forms."""
    return int(load_forms().settings["small_cell"])


@dataclass(frozen=True)
class ShownLine:
    line: Line
    cells: list[tuple[str, bool]]
    counts: list[tuple[str, str, str, str]]
    text: str


@dataclass(frozen=True)
class ShownPart:
    part: Part
    level: int
    text: str
    events: str
    lines: list[ShownLine]
    photos: list[Photo]
    leading: Leading
    apart: bool

    @property
    def across(self) -> int:
        return len(self.leading.heads) + 4 + self.apart


def _left(whole: Composed) -> set[str]:
    """Photographs that are there as they were signed, and that everybody may still see."""
    return photos.left(whole.parts) & photos.shown(photo for part in whole.parts for photo in part.photos)


def _part(shown: Shown, part: Part, left: set[str]) -> ShownPart:
    events, seen = events_word(part, came=shown.section_came(part)), [photo for photo in part.photos if photo.uid in left]
    heads = shown.leading(part)
    lines = list(_lines(shown, part, heads))
    return ShownPart(
        part, min(part.depth + 2, 4), shown.said(part.text), events, lines, seen, heads, not heads.at or planned_apart(part)
    )


def _seen(parts: list[ShownPart], *texts: str) -> str:
    """All words that everybody reads here."""
    words = [*texts, *(text for part in parts for text in (part.part.named, part.text))]
    for part in parts:
        words += [text for line in part.lines for text in (line.line.title, line.text, *(cell for cell, _names in line.cells))]
    return "\n".join(words)


def _lines(shown: Shown, part: Part, heads: Leading) -> Iterator[ShownLine]:
    for line in part.lines:
        counts = [(shown.planned(one), shown.fact(one), shown.percent(one), about(line, one)) for one in line.counts]
        yield ShownLine(line, [] if line.heading else shown.cells(heads, part, line), counts, shown.told_of(line))
