"""A plan as a whole: begun, copied, its cover, its abbreviations, its steps; what people say of it; taking back."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.operate import act_of, attempt, back_to, of_the_house, units_with
from mandrivna.faces.workspace.plans.finding import comment_or_404, item_or_404, part_or_404, plan_or_404
from mandrivna.faces.workspace.plans.forms import CommentForm, CopyForm, CoverForm, NewForm, StepForm, WordsForm
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.plans_making import LONGEST
from mandrivna.planning.models import Abbreviation, Plan
from mandrivna.planning.plan_arriving import approved_on
from mandrivna.planning.plan_queries import run_out_in, strategies_for
from mandrivna.planning.plan_states import NEXT, PlanKind, PlanState
from mandrivna.planning.rules import EDIT, VIEW

MOST_TOLD = 10


def plan_url(plan: Plan) -> str:
    return reverse("workspace:plan", args=[plan.pk])


@require_http_methods(["GET", "POST"])
@access(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    year = timezone.localdate().year
    form, status = NewForm(request.POST or None, initial={"year": year, "kind": PlanKind.ANNUAL, "unit": of_the_house(units)}), 200
    form.fields["unit"].queryset = units
    if request.method == "POST":
        made: list[Plan] = []
        status = attempt(request, form, lambda act: made.append(_begin(act, form)))
        if not status:
            messages.success(request, _("План почато. Додайте перший розділ."))
            return HttpResponseRedirect(plan_url(made[0]))
    return render(request, "workspace/plans/new.html", {"form": form}, status=status)


def _begin(act: Act, form: NewForm) -> Plan:
    data = form.cleaned_data
    about = {"title": data["title"]}
    return plans.make_plan(act, unit=data["unit"], year=data["year"], kind=data["kind"], until_year=data["until_year"], about=about)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, EDIT)
    standing = {name: getattr(plan, name) for name in LONGEST}
    form = CoverForm(plan, strategies_for(plan), request.POST or None, initial={**standing, "strategy": plan.strategy_id})
    editing, status = Editing(request, f"planning.Plan:{plan.pk}:cover", form, standing), 200
    if request.method == "POST":
        status = editing.attempt(
            lambda act: plans.edit_plan(
                act, plan=plan, about=form.about(), strategy=form.cleaned_data["strategy"], reason=form.reason
            )
        )
        if not status:
            messages.success(request, _("Титул збережено."))
            return HttpResponseRedirect(plan_url(plan))
    return render(request, "workspace/plans/cover.html", {"plan": plan, "form": form, "editing": editing}, status=status)


@require_http_methods(["GET", "POST"])
@access(EDIT)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, EDIT)
    form, status = CopyForm(request.POST or None, initial={"year": plan.year + 1}), 200
    if request.method == "POST":
        made: list[Plan] = []
        status = attempt(
            request, form,
            lambda act: made.append(
                plans.copy_plan(act, plan=plan, year=form.cleaned_data["year"], done=form.cleaned_data["done"])
            ),
        )  # fmt: skip
        if not status:
            messages.success(request, _("Новий план складено за цим. Роки й річниці перенесено; перегляньте кожен розділ."))
            _say_run_out(request, made[0])
            return HttpResponseRedirect(plan_url(made[0]))
    return render(request, "workspace/plans/copy.html", {"plan": plan, "form": form}, status=status)


def _say_run_out(request: HttpRequest, plan: Plan) -> None:
    """What a copy cannot move by itself: years of a strategy or a programme that has ended."""
    if gone := run_out_in(plan):
        listed = "; ".join(f"{where}: {years}" for where, years in gone[:MOST_TOLD])
        more = _(" (і ще %(many)d)") % {"many": len(gone) - MOST_TOLD} if len(gone) > MOST_TOLD else ""
        said = _("Ці роки вже минули, програма їх не переносила: %(listed)s%(more)s. У розділах вони позначені.")
        messages.warning(request, said % {"listed": listed, "more": more})


@require_http_methods(["GET", "POST"])
@access(EDIT)
def words(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, EDIT)
    standing = "\n".join(f"{one.short} – {one.full}" for one in Abbreviation.objects.filter(plan=plan).order_by("position"))
    form = WordsForm(plan, request.POST or None, initial={"said": standing})
    editing, status = Editing(request, f"planning.Plan:{plan.pk}:words", form, {"said": standing}), 200
    if request.method == "POST":
        status = editing.attempt(
            lambda act: plans.set_abbreviations(act, plan=plan, said=_words(plan, form.cleaned_data["said"]), reason=form.reason)
        )
        if not status:
            messages.success(request, _("Скорочення збережено."))
            return HttpResponseRedirect(plan_url(plan))
    return render(request, "workspace/plans/words.html", {"plan": plan, "form": form, "editing": editing}, status=status)


def _words(plan: Plan, said: str) -> list[list[str]]:
    """«ЦПЧ – Центр просування читання»; a unit that is called so, whole or short, is that department."""
    units = list(Unit.objects.filter(path__startswith=plan.unit.path))
    named = {name.casefold(): str(unit.pk) for unit in units for name in (unit.name, unit.short_name) if name}
    found = []
    for line in filter(None, (line.strip() for line in said.splitlines())):
        short, _dash, full = (part.strip() for part in re.match(r"(.*?)(\s+[–—-]+\s+|:\s+|$)(.*)", line).groups())  # type: ignore[union-attr]
        found.append([short, full, named.get(full.casefold()) or named.get(short.casefold(), "")])
    return found


DOING = {
    PlanState.AGREED: gettext_lazy("Погодити план"),
    PlanState.DRAFT: gettext_lazy("Повернути план у чернетки"),
    PlanState.APPROVED: gettext_lazy("Затвердити план"),
    PlanState.IN_FORCE: gettext_lazy("Ввести план у дію"),
    PlanState.CLOSED: gettext_lazy("Завершити рік плану"),
}
STEPS = {
    PlanState.AGREED: lambda act, plan, data: plans.agree_plan(act, plan=plan, **data),
    PlanState.DRAFT: lambda act, plan, data: plans.agree_plan(act, plan=plan, back=True, **data),
    PlanState.APPROVED: lambda act, plan, data: plans.approve_plan(act, plan=plan, **data),
    PlanState.IN_FORCE: lambda act, plan, data: plans.run_plan(act, plan=plan, on=data["on"], note=data["note"]),
    PlanState.CLOSED: lambda act, plan, data: plans.run_plan(act, plan=plan, on=data["on"], note=data["note"], close=True),
}


@require_http_methods(["GET", "POST"])
@access(EDIT)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreed, approved, in force, closed; the verb asks whether this very person may."""
    plan = plan_or_404(request, pk, EDIT)
    ways = NEXT[PlanState(plan.state)]
    wanted = next((state for state in ways if state == request.POST.get("to", request.GET.get("to", ""))), None)
    if wanted is None:
        return redirect("workspace:plan", pk=plan.pk)
    initial: dict[str, Any] = {"on": timezone.localdate(), "post": plan.approver_post, "name": plan.approver_name}
    if wanted == PlanState.APPROVED and (said := approved_on(plan)) is not None and said <= initial["on"]:
        initial["on"] = said
    form, status = StepForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: STEPS[wanted](act, plan, form.cleaned_data))
        if not status:
            messages.success(request, _("Стан плану змінено: %(state)s.") % {"state": wanted.label})
            return HttpResponseRedirect(plan_url(plan))
    signed = wanted in (PlanState.AGREED, PlanState.APPROVED)
    context = {"plan": plan, "form": form, "to": wanted, "doing": DOING[wanted], "signed": signed}
    return render(request, "workspace/plans/step.html", context, status=status)


