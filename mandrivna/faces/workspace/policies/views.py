"""The rules of the institution: what is in force, what was changed and why, and changing one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mandrivna.core import policy
from mandrivna.core.models.policy import PolicyEdit
from mandrivna.core.roles import POLICY as ROLES
from mandrivna.core.rules import POLICY_EDIT, POLICY_VIEW, STAFF_VIEW
from mandrivna.faces.access import access
from mandrivna.faces.look.cells import Action, Cell, Column, Tag
from mandrivna.faces.look.tables import Table
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.policies.forms import RuleForm
from mandrivna.faces.workspace.policies.rules import POLICIES, About, Rule, said
from mandrivna.shared.text import fold, words

PAGE = 50


@require_safe
@access(POLICY_VIEW)
def policies(request: HttpRequest) -> HttpResponse:
    edits = PolicyEdit.objects.order_by().values_list("name").annotate(Count("pk"), Max("at"))
    changed = {name: (count, last) for name, count, last in edits}
    context = {
        "policies": [(about, changed.get(about.name)) for about in POLICIES.values()],
        "roles": changed.get(ROLES),
        "sees_roles": request.actor.can(STAFF_VIEW),
    }
    return render(request, "workspace/policies/list.html", context)


def _about_or_404(name: str) -> About:
    if name not in POLICIES:
        raise Http404
    return POLICIES[name]


def _crumbs(about: About, *more: tuple[str, str]) -> list[tuple[Any, str]]:
    own = reverse("workspace:policy", args=[about.name]) if more else ""
    return [(_("Правила закладу"), reverse("workspace:policies")), (about.label, own), *more]


@require_safe
@access(POLICY_VIEW)
def one_policy(request: HttpRequest, name: str) -> HttpResponse:
    about, may_edit = _about_or_404(name), request.actor.can(POLICY_EDIT)
    rules = about.rules()

    def actions(rule: Rule) -> list[Action]:
        if not may_edit or not rule.editable:
            return []
        return [Action(label=_("Змінити"), url=reverse("workspace:policy_edit", args=[name, rule.key]), about=rule.label)]

    table = Table(
        request,
        rules,
        _columns(),
        name=f"policy-{name}",
        title=about.label,
        search=_matching if len(rules) > 10 else None,
        search_label=_("Про що правило"),
        actions=actions if may_edit else None,
        page_size=len(rules) or 1,
    )
    return table.render("workspace/policies/policy.html", {"about": about, "crumbs": _crumbs(about)})


def _columns() -> tuple[Column[Rule], ...]:
    changed = lambda rule: (Tag(_("змінено закладом"), "info"),) if rule.edited else ()  # noqa: E731 - as short as it is
    return (
        Column(key="rule", label=_("Правило"), cell=lambda rule: Cell(text=rule.label, note=rule.about), head=True, level=1),
        Column(key="value", label=_("Діє"), cell=lambda rule: Cell(text=rule.said(rule.value), tags=changed(rule))),
        Column(key="shipped", label=_("У програмі"), cell=lambda rule: rule.said(rule.shipped), level=1),
    )


def _matching(rules: list[Rule], text: str) -> list[Rule]:
    wanted = words(text)
    return [rule for rule in rules if all(word in fold(f"{rule.label} {rule.about}") for word in wanted)]


@require_http_methods(["GET", "HEAD", "POST"])
@access(POLICY_EDIT, step_up=True)
def edit(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One rule, with its history beside it. «Як у програмі» takes the institution's own value away."""
    about = _about_or_404(name)
    rule = next((rule for rule in about.rules() if rule.key == key and rule.editable), None)
    if rule is None:
        raise Http404
    form, status = RuleForm(rule, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":

        def change(act: Any) -> Any:
            return policy.edit(act, policy=name, key=key, value=form.chosen(), reason=form.cleaned_data["reason"])

        status = attempt(request, form, change)
        if not status:
            messages.success(request, _("Правило змінено. Воно діє вже зараз."))
            return redirect("workspace:policy", name=name)
    context = {
        "about": about,
        "rule": rule,
        "value": rule.said(rule.value),
        "shipped": rule.said(rule.shipped),
        "form": form,
        "history": [(row, said(rule, row.value)) for row in policy.history(name, key)],
        "crumbs": _crumbs(about, (rule.label, "")),
    }
    return render(request, "workspace/policies/edit.html", context, status=status)


@require_safe
@access(POLICY_VIEW)
def history(request: HttpRequest, name: str) -> HttpResponse:
    about = _about_or_404(name)
    rules = {rule.key: rule for rule in about.rules()}
    page = Paginator(policy.history(name), PAGE).get_page(request.GET.get("page"))
    rows = [
        (row, rules.get(row.key), said(rules[row.key], row.value) if row.key in rules else row.value) for row in page.object_list
    ]
    context = {"about": about, "page": page, "rows": rows, "crumbs": _crumbs(about, (_("Історія змін"), ""))}
    return render(request, "workspace/policies/history.html", context)
