"""A plan from a file: uploaded, looked through beside its source section by section, saved only then."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.operate import UnitChoice, attempt, of_the_house, uid_of, units_with
from mandrivna.faces.workspace.plans.saying import Cell, cells_of
from mandrivna.faces.workspace.plans.whole import plan_url
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, PlanReading
from mandrivna.planning.plan_arriving import leave_out, named, stage, waiting
from mandrivna.planning.plan_meaning import meanings
from mandrivna.planning.plan_states import PartKind, PlanKind
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.reading.blocks import MOST_FILE, UnreadableError
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.telling import UNPLACED
from mandrivna.planning.rules import EDIT

SURE, LATEST = 0.75, 20
"""Below this a row is shown as one to look at."""
ROWS_PAGE, UNPLACED_PAGE, MOST_LEFT, MOST_SLIPS, MOST_NAMED, MOST_SHOWN = 60, 60, 200, 100, 3, 601

WORDS = {
    "empty": gettext_lazy("Файл порожній."),
    "too_large": gettext_lazy("Файл завеликий: найбільше 20 МБ."),
    "too_long": gettext_lazy("У файлі забагато тексту, як на план."),
    "not_a_plan_file": gettext_lazy("Це не документ, не електронна таблиця й не текст."),
    "damaged": gettext_lazy("Файл пошкоджено: відкрийте його у своїй програмі, збережіть наново й спробуйте ще раз."),
    "packed_too_tight": gettext_lazy("Файл запаковано небезпечно щільно, тому його не відкрито."),
    "old_word": gettext_lazy("Це старий формат документа. Відкрийте його й збережіть у новому."),
    "encrypted": gettext_lazy("Файл захищено паролем. Збережіть його без пароля."),
    "bad_xml": gettext_lazy("Файл усередині зіпсований: відкрийте його у своїй програмі й збережіть наново."),
    "no_text": gettext_lazy("У файлі немає тексту, лише зображення сторінок. Потрібен файл, у якому текст можна виділити."),
    "too_slow": gettext_lazy("Файл читається задовго. Розділіть його на частини."),
    "macros": gettext_lazy("У файлі є макроси, тому його не відкрито. Збережіть його без макросів."),
}  # fmt: skip
DOUBTS = {
    "column": gettext_lazy("графу не впізнано"), "ditto": gettext_lazy("над знаком повтору нічого немає"),
    "executor": gettext_lazy("виконавця не впізнано"), "joined": gettext_lazy("рядок склеєно з двох сторінок"),
    "no_title": gettext_lazy("рядок без назви"), "term": gettext_lazy("термін не розібрано"),
    "no_rows": gettext_lazy("таблиця без рядків"), "no_year": gettext_lazy("рік не названо"),
    "footnote": gettext_lazy("виноска"), "endnote": gettext_lazy("виноска в кінці документа"),
    "comment": gettext_lazy("зауваження на берегах"),
    "spaced": gettext_lazy("графи видно лише за пропусками між словами: звірте кожен рядок"),
    "between": gettext_lazy("слова стоять на межі граф"),
    "guessed": gettext_lazy("де рядок починається й закінчується, видно не напевно"),
    "hyphen": gettext_lazy("слово складено з двох половин"),
}  # fmt: skip


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Файл плану"),
        help_text=gettext_lazy("Документ, електронна таблиця, документ для друку з текстом або простий текст, до 20 МБ."),
    )
    unit = UnitChoice(label=gettext_lazy("Чий план"))

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_FILE:
            raise forms.ValidationError(WORDS["too_large"])
        return self.cleaned_data["file"]


class SaveForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Вид плану"), choices=PlanKind.choices)
    year = forms.IntegerField(label=gettext_lazy("Рік"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    until_year = forms.IntegerField(label=gettext_lazy("До якого року"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    title = forms.CharField(label=gettext_lazy("Назва, як на титулі"), max_length=500)
    seen = forms.BooleanField(label=gettext_lazy("Я переглянув або переглянула розділи й те, що не знайшло місця"))


@require_http_methods(["GET", "POST"])
@access(EDIT)
def upload(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    form, status = UploadForm(request.POST or None, request.FILES or None, initial={"unit": of_the_house(units)}), 200
    form.fields["unit"].queryset = units
    if request.method == "POST":
        status = 422
        if form.is_valid() and (made := _read(request, form)) is not None:
            return HttpResponseRedirect(reverse("workspace:plan_reading", args=[made.pk]))
    mine = PlanReading.objects.filter(unit__in=Unit.objects.visible_to(request.actor, EDIT)).select_related("plan", "by")
    context = {"form": form, "readings": mine.defer("told").order_by("-at")[:LATEST]}
    return render(request, "workspace/plans/upload.html", context, status=status)


def _read(request: HttpRequest, form: UploadForm) -> PlanReading | None:
    unit: Unit = form.cleaned_data["unit"]
    unit_or_404(request, str(unit.pk), EDIT)
    file = form.cleaned_data["file"]
    try:
        found = read(file.read(), file.name)
    except UnreadableError as error:
        form.add_error("file", str(WORDS.get(error.code, WORDS["damaged"])))
        return None
    return stage(uid_of(request), found, unit=unit, by=request.actor.staff_id)


@dataclass(frozen=True)
class Line:
    number: int
    name: str
    kept: bool
    cells: list[Cell]
    told: dict[str, Any]
    doubts: list[str]

    @property
    def unsure(self) -> bool:
        return bool(self.told["sure"] < SURE or self.doubts)


def _found(request: HttpRequest, uid: UUID) -> PlanReading:
    found = PlanReading.objects.select_related("unit", "plan").filter(pk=uid).first()
    if found is None or not request.actor.can(EDIT, found.unit.path):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@access(EDIT)
def reading(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole with what found no place; `part` opens one section with every row beside its source."""
    found = _found(request, uid)
    told, part = found.told, request.GET.get("part", "")
    about = {"kind": told["kind"], "year": told["year"], "until_year": told["until"], "title": told["cover"]["title"]}
    choosing = request.method == "POST" and request.POST.get("do") == "choose"
    form, status = SaveForm((request.POST if not choosing else None) or None, initial=about), 200
    if choosing:
        return _chosen(request, found, part)
    if request.method == "POST":
        made: list[Plan] = []
        status = attempt(request, form, lambda act: made.append(_save(act, found, form)))
        if not status:
            messages.success(request, _("План збережено як чернетку. Тепер його можна писати далі."))
            _tell_left(request, named(told, found.left))
            return HttpResponseRedirect(plan_url(made[0]))
    approved = dt.date.fromisoformat(told["approved"]) if told.get("approved") else None
    context = {"reading": found, "told": told, "form": form, "parts": _parts(told, found.left), "sure": SURE, "approved": approved}
    if part:
        return render(request, "workspace/plans/reading_part.html", {**context, **_part(request, found, part)})
    page = Paginator([_left(one) for one in told["unplaced"]], UNPLACED_PAGE).get_page(request.GET.get("page"))
    left = named(told, found.left)
    context |= _summed(context["parts"])
    context |= {"page": page, "query": "", "left": left[:MOST_LEFT], "left_more": len(left[MOST_LEFT:])}
    context |= {"slips": told["slips"][:MOST_SLIPS], "slips_more": len(told["slips"][MOST_SLIPS:])}
    context["doubts"] = [DOUBTS[code] for code in dict.fromkeys(told["doubts"]) if code in DOUBTS]
    return render(request, "workspace/plans/reading.html", context, status=status)