@require_POST
@access(EDIT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, EDIT)
    try:
        plans.undo_plan(act_of(request), plan=plan, reason=request.POST.get("reason", ""))
        messages.success(request, _("Вашу останню зміну скасовано."))
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem))
    return back_to(request, "workspace:plan", plan.pk)


@require_POST
@access(VIEW)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    item = item_or_404(request, UUID(request.POST["item"])) if _uid(request, "item") else None
    part = part_or_404(request, UUID(request.POST["part"])) if _uid(request, "part") else None
    form = CommentForm(request.POST)
    status = attempt(
        request, form, lambda act: plans.comment_plan(act, plan=plan, text=form.cleaned_data["text"], item=item, part=part)
    )
    if status:
        context = {"plan": plan, "form": form, "item": item, "part": part, "next": request.POST.get("next", "")}
        return render(request, "workspace/plans/comment.html", context, status=status)
    return back_to(request, "workspace:plan", plan.pk)


def _uid(request: HttpRequest, name: str) -> bool:
    try:
        UUID(request.POST.get(name, ""))
    except ValueError:
        return False
    return True


@require_POST
@access(EDIT)
def solve(request: HttpRequest, uid: UUID) -> HttpResponse:
    said = comment_or_404(request, uid, EDIT)
    plans.solve_comment(act_of(request), comment=said)
    return back_to(request, "workspace:plan", said.plan_id)
