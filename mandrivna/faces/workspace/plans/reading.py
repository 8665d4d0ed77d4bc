"""A plan from a file: uploaded, looked through beside its source section by section, saved only then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.operate import UnitChoice, attempt, sole, uid_of, units_with
from mandrivna.faces.workspace.plans.saying import Cell, cells_of
from mandrivna.faces.workspace.plans.whole import plan_url
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, PlanReading
from mandrivna.planning.plan_arriving import stage, waiting
from mandrivna.planning.plan_meaning import meanings
from mandrivna.planning.plan_states import PartKind, PlanKind
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.reading.blocks import MOST_FILE, UnreadableError
from mandrivna.planning.reading.read import read
from mandrivna.planning.rules import EDIT

SURE, LATEST = 0.75, 20
"""Below this a row is shown as one to look at."""

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
    form, status = UploadForm(request.POST or None, request.FILES or None, initial={"unit": sole(units)}), 200
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
    key: str
    cells: list[Cell]
    told: dict[str, Any]
    doubts: list[str]

    @property
    def unsure(self) -> bool:
        return bool(self.told["sure"] < SURE or self.doubts)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def reading(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole with what found no place; `part` opens one section with every row beside its source."""
    found = PlanReading.objects.select_related("unit", "plan").filter(pk=uid).first()
    if found is None or not request.actor.can(EDIT, found.unit.path):
        raise Http404
    told, part = found.told, request.GET.get("part", "")
    about = {"kind": told["kind"], "year": told["year"], "until_year": told["until"], "title": told["cover"]["title"]}
    form, status = SaveForm(request.POST or None, initial=about), 200
    if request.method == "POST":
        made: list[Plan] = []
        status = attempt(request, form, lambda act: made.append(_save(act, request, found, form)))
        if not status:
            messages.success(request, _("План збережено як чернетку. Тепер його можна писати далі."))
            return HttpResponseRedirect(plan_url(made[0]))
    context = {"reading": found, "told": told, "form": form, "parts": _parts(told), "sure": SURE}
    if part:
        return render(request, "workspace/plans/reading_part.html", {**context, **_part(told, part)})
    return render(request, "workspace/plans/reading.html", context, status=status)


def _save(act: Act, request: HttpRequest, found: PlanReading, form: SaveForm) -> Plan:
    data = form.cleaned_data
    return plans.save_reading(
        act, reading=found, year=data["year"], kind=data["kind"], title=data["title"], until_year=data["until_year"],
        without=request.POST.getlist("without"),
    )  # fmt: skip


def _parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for at, part in enumerate(told["parts"]):
        unsure = sum(row["sure"] < SURE or bool(row["doubts"]) for row in part["rows"])
        label = PartKind(part["kind"]).label
        about = {"at": at, "number": part["number"], "title": part["title"] or label}
        found.append({**about, "rows": len(part["rows"]), "unsure": unsure})
    return found


def _part(told: dict[str, Any], said: str) -> dict[str, Any]:
    if not said.isascii() or not said.isdigit() or int(said) >= len(told["parts"]):
        raise Http404
    at = int(said)
    part = told["parts"][at]
    known = dict.fromkeys((short for short, _full in told["abbreviations"]), None)
    understood = meanings(part["columns"], waiting(part), told["year"] or FIRST_YEAR, known)
    lines = []
    for number, (row, meaning) in enumerate(zip(part["rows"], understood, strict=True)):
        item = PlanItem(cells=row["cells"], meaning=meaning)
        doubts = [str(DOUBTS.get(code, code)) + (f": {about}" if about else "") for code, about in row["doubts"]]
        lines.append(Line(f"{at}:{number}", cells_of(item, part["columns"], {}), row, doubts))
    before = at - 1 if at else None
    after = at + 1 if at + 1 < len(told["parts"]) else None
    return {"part": part, "at": at, "lines": lines, "before": before, "after": after}
