"""State forms: which are due this year, the form itself, what stands under a cell, filling in, signing, and taking it out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.look.state_forms import FillForm
from mandrivna.faces.workspace.forms.forms import CellForm, ReasonForm, SignForm
from mandrivna.faces.workspace.indicators.paper import PDF
from mandrivna.faces.workspace.operate import attempt
from mandrivna.ledger.rules import VIEW as OPEN_FACTS
from mandrivna.planning import actions, drill
from mandrivna.planning.figures import number
from mandrivna.planning.forms import export
from mandrivna.planning.forms.checks import deadline_of
from mandrivna.planning.forms.definitions import load
from mandrivna.planning.forms.drill import by_unit, facts_behind, libraries_behind, openable
from mandrivna.planning.forms.queries import Asked, asked, of_sheet, read, sheets, signed_view, view
from mandrivna.planning.forms.rows import FormSheet
from mandrivna.planning.forms.seal import Broken
from mandrivna.planning.forms.sheet import Filled
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.rules import EXPORT, FORMS_FILL, FORMS_SIGN, NETWORK, VIEW
from mandrivna.shared.printing import pdf as portable

PAGE = 50
CODE = "CODE"
TYPES = {"xlsx": XLSX, "pdf": PDF, "csv": "text/csv; charset=utf-8", "json": "application/json"}


def year_of(request: HttpRequest, otherwise: int) -> int:
    said = request.GET.get("year") or str(otherwise)
    if not said.isascii() or not said.isdigit() or not FIRST_YEAR < int(said[:5]) <= LAST_YEAR:
        raise Http404
    return int(said)


@require_GET
@access(VIEW)
def forms(request: HttpRequest) -> HttpResponse:
    """The forms of a year for one unit, each with how far it has come."""
    units = list(Unit.objects.visible_to(request.actor, VIEW).open().order_by("path"))
    wanted = request.GET.get("unit")
    unit = unit_or_404(request, wanted, VIEW) if wanted else next(iter(units), None)
    if unit is None:
        raise Http404
    year = year_of(request, timezone.localdate().year - 1)
    listed = load().of_year(year)
    newest: dict[str, FormSheet] = {}
    for sheet in sheets().filter(unit=unit, library=None, year=year).order_by("number"):
        newest[sheet.form] = sheet
    context = {
        "units": units,
        "unit": unit,
        "year": year,
        "forms": [(form, newest.get(form.code), deadline_of(form.deadline, year)) for form in listed],
        "may_collect": request.actor.can(NETWORK, unit.path),
        "today": timezone.localdate(),
    }
    return render(request, "workspace/state_forms/list.html", context)


# --- one form ---------------------------------------------------------------------------------------------------------


def asked_or_404(request: HttpRequest, unit: int, year: int, form: str, permission: Permission) -> Asked:
    place, forms_ = unit_or_404(request, unit, permission), load()
    found = forms_.get(form)
    if found is None or not FIRST_YEAR < year <= LAST_YEAR or not found.of_year(year):
        raise Http404
    return asked(forms_, found, place, year)


def sheet_or_404(request: HttpRequest, uid: uuid.UUID, permission: Permission) -> Asked:
    """A sheet by its own address: those of libraries without the program have no other."""
    sheet = sheets().filter(pk=uid).first()
    if sheet is None or not request.actor.can(permission, sheet.unit.path):
        raise Http404
    about = of_sheet(sheet, load())
    if about is None:
        raise Http404
    return about


def form_url(about: Asked, name: str = "", *args: Any) -> str:
    return reverse(f"workspace:state_form{name}", args=[about.unit.pk, about.year, about.form.code, *args])


@require_GET
@access(VIEW)
def form(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    about = asked_or_404(request, unit, year, form, VIEW)
    return form_page(request, about)


def form_page(request: HttpRequest, about: Asked, *, returned: bool = False) -> HttpResponse:
    """`returned`: of a library without the program, whose form is filled in, signed and reopened at addresses of its own."""
    try:
        found, broken = view(about), ""
    except Broken as why:
        found, broken = None, str(why)
    actor, path = request.actor, about.unit.path
    pattern = form_url(about, "_cell", CODE, "COLUMN")
    context = {
        "about": about,
        "sheet": about.sheet,
        "found": found,
        "broken": broken,
        "parts": _parts(about, found, pattern, opens=actor.can(OPEN_FACTS, path)) if found else [],
        "deadline": deadline_of(about.form.deadline, about.year),
        "returned": returned,
        "may_fill": actor.can(NETWORK if returned else FORMS_FILL, path),
        "may_sign": actor.can(NETWORK if returned else FORMS_SIGN, path),
        "links": actor.can(NETWORK, path) and about.sheet is not None and about.sheet.link_until,
        "may_export": actor.can(EXPORT, path) and not returned,
        "reason": ReasonForm(),
        "over": about.year < timezone.localdate().year,
        "seal": about.sheet.seal[:16] if about.sheet else "",
    }
    return render(request, "workspace/state_forms/form.html", context, status=409 if broken else 200)


def _parts(about: Asked, found: Filled, pattern: str, *, opens: bool) -> list[Any]:
    def url(row: str, column: str) -> str:
        return pattern.replace(CODE, row).replace("COLUMN", column) if opens and about.library is None else ""

    return [
        (part, [(line, [(one, url(line.code, one.column)) for one in line.figures]) for line in part.lines]) for part in found.parts
    ]


@require_GET
@access(VIEW)
def earlier(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A form as it was signed, under its own number."""
    sheet = sheets().filter(pk=uid).first()
    if sheet is None or not request.actor.can(VIEW, sheet.unit.path) or not sheet.signed:
        raise Http404
    try:
        found, broken = signed_view(sheet), ""
    except Broken as why:
        found, broken = None, str(why)
    parts = [(part, [(line, [(one, "") for one in line.figures]) for line in part.lines]) for part in found.parts] if found else []
    context = {"sheet": sheet, "found": found, "broken": broken, "parts": parts, "seal": sheet.seal[:16]}
    return render(request, "workspace/state_forms/signed.html", context, status=409 if broken else 200)


