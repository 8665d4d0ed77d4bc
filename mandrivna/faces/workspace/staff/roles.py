"""The policy of roles: a table, one cell at a time, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.permissions import PERMISSIONS, Permission
from mandrivna.core.problems import Refused
from mandrivna.core.roles import POLICY, role_labels
from mandrivna.core.rules import POLICY_EDIT, STAFF_VIEW
from mandrivna.faces.access import access, add_problems, status_of
from mandrivna.faces.workspace.editing import CHANGED, Editing
from mandrivna.faces.workspace.staff.forms import RightForm

PAGE = 50


@dataclass(frozen=True)
class Row:
    permission: Permission
    cells: list[tuple[str, str, bool]]
    edited: bool


@require_GET
@access(STAFF_VIEW)
def table(request: HttpRequest) -> HttpResponse:
    labels, shipped, current = role_labels(), policy.seed(POLICY)["permissions"], policy.load(POLICY)["permissions"]
    rows = [
        Row(
            PERMISSIONS[code],
            [(role, label, role in holders) for role, label in labels.items()],
            set(holders) != set(shipped[code]),
        )
        for code, holders in current.items()
        if code in PERMISSIONS
    ]
    context = {"rows": rows, "labels": labels, "may_edit": request.actor.can(POLICY_EDIT)}
    return render(request, "workspace/staff/roles.html", context)


@require_http_methods(["GET", "POST"])
@access(POLICY_EDIT, step_up=True)
def cell(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """Turn one right of one role on or off, saying why."""
    labels = role_labels()
    current = policy.load(POLICY)["permissions"]
    if code not in PERMISSIONS or code not in current or role not in labels:
        raise Http404
    held = role in current[code]
    standing = {"holders": ", ".join(labels[r] for r in labels if r in current[code])}
    form, status = RightForm(request.POST or None, initial=standing), 200
    editing = Editing(request, f"core.Right:{code}", form, standing)
    if request.method == "POST":
        status = 422
        if editing.stale():
            status = CHANGED
        elif form.is_valid():
            wanted = [r for r in labels if (r in current[code]) != (r == role)]
            value: Any = None if set(wanted) == set(policy.seed(POLICY)["permissions"][code]) else wanted
            try:
                policy.edit(
                    Act(actor=request.actor),
                    policy=POLICY,
                    key=f"permissions/{code}",
                    value=value,
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                editing.done()
                messages.success(request, _("Правило змінено. Воно діє вже зараз."))
                return redirect("workspace:roles")
    crumbs = [*_above(), (labels[role], "")]
    context = {"form": form, "permission": PERMISSIONS[code], "code": code, "role": labels[role], "held": held, "crumbs": crumbs}
    context["editing"] = editing
    return render(request, "workspace/staff/roles_cell.html", context, status=status)


@require_GET
@access(STAFF_VIEW)
def history(request: HttpRequest) -> HttpResponse:
    labels = role_labels()
    page = Paginator(policy.history(POLICY), PAGE).get_page(request.GET.get("page"))
    rows = [(row, _subject(row.key), [labels.get(role, role) for role in row.value or []]) for row in page.object_list]
    context = {"page": page, "rows": rows, "crumbs": [*_above(), (_("Історія змін"), "")]}
    return render(request, "workspace/staff/roles_history.html", context)


def _above() -> list[tuple[str, str]]:
    return [(_("Ролі та права"), reverse("workspace:roles"))]


def _subject(key: str) -> Any:
    code = key.partition("/")[2]
    known = PERMISSIONS.get(code)
    return known.label if known else code