def _summed(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rows_read": sum(part["rows"] for part in parts),
        "rows_unsure": sum(part["unsure"] for part in parts),
        "first_unsure": next((part["at"] for part in parts if part["unsure"]), None),
    }


def _tell_left(request: HttpRequest, left: list[str]) -> None:
    if left:
        words = ngettext("Поза планом лишено %(count)d рядок", "Поза планом лишено рядків: %(count)d", len(left))
        said = words % {"count": len(left)} + ": " + "; ".join(left[:MOST_NAMED])
        more = _(" і ще %(more)d, усі названо в історії плану.") % {"more": len(left) - MOST_NAMED}
        messages.info(request, said + (more if len(left) > MOST_NAMED else "."))


def _save(act: Act, found: PlanReading, form: SaveForm) -> Plan:
    data = form.cleaned_data
    return plans.save_reading(
        act, reading=found, year=data["year"], kind=data["kind"], title=data["title"], until_year=data["until_year"],
        without=found.left,
    )  # fmt: skip


def _left(one: dict[str, Any]) -> dict[str, Any]:
    """Files read before it was kept why have only words."""
    why = UNPLACED.get(one.get("why", ""), "")
    return {**one, "label": gettext(why) if why else "", "text": Truncator(one["text"]).chars(MOST_SHOWN)}