@require_http_methods(["GET", "POST"])
@access(OPEN_FACTS)
def cell(request: HttpRequest, unit: int, year: int, form: str, row: str, column: str) -> HttpResponse:
    """One cell: what it is made of, what people wrote over it and why, and writing over it."""
    about = asked_or_404(request, unit, year, form, OPEN_FACTS)
    line = about.form.rows.get(row)
    if line is None or column not in {one.code for one in about.form.sections[line.section].columns}:
        raise Http404
    said = (about.sheet.said if about.sheet else {}).get(f"{row}.{column}")
    draft = about.sheet is None or not about.sheet.signed
    may_fill = draft and request.actor.can(FORMS_FILL, about.unit.path) and not line.of
    form_, status = CellForm(request.POST if request.method == "POST" else None, initial={"value": _typed(said)}), 200
    if request.method == "POST":
        status = attempt(request, form_, _written(about, f"{row}.{column}", form_))
        if not status:
            messages.success(request, _("Записано у форму."))
            return redirect(form_url(about))
    context = {
        "about": about,
        "line": line,
        "said": said,
        "form": form_ if may_fill else None,
        "entries": about.sheet.entries.filter(row=row, column=column).select_related("by").order_by("-pk") if about.sheet else [],
        "back": form_url(about),
        **_behind(request, about, row, column),
    }
    return render(request, "workspace/state_forms/cell.html", context, status=status)


def _typed(said: dict[str, Any] | None) -> str:
    if said is None:
        return ""
    return {"dash": "-", "no_data": _("немає даних")}.get(said["state"], str(said["value"]).replace(".", ","))


def _written(about: Asked, place: str, form: CellForm) -> Callable[[Any], Any]:
    def run(act: Any) -> Any:
        cells, reason = {place: form.cleaned_data["value"]}, form.cleaned_data["reason"]
        return actions.fill_form(act, unit=about.unit, form=about.form.code, year=about.year, cells=cells, reason=reason)

    return run


