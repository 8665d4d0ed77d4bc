"""«Склад форми»: which rows a state form has, what is still to be checked, and checking one of them."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.core import policy
from mandrivna.faces.access import access
from mandrivna.faces.workspace.forms.forms import RowForm
from mandrivna.faces.workspace.operate import attempt
from mandrivna.planning import actions
from mandrivna.planning.definitions import COUNTING
from mandrivna.planning.definitions import load as indicators
from mandrivna.planning.forms.definitions import POLICY, Form, load, rows_of
from mandrivna.planning.rules import FORMS_DEFINE, VIEW

NEW = "new"


def _form_or_404(code: str) -> Form:
    form = load().get(code)
    if form is None:
        raise Http404
    return form


@require_GET
@access(VIEW)
def definition(request: HttpRequest, form: str) -> HttpResponse:
    found = _form_or_404(form)
    source = found.sums or found.code
    history = [row for row in policy.history(POLICY) if row.key.startswith(f"forms/{source}/")]
    context = {
        "found": found,
        "source": source,
        "sections": [(section, [row for row in found if row.section == section.code]) for section in found.sections.values()],
        "to_check": sum(row.verify for row in found),
        "history": history[:50],
        "may_define": request.actor.can(FORMS_DEFINE),
    }
    return render(request, "workspace/state_forms/definition.html", context)


@require_http_methods(["GET", "POST"])
@access(FORMS_DEFINE, step_up=True)
def row(request: HttpRequest, form: str, row: str) -> HttpResponse:
    found = _form_or_404(form)
    if found.sums:
        raise Http404
    data = policy.load(POLICY)["forms"][form]
    rows, shipped = rows_of(data), policy.seed(POLICY)["forms"][form]["rows"]
    if row != NEW and row not in rows:
        raise Http404
    before, own = rows.get(row, {}), row not in shipped
    form_ = RowForm(_choices(data, rows, before), request.POST or None, own=own, initial=_initial(before))
    status = 200
    if request.method == "POST":
        code = _free_code(rows) if row == NEW else row
        status = attempt(
            request, form_,
            lambda act: actions.edit_form_row(
                act, form=form, row=code, change={"value": form_.row(before)}, reason=form_.cleaned_data["reason"]
            ),
        )  # fmt: skip
        if not status:
            messages.success(request, _("Рядок записано. Непідписані форми вже показують його."))
            return redirect("workspace:state_form_definition", form=form)
    context = {"found": found, "row": row, "label": before.get("label", ""), "form": form_}
    return render(request, "workspace/state_forms/row.html", context, status=status)


def _choices(data: dict[str, Any], rows: dict[str, Any], before: dict[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    counted = [
        (f"{RowForm.INDICATOR}{one.code}", _("показник: %s") % one.label)
        for one in indicators()
        if one.calc in COUNTING and one.total == "own"
    ]
    kept = [(RowForm.KEPT, _("як тепер: з фактів за ознаками або з інших рядків"))] if before else []
    return {
        "section": [(code, said["title"]) for code, said in data["sections"].items()],
        "source": [*kept, (RowForm.HAND, _("вносить людина")), *counted],
        "after": [("", _("наприкінці розділу")), *((code, said["label"]) for code, said in rows.items())],
    }


def _initial(before: dict[str, Any]) -> dict[str, Any]:
    if not before:
        return {"source": RowForm.HAND, "verify": True}
    source = (
        RowForm.HAND
        if before.get("hand")
        else f"{RowForm.INDICATOR}{before['indicator']}"
        if before.get("indicator")
        else RowForm.KEPT
    )
    return {
        **before,
        "source": source,
        "shown": before.get("shown", True),
        "depth": before.get("depth", 0),
        "digits": before.get("digits", 0),
    }


def _free_code(rows: dict[str, Any]) -> str:
    taken = [int(found[1]) for code in rows if (found := re.fullmatch(r"own_(\d{1,4})", code))]
    return f"own_{max(taken, default=0) + 1}"