def _parts(told: dict[str, Any], left: list[str]) -> list[dict[str, Any]]:
    out = Counter(int(key.partition(":")[0]) for key in left)
    found = []
    for at, part in enumerate(told["parts"]):
        unsure = sum(row["sure"] < SURE or bool(row["doubts"]) for row in part["rows"])
        label = PartKind(part["kind"]).label
        about = {"at": at, "number": part["number"], "title": part["title"] or label}
        found.append({**about, "rows": len(part["rows"]), "unsure": unsure, "left": out[at]})
    return found


# --- which rows are taken -----------------------------------------------------------------------------------------------


def _chosen(request: HttpRequest, found: PlanReading, said: str) -> HttpResponse:
    """A tick a row on the page of a section, a tick a table on that of the whole; the choice waits with what was read."""
    there = reverse("workspace:plan_reading", args=[found.pk])
    if not said:
        kept = request.POST.getlist("table")
        for part in _parts(found.told, found.left):
            taken, whole = str(part["at"]) in kept, range(part["rows"])
            if part["rows"] and taken != (part["left"] < part["rows"]):
                leave_out(found, part["at"], whole, set(whole) if taken else set())
        return HttpResponseRedirect(there)
    at, rows = _at(found.told, said)
    page = Paginator(range(len(rows)), ROWS_PAGE).get_page(request.POST.get("page"))
    shown = range(page.start_index() - 1, page.end_index()) if rows else range(0)
    which, go = request.POST.get("which", ""), request.POST.get("go", "")
    if which in ("all", "none"):
        shown = range(len(rows))
    kept_rows = {row for row in shown if which == "all" or (which != "none" and str(row) in request.POST.getlist("row"))}
    leave_out(found, at, shown, kept_rows)
    return HttpResponseRedirect(there + _next(found.told, at, page, go))


def _next(told: dict[str, Any], at: int, page: Any, go: str) -> str:
    """Where «and on» leads: to the next page of the section, to the next section, in the end to the whole."""
    if go != "on":
        return f"?part={at}&page={page.number}"
    if page.has_next():
        return f"?part={at}&page={page.next_page_number()}"
    return f"?part={at + 1}" if at + 1 < len(told["parts"]) else ""


def _at(told: dict[str, Any], said: str) -> tuple[int, list[dict[str, Any]]]:
    if not said.isascii() or not said.isdigit() or len(said) > 6 or int(said) >= len(told["parts"]):
        raise Http404
    return int(said), told["parts"][int(said)]["rows"]


def _part(request: HttpRequest, found: PlanReading, said: str) -> dict[str, Any]:
    told, left = found.told, set(found.left)
    at, rows = _at(told, said)
    part = told["parts"][at]
    known = dict.fromkeys((short for short, _full in told["abbreviations"]), None)
    understood = meanings(part["columns"], waiting(part), told["year"] or FIRST_YEAR, known)
    page = Paginator(range(len(rows)), ROWS_PAGE).get_page(request.GET.get("page"))
    names = dict(zip(page.object_list, named(told, [f"{at}:{number}" for number in page.object_list]), strict=True))
    lines = []
    for number in page.object_list:
        row = rows[number]
        item = PlanItem(cells=row["cells"], meaning=understood[number])
        doubts = [str(DOUBTS.get(code, code)) + (f": {about}" if about else "") for code, about in row["doubts"]]
        kept = f"{at}:{number}" not in left
        lines.append(Line(number, names[number], kept, cells_of(item, part["columns"], {}), row, doubts))
    before = at - 1 if at else None
    after = at + 1 if at + 1 < len(told["parts"]) else None
    label = PartKind(part["kind"]).label
    return {
        "part": part,
        "label": label,
        "at": at,
        "lines": lines,
        "before": before,
        "after": after,
        "page": page,
        "query": f"&part={at}",
    }
