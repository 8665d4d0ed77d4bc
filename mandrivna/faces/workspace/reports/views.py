"""Looking at reports: the list, one report with its sections, its tables of indicators, beginning one, taking one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.faces.access import access
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.indicators.paper import DOCX, PDF
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.reports.finding import may, report_or_404, seen_on_site, tables_of, told
from mandrivna.faces.workspace.reports.forms import MakeForm
from mandrivna.faces.workspace.reports.photos import left_of
from mandrivna.planning import actions
from mandrivna.planning.board.rows import ON_THE_WAY, Outcome
from mandrivna.planning.board.sheet import WAITS
from mandrivna.planning.definitions import load
from mandrivna.planning.figures import number
from mandrivna.planning.models import Report
from mandrivna.planning.periods import period_label
from mandrivna.planning.reports.compose import GOING, UNSAID, WAITING, of_year, since
from mandrivna.planning.reports.composed import Composed, Count, Later, Line, Part, Photo, fact_word, own_word
from mandrivna.planning.reports.grids import Leading, about, explained, leading, planned_apart
from mandrivna.planning.reports.paper import as_of, document, events_word
from mandrivna.planning.reports.photos import pixels
from mandrivna.planning.reports.queries import plans_to_report, reports_for, what_of, whats, years_of_reports
from mandrivna.planning.reports.rows import ReportState
from mandrivna.planning.reports.sheets import xlsx
from mandrivna.planning.rules import EDIT, EXPORT, VIEW
from mandrivna.programme.rules import VIEW as LOOK
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable

PAGE = 30
ROWS = 60
"""Rows of a plan on one page of its report: sections are not torn."""
LOOKS = {Outcome.DONE: "good", Outcome.PARTLY: "warn", Outcome.MOVED: "info", Outcome.NOT_DONE: "bad", GOING: "info"}


# --- the list -----------------------------------------------------------------------------------------------------------


@require_GET
@access(VIEW)
def reports_page(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("year", "what", "state")}
    year = int(asked["year"]) if asked["year"].isascii() and asked["year"].isdigit() and len(asked["year"]) < 5 else None
    rows = reports_for(request.actor, year=year, what=asked["what"], state=asked["state"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    words = whats()
    context = {
        "page": page,
        "rows": [(one, period_label(one.plan.year, one.until), words.get(what_of(one), one.kind)) for one in page.object_list],
        "asked": asked,
        "years": [str(one) for one in years_of_reports(request.actor)],
        "whats": list(words.items()),
        "states": ReportState.choices,
        "may_edit": request.actor.can(EDIT),
        "query": "".join(f"&{urlencode({name: said})}" for name, said in asked.items() if said),
    }
    return render(request, "workspace/reports/list.html", context)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    plans = plans_to_report(request.actor)
    form, status = MakeForm(plans, request.POST or None, initial=request.GET.dict()), 200
    if request.method == "POST":
        made: list[Report] = []
        status = attempt(request, form, lambda act: made.append(actions.make_report(act, **form.cleaned_data)))
        if not status:
            messages.success(request, _("Чернетка звіту готова: числа вже в ній, лишилося сказати слова."))
            return redirect("workspace:report", uid=made[0].pk)
    return render(request, "workspace/reports/new.html", {"form": form}, status=status)


# --- one report ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownCount:
    count: Count
    planned: str
    fact: str
    before: str
    since: str
    own: str
    about: str


@dataclass(frozen=True)
class ShownLine:
    line: Line
    cells: list[tuple[str, bool]]
    look: str
    text: str
    counts: list[ShownCount]


@dataclass(frozen=True)
class ShownPart:
    part: Part
    level: int
    text: str
    events: str
    lines: list[ShownLine]
    photos: list[tuple[Photo, bool]]
    """Whether each is still there."""
    leading: Leading
    apart: bool
    own: bool

    @property
    def across(self) -> int:
        return len(self.leading.heads) + 5 + self.apart + self.own


@require_GET
@access(VIEW)
def report_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    report = report_or_404(request, uid)
    whole = told(report)
    if whole is None:
        return render(request, "workspace/reports/broken.html", {"report": report}, status=409)
    later = since(report, whole) if report.signed else None
    chunks = chunked(whole.parts)
    page = Paginator(chunks, 1).get_page(request.GET.get("page"))
    here = [part for chunk in page.object_list for part in chunk]
    left = left_of(report, here)
    context = {
        "report": report,
        "whole": whole,
        "period": period_label(whole.year, whole.until),
        "as_of": as_of(whole),
        "own": whole.sliced,
        "intro": whole.said(whole.intro),
        "closing": whole.said(whole.closing),
        "tallies": tallies(whole),
        "contents": [(number_, part) for number_, chunk in enumerate(chunks, 1) for part in chunk if part.title or part.number],
        "parts": [_part(whole, part, later, left) for part in here],
        "later": later,
        "later_figures": _later_figures(later),
        "has_tables": of_year(report),
        "seal": bytes(report.seal or b"").hex()[:16],
        "page": page,
        "query": "",
        "may_look": request.actor.can(LOOK),
        "seen_from": seen_on_site(report),
        "today": timezone.localdate(),
        **may(request.actor, report),
    }
    return render(request, "workspace/reports/report.html", context)


def chunked(parts: tuple[Part, ...]) -> list[list[Part]]:
    """Sections by pages; one longer than a page has a page to itself."""
    found: list[list[Part]] = [[]]
    rows = 0
    for part in parts:
        if found[-1] and rows + len(part.lines) > ROWS:
            found.append([])
            rows = 0
        found[-1].append(part)
        rows += len(part.lines)
    return found


def tallies(whole: Composed) -> list[tuple[str, str, int]]:
    """How many rows stand how: (look, word, number), what is done first."""
    words = {**{one.value: str(one.label) for one in Outcome if one not in ON_THE_WAY}, GOING: _("триває"),
             WAITING: str(WAITS), UNSAID: _("без відомостей")}  # fmt: skip
    counted = [(state, sum(line.state == state for line in whole.lines)) for state in words]
    return [(LOOKS.get(state, ""), words[state], many) for state, many in counted if many]


def _part(whole: Composed, part: Part, later: Later | None, left: set[str]) -> ShownPart:
    heads = leading(part)
    lines = [_line(line, later, heads) for line in part.lines]
    photos = [(photo, photo.uid in left) for photo in part.photos]
    apart = not heads.at or planned_apart(part)
    own, level = bool(whole.sliced) and part.counted, min(part.depth + 2, 4)
    return ShownPart(part, level, whole.said(part.text), events_word(part), lines, photos, heads, apart, own)


def _line(line: Line, later: Later | None, heads: Leading) -> ShownLine:
    counts = [
        ShownCount(
            one, "" if one.planned is None else number(one.planned), fact_word(one),
            "" if one.before is None else number(one.before), signed_number(later.counts.get(one.tie, 0)) if later else "",
            own_word(one), about(line, one),
        )
        for one in line.counts
    ]  # fmt: skip
    cells = [] if line.heading else heads.cells(line)
    return ShownLine(line, cells, LOOKS.get(line.state, ""), explained(line), counts)


def signed_number(value: int) -> str:
    return "" if not value else f"+{number(value)}" if value > 0 else number(value)


def _later_figures(later: Later | None) -> list[tuple[str, str]]:
    """What was written down after the signature of numbers that stand in the words."""
    if not later or not later.figures:
        return []
    definitions = load()
    return [
        (known.label if (known := definitions.get(code)) else code, signed_number(change)) for code, change in later.figures.items()
    ]


@require_GET
@access(VIEW)
def indicators_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The tables of indicators as they stand in the report."""
    report = report_or_404(request, uid)
    found = tables_of(report)
    if found is None:
        return render(request, "workspace/reports/broken.html", {"report": report}, status=409)
    tables, choices = found
    context = {"report": report, "tables": tables, "choices": choices, "period": period_label(report.plan.year, report.until)}
    return render(request, "workspace/reports/indicators.html", context)


# --- taking it out ------------------------------------------------------------------------------------------------------


@require_GET
@access(EXPORT, step_up=True)
def paper(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    report = report_or_404(request, uid, EXPORT)
    if kind not in TYPES:
        raise Http404
    whole = told(report, indicators=True)
    if whole is None:
        return render(request, "workspace/reports/broken.html", {"report": report}, status=409)
    response = HttpResponse(_file(report, whole, kind), content_type=TYPES[kind])
    name = f"zvit-{report.plan_id}-{report.plan.year}{f'-{report.until}' if report.until else ''}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


TYPES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}


def _file(report: Report, whole: Composed, kind: str) -> bytes:
    if kind == "xlsx":
        return xlsx(report, whole)
    paper_: Any = document(report, whole, letterhead=letterhead(speaking_for(report.plan.unit)), pixels=pixels(whole))
    return portable.write(paper_) if kind == "pdf" else word.write(paper_)
