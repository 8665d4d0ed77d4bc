"""Sections of a plan: adding, writing, moving, taking off, columns of the table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.plans.finding import part_or_404, plan_or_404
from mandrivna.faces.workspace.plans.forms import ColumnsForm, PartForm
from mandrivna.faces.workspace.plans.rows import part_url
from mandrivna.faces.workspace.plans.views import around
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Section
from mandrivna.planning.rules import EDIT

GUARDED = ("number", "title", "kind", "narrative", "after", "notes", "contents_title", "numbered_columns")


@require_http_methods(["GET", "POST"])
@access(EDIT)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, EDIT)
    parts = Section.objects.filter(plan=plan).order_by("position")
    form, status = PartForm(plan, parts, request.POST or None, initial={"parent": request.GET.get("parent")}), 200
    if request.method == "POST":
        made: list[Section] = []
        status = attempt(
            request, form,
            lambda act: made.append(
                plans.add_part(act, plan=plan, about=form.about(), parent=form.cleaned_data["parent"], reason=form.reason)
            ),
        )  # fmt: skip
        if not status:
            messages.success(request, _("Розділ додано."))
            return HttpResponseRedirect(part_url(made[0]))
    return render(request, "workspace/plans/part_form.html", {**around(request, plan), "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    part = part_or_404(request, uid, EDIT)
    plan = part.plan
    others = Section.objects.filter(plan=plan).exclude(pk=part.pk).order_by("position")
    standing = {name: getattr(part, name) for name in GUARDED}
    form = PartForm(plan, others, request.POST or None, initial={**standing, "parent": part.parent_id})
    editing, status = Editing(request, f"planning.Section:{part.pk}", form, standing), 200
    if request.method == "POST" and (do := request.POST.get("do", "")) in ("up", "down", "remove"):
        return _moved(request, part, do)
    if request.method == "POST":
        status = editing.attempt(lambda act: _save(act, part, form))
        if not status:
            messages.success(request, _("Розділ збережено."))
            return HttpResponseRedirect(part_url(part))
    context = {**around(request, plan, part), "form": form, "editing": editing}
    return render(request, "workspace/plans/part_form.html", context, status=status)


def _save(act: Act, part: Section, form: PartForm) -> None:
    plans.edit_part(act, part=part, about=form.about(), reason=form.reason)
    parent = form.cleaned_data["parent"]
    if (parent.pk if parent else None) != part.parent_id:
        plans.move_part(act.part("move"), part=part, parent=parent, reason=form.reason)


def _moved(request: HttpRequest, part: Section, do: str) -> HttpResponse:
    """Up or down among its neighbours, or off the plan; a refusal is said over the page it came from."""
    plan, reason = part.plan, request.POST.get("reason", "")
    try:
        _run(request, part, do, reason)
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("workspace:plan_part_edit", args=[part.pk]))
    there = reverse("workspace:plan", args=[plan.pk]) if do == "remove" else reverse("workspace:plan_part_edit", args=[part.pk])
    return HttpResponseRedirect(there)


def _run(request: HttpRequest, part: Section, do: str, reason: str) -> None:
    if do == "remove":
        plans.remove_part(act_of(request), part=part, reason=reason)
        return
    near = list(Section.objects.filter(plan=part.plan, parent=part.parent).order_by("position"))
    at = next(place for place, one in enumerate(near) if one.pk == part.pk)
    if do == "up" and at:
        plans.move_part(act_of(request), part=part, parent=part.parent, before=near[at - 1], reason=reason)
    elif do == "down" and at + 1 < len(near):
        before = near[at + 2] if at + 2 < len(near) else None
        plans.move_part(act_of(request), part=part, parent=part.parent, before=before, reason=reason)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    part = part_or_404(request, uid, EDIT)
    form, status = ColumnsForm(part, request.POST or None), 200
    if request.method == "POST":
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
        status = attempt(
            request, form,
            lambda act: plans.set_columns(act, part=part, columns=form.said(), version=version, reason=form.reason),
        )  # fmt: skip
        if not status:
            messages.success(request, _("Графи збережено."))
            return HttpResponseRedirect(part_url(part))
    context: dict[str, Any] = {**around(request, part.plan, part), "form": form}
    return render(request, "workspace/plans/columns.html", context, status=status)
