"""What a plan was: every change with its reason, kept versions, two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.plans.finding import may, plan_or_404
from mandrivna.faces.workspace.plans.forms import KeepForm
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.plans_states import genuine
from mandrivna.planning.board.revising import CHANGES
from mandrivna.planning.figures import number
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, PlanRevision, PlanVersion, Section
from mandrivna.planning.plan_differences import compare
from mandrivna.planning.plan_queries import revisions_of, versions_of
from mandrivna.planning.plan_snapshots import whole
from mandrivna.planning.rules import VIEW

PAGE = 40
NOW = "now"

WHAT = {
    "row": gettext_lazy("змінено рядок"), "rows": gettext_lazy("вставлено клітинки"), "row_added": gettext_lazy("додано рядок"),
    "row_removed": gettext_lazy("прибрано рядок"), "row_dropped": gettext_lazy("знято з плану"),
    "row_moved": gettext_lazy("перенесено рядок"), "row_linked": gettext_lazy("пов’язано зі стратегією"),
    "section": gettext_lazy("змінено розділ"), "section_added": gettext_lazy("додано розділ"),
    "section_removed": gettext_lazy("прибрано розділ"), "section_moved": gettext_lazy("перенесено розділ"),
    "columns": gettext_lazy("змінено графи"), "plan": gettext_lazy("змінено титул"), "plan_made": gettext_lazy("план почато"),
    "plan_copied": gettext_lazy("складено за планом"), "abbreviations": gettext_lazy("змінено скорочення"),
    "state": gettext_lazy("стан плану"), "version_kept": gettext_lazy("збережено версію"),
    "undone": gettext_lazy("скасовано зміну"),
    "plan_read": gettext_lazy("прочитано з файлу"), "tied": gettext_lazy("додано число, з яким порівнюють"),
    "untied": gettext_lazy("прибрано число, з яким порівнювали"), "replanned": gettext_lazy("змінено число, з яким порівнюють"),
}  # fmt: skip


LABELS = {
    "number": gettext_lazy("Номер"), "title": gettext_lazy("Назва"), "narrative": gettext_lazy("Текст перед таблицею"),
    "after": gettext_lazy("Текст після таблиці"), "notes": gettext_lazy("Примітки під таблицею"),
    "place": gettext_lazy("Місце, як на титулі"), "cover_year": gettext_lazy("Рік укладання, як на титулі"),
    "approver_post": gettext_lazy("Хто затверджує: посада"), "approver_name": gettext_lazy("Хто затверджує: ім’я"),
    "preamble": gettext_lazy("Вступ"), "closing": gettext_lazy("Після розділів"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    revision: PlanRevision
    what: Any
    words: list[tuple[str, str]]
    """(as it was, as it became) of the cells that changed."""
    left: list[str]
    """Rows of a file that whoever looked it through left out."""


def _told(revision: PlanRevision) -> Told:
    before, after = ({row["uid"]: row for row in side.get("rows", [])} for side in (revision.before, revision.after))
    words = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = (side.get(key, {"cells": []})["cells"] for side in (before, after))
        width = max(len(old), len(new))
        pairs = zip(old + [""] * (width - len(old)), new + [""] * (width - len(new)), strict=True)
        words += [(was, now) for was, now in pairs if was != now]
    if revision.what in CHANGES:
        words = [(_compared(revision.before), _compared(revision.after))]
    return Told(revision, WHAT.get(revision.what, revision.what), words[:6], revision.after.get("left_out", []))


def _compared(side: dict[str, Any]) -> str:
    if "ties" in side:
        return _("чисел: %(many)d") % {"many": side["ties"]}
    planned = number(side["planned"]) if side.get("planned") is not None else "–"
    return f"{side['label']}: {planned}" if side else ""


@require_http_methods(["GET", "POST"])
@access(VIEW)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    form, status = KeepForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: plans.keep_version(act, plan=plan, name=form.cleaned_data["name"]))
        if not status:
            messages.success(request, _("Версію збережено: з нею можна буде порівняти."))
            return HttpResponseRedirect(reverse("workspace:plan_history", args=[plan.pk]))
    formal = request.GET.get("formal") == "1"
    page = Paginator(revisions_of(plan, formal=formal), PAGE).get_page(request.GET.get("page"))
    context = {
        **may(request.actor, plan), "plan": plan, "page": page, "told": [_told(one) for one in page.object_list], "formal": formal,
        "versions": list(versions_of(plan)), "form": form, "query": "&formal=1" if formal else "",
    }  # fmt: skip
    return render(request, "workspace/plans/history.html", context, status=status)


@require_GET
@access(VIEW)
def compare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`from` and `to` are numbers of kept versions; `now` is the plan as it stands."""
    plan = plan_or_404(request, pk)
    versions = list(versions_of(plan))
    if not versions:
        raise Http404
    older = request.GET.get("from") or str(versions[-1].number)
    newer = request.GET.get("to") or NOW
    one, other = (_side(plan, said) for said in (older, newer))
    found = compare(one["whole"], other["whole"])
    found = replace(found, cover=_labelled(found.cover), parts=[replace(part, texts=_labelled(part.texts)) for part in found.parts])
    context = {"plan": plan, "found": found, "one": one, "other": other}
    return render(request, "workspace/plans/compare.html", context)


def _labelled(texts: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(str(LABELS[name]), was, now) for name, was, now in texts]


def _side(plan: Plan, said: str) -> dict[str, Any]:
    if said == NOW:
        items = PlanItem.objects.filter(plan=plan).order_by("part__position", "position", "uid")
        parts = Section.objects.filter(plan=plan).order_by("position")
        return {"whole": whole(plan, parts, items, Abbreviation.objects.filter(plan=plan)), "version": None, "genuine": True}
    if not said.isascii() or not said.isdigit() or len(said) > 6:
        raise Http404
    version = PlanVersion.objects.filter(plan=plan, number=int(said)).select_related("plan").first()
    if version is None:
        raise Http404
    return {"whole": version.whole, "version": version, "genuine": genuine(version)}
