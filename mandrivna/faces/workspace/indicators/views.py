"""«Загальні показники»: the table, its plan column, explanations, history and the spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.core.models import Unit
from mandrivna.core.rules import POLICY_EDIT
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.indicators.forms import ExplanationForm, PeriodForm, PlanForm
from mandrivna.faces.workspace.operate import attempt
from mandrivna.ledger.api import head
from mandrivna.ledger.rules import VIEW as OPEN_FACTS
from mandrivna.planning import actions, drill
from mandrivna.planning.definitions import FOOTNOTE, NOTES, PURCHASES, Row, load, said_of_choices
from mandrivna.planning.export import xlsx as spreadsheet
from mandrivna.planning.figures import Cell, percent, signed
from mandrivna.planning.models import State, TargetRevision
from mandrivna.planning.periods import period_label
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR, UNTIL, BadPeriod, plan_table, table
from mandrivna.planning.rules import EDIT, EXPORT, MANUAL, VIEW
from mandrivna.planning.table import COLUMNS, FACT, FACT_BEFORE, PLAN_BEFORE, Table, TableRow, column_titles

PAGE = 50
CODE = "CODE"  # stands in an address where the code of a row will be; codes are small letters


def table_url(unit: Unit, year: int, until: str = "") -> str:
    return f"{reverse('workspace:indicators')}?{urlencode({'unit': str(unit.pk), 'year': str(year), 'until': until})}"


def table_or_404(unit: Unit, year: int, until: str = "", *, plan: bool = False) -> Table:
    try:
        return plan_table(unit, year) if plan else table(unit, year, until)
    except BadPeriod:
        raise Http404 from None


@dataclass(frozen=True)
class Shown:
    """A row as the page prints it."""

    row: TableRow
    cells: list[tuple[str, Cell, str]]
    percent: str
    deviation: str
    explain: str


@require_GET
@access(VIEW)
def table_page(request: HttpRequest) -> HttpResponse:
    units = list(Unit.objects.visible_to(request.actor, VIEW).order_by("path"))
    wanted = request.GET.get("unit")
    unit = unit_or_404(request, wanted, VIEW) if wanted else next(iter(units), None)
    if unit is None:
        raise Http404
    form = PeriodForm({"year": request.GET.get("year") or timezone.localdate().year, "until": request.GET.get("until", "")})
    context: dict[str, Any] = {"units": units, "unit": unit, "form": form}
    if not form.is_valid():
        return render(request, "workspace/indicators/table.html", context, status=422)
    year, until = form.cleaned_data["year"], form.cleaned_data["until"]
    return render(
        request, "workspace/indicators/table.html", {**context, **_table_context(request, table_or_404(unit, year, until))}
    )


def _table_context(request: HttpRequest, found: Table) -> dict[str, Any]:
    actor, unit, to = request.actor, found.unit, Addresses(request, found)
    return {
        "table": found,
        "period": period_label(found.year, found.until),
        "titles": list(column_titles(found.year).values()),
        "sections": [(code, title, [_shown(to, row) for row in rows]) for code, title, rows in found.sections()],
        "footnote": found.explanations.get(FOOTNOTE, found.definitions.settings[FOOTNOTE]),
        "choices": said_of_choices(row.row for row in found.shown),
        "may_choose": actor.can(POLICY_EDIT),
        "footnote_code": FOOTNOTE,
        "purchases": found.explanations.get(PURCHASES, ""),
        "purchases_code": PURCHASES,
        "remark": found.definitions.settings["remark"],
        "may_edit": actor.can(EDIT, unit.path),
        "may_record": actor.can(MANUAL, unit.path),
        "may_export": actor.can(EXPORT, unit.path),
        "query": urlencode({"until": found.until}) if found.until else "",
        "head": head(),
    }


class Addresses:
    """Where the rows of one table lead: each address is reversed once, and the code of a row is put into it."""

    def __init__(self, request: HttpRequest, found: Table) -> None:
        self.found = found
        self.opens = request.actor.can(OPEN_FACTS, found.unit.path)

    @cache  # noqa: B019 - lives as long as the page that it is made for
    def _pattern(self, name: str, year: int) -> str:
        return reverse(f"workspace:indicators_{name}", args=[self.found.unit.pk, year, CODE])

    def explain(self, row: Row) -> str:
        return self._pattern("explain", self.found.year).replace(CODE, row.code)

    def facts(self, row: Row, column: str, cell: Cell) -> str:
        """A number opens when it comes from facts and the actor may see them; a number from a document has nothing under it."""
        found = self.found
        if not self.opens or cell.origin != "ledger" or not drill.openable(found.definitions, row):
            return ""
        until = f"?{urlencode({'until': found.until})}" if column == FACT and found.until else ""
        year = found.year - 1 if column == FACT_BEFORE else found.year
        return self._pattern("facts", year).replace(CODE, row.code) + until


def _shown(to: Addresses, row: TableRow) -> Shown:
    cells = [(column, row.cells[column], to.facts(row.row, column, row.cells[column])) for column in COLUMNS]
    return Shown(row, cells, percent(row.percent), signed(row.deviation), to.explain(row.row))


@require_http_methods(["GET", "POST"])
@access(EDIT)
def plan(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    place = unit_or_404(request, unit, EDIT)
    found = table_or_404(place, year, plan=True)
    cells = {row.code: row.cells["plan"] for row in found.rows}
    form, status = PlanForm(found.definitions, cells, request.POST or None), 200
    editing = Editing(request, f"planning.Plan:{place.pk}:{year}", form, {code: cells[code].text for code in form.codes})
    if request.method == "POST":
        status = editing.attempt(
            lambda act: actions.set_targets(act, unit=place, year=year, figures=form.figures(), reason=form.cleaned_data["reason"])
        )
        if not status:
            messages.success(request, _("План збережено."))
            return HttpResponseRedirect(table_url(place, year))
    rows = [
        (row, row.cells[PLAN_BEFORE], form[row.code] if row.code in form.fields else None) for row in found.rows if _in_plan(row)
    ]
    titles = column_titles(year)
    context = {"unit": place, "year": year, "form": form, "rows": rows, "titles": titles, "back": table_url(place, year)}
    context["editing"] = editing
    return render(request, "workspace/indicators/plan.html", context, status=status)


def _in_plan(row: TableRow) -> bool:
    return row.row.plannable or row.row.calc == "heading"


@require_http_methods(["GET", "POST"])
@access(EDIT)
def explain(request: HttpRequest, unit: int, year: int, code: str) -> HttpResponse:
    place = unit_or_404(request, unit, EDIT)
    found = table_or_404(place, year, plan=True)
    if code not in NOTES and found.definitions.get(code) is None:
        raise Http404
    shipped = {FOOTNOTE: found.definitions.settings[FOOTNOTE]}
    standing = found.explanations.get(code, shipped.get(code, ""))
    form, status = ExplanationForm(request.POST if request.method == "POST" else None, initial={"text": standing}), 200
    if request.method == "POST":
        status = attempt(
            request, form, lambda act: actions.explain(act, unit=place, year=year, indicator=code, text=form.cleaned_data["text"])
        )
        if not status:
            messages.success(request, _("Пояснення збережено."))
            return HttpResponseRedirect(table_url(place, year))
    row = None if code in NOTES else found[code]
    context = {
        "unit": place,
        "year": year,
        "form": form,
        "row": row,
        "purchases": code == PURCHASES,
        "back": table_url(place, year),
    }
    return render(request, "workspace/indicators/explain.html", context, status=status)


@require_GET
@access(VIEW)
def history(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    """Every change of the year's plan, newest first."""
    place, definitions = unit_or_404(request, unit, VIEW), load()
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    rows = TargetRevision.objects.filter(target__unit=place, target__year=year).select_related("target", "by").order_by("-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    revisions = []
    for revision in page.object_list:
        row = definitions.get(revision.target.indicator)
        old, new = Cell(State(revision.old_state), revision.old_value), Cell(State(revision.new_state), revision.new_value)
        revisions.append((revision, row.label if row else revision.target.indicator, old, new))
    context = {"unit": place, "year": year, "page": page, "revisions": revisions, "query": "", "back": table_url(place, year)}
    return render(request, "workspace/indicators/history.html", context)


@require_GET
@access(EXPORT, step_up=True)
def xlsx(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    place = unit_or_404(request, unit, EXPORT)
    until = request.GET.get("until", "")
    if until not in UNTIL:
        raise Http404
    return attached(spreadsheet(table_or_404(place, year, until)), place, year, until, kind="xlsx", content_type=XLSX)


def attached(data: bytes, unit: Unit, year: int, until: str, *, kind: str, content_type: str) -> HttpResponse:
    """The name of the file says what it is and names nobody."""
    response = HttpResponse(data, content_type=content_type)
    name = "-".join(part for part in ("pokaznyky", str(unit.pk), str(year), until) if part)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