def _behind(request: HttpRequest, about: Asked, row: str, column: str) -> dict[str, Any]:
    if about.form.sums:
        found = read(about)
        return {
            "libraries": [(one.name, figure) for one, figure in libraries_behind(found.sums, (row, column))] if found.sums else []
        }
    if not openable(about, row):
        return {}
    rows = facts_behind(about, (row, column))
    parts = by_unit(rows)
    pages = Paginator(rows.select_related("unit").order_by("-on", "-id"), PAGE)
    pages.count = sum(facts for _name, _quantity, facts in parts)
    page = pages.get_page(request.GET.get("page"))
    sign = -1 if about.form.rows[row].calc == "left" else 1
    return {
        "total": number(sign * sum(quantity for _name, quantity, _facts in parts)),
        "units": [(name, number(sign * quantity)) for name, quantity, _facts in parts],
        "page": page,
        "lines": drill.lines(page.object_list, request.actor),
        "query": "",
    }


# --- filling in and signing -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access(FORMS_FILL)
def fill(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    about = asked_or_404(request, unit, year, form, FORMS_FILL)
    if about.sheet is not None and about.sheet.signed:
        return redirect(form_url(about))
    form_, status = FillForm(view(about), request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(
            request, form_,
            lambda act: actions.fill_form(
                act, unit=about.unit, form=form, year=year, cells=form_.cells(), note=form_.cleaned_data["note"],
                reason=form_.cleaned_data["reason"],
            ),
        )  # fmt: skip
        if not status:
            messages.success(request, _("Форму збережено."))
            return redirect(form_url(about))
    context = {"about": about, "form": form_, "rows": list(form_.rows()), "back": form_url(about)}
    return render(request, "workspace/state_forms/fill.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(FORMS_SIGN, step_up=True)
def sign(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    about = asked_or_404(request, unit, year, form, FORMS_SIGN)
    if about.sheet is not None and about.sheet.signed:
        return redirect(form_url(about))
    form_, status = SignForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(
            request, form_, lambda act: actions.sign_form(act, unit=about.unit, form=form, year=year, **form_.cleaned_data)
        )
        if not status:
            messages.success(request, _("Форму підписано й закрито. Пізніші зміни стоятимуть поруч."))
            return redirect(form_url(about))
    context = {"about": about, "found": view(about), "form": form_, "back": form_url(about)}
    return render(request, "workspace/state_forms/sign.html", context, status=status)


@require_POST
@access(FORMS_SIGN)
def reopen(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    about = sheet_or_404(request, uid, FORMS_SIGN)
    sheet, form_ = next(one for one in about.sheets if one.pk == uid), ReasonForm(request.POST)
    status = attempt(request, form_, lambda act: actions.reopen_form(act, sheet=sheet, reason=form_.cleaned_data["reason"]))
    if status:
        messages.error(request, " ".join(str(text) for texts in form_.errors.values() for text in texts))
    else:
        messages.success(request, _("Відкрито нову чернетку. Підписана форма лишилася такою, якою її підписали."))
    return redirect(form_url(about))


@require_GET
@access(EXPORT, step_up=True)
def taken_out(request: HttpRequest, unit: int, year: int, form: str, kind: str) -> HttpResponse:
    about = asked_or_404(request, unit, year, form, EXPORT)
    if kind not in TYPES:
        raise Http404
    try:
        return as_file(about, view(about), kind)
    except Broken:
        return form_page(request, about)  # which says what is wrong, and shows no number


def as_file(about: Asked, found: Filled, kind: str) -> HttpResponse:
    """The name of the file says what it is and names nobody."""
    sheet = about.sheet
    match kind:
        case "xlsx":
            data = export.xlsx(found, sheet)
        case "csv":
            data = export.csv(found)
        case "json":
            data = export.plain(found, sheet)
        case _:
            data = portable.write(export.document(found, sheet, letterhead(speaking_for(about.unit))))
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="forma-{about.form.code}-{about.unit.pk}-{about.year}.{kind}"'
    return response
