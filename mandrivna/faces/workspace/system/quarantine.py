"""Operations that could not be applied: why, from which device, and what a person decides about them."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.actions.discrepancies import HOPELESS, dismiss, retry
from mandrivna.core.actions.viewing import look
from mandrivna.core.door import VERBS
from mandrivna.core.models import Quarantined
from mandrivna.core.problems import Blocker, Refused
from mandrivna.core.queries import quarantined_for
from mandrivna.core.roles import sees
from mandrivna.core.rules import DISCREPANCIES_SOLVE
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.system.forms import DismissForm
from mandrivna.faces.workspace.system.waiting import waiting
from mandrivna.faces.workspace.system.words import missing_thing, verb_word
from mandrivna.readers.rules import ENROL

PAGE = 20
PERSONAL = 3
"""The class of what an operation may say about a person; its contents are for roles that see such things anyway."""


@require_safe
@access(DISCREPANCIES_SOLVE)
def quarantine(request: HttpRequest) -> HttpResponse:
    solved = request.GET.get("closed") == "1"
    rows = quarantined_for(request.actor).filter(solved_at__isnull=not solved).order_by("-received_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, verb_word(row.verb) if row.verb else _("невідома дія"), may_retry(row)) for row in page.object_list],
        "closed": solved,
        "query": "&closed=1" if solved else "",
        "waiting": waiting(request.actor),
    }
    return render(request, "workspace/system/quarantine.html", context)


def may_retry(row: Quarantined) -> bool:
    """A broken operation, or one of a verb nobody knows, will not become better by trying."""
    return row.reason not in HOPELESS and row.verb in VERBS


@require_safe
@access(DISCREPANCIES_SOLVE)
def quarantined(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, get_object_or_404(quarantined_for(request.actor), pk=pk))


def _page(
    request: HttpRequest, row: Quarantined, status: int = 200, *, problems: Any = (), form: DismissForm | None = None
) -> HttpResponse:
    may_read = sees(request.actor) >= PERSONAL
    if may_read:
        look(Act(actor=request.actor), row, "core.quarantine.viewed")
    missing = missing_thing(row, may_read=may_read) if row.reason == Quarantined.Reason.UNKNOWN_REFERENCE else None
    context = {
        "row": row,
        "crumbs": [
            (_("Операції в карантині"), reverse("workspace:quarantine")),
            (verb_word(row.verb) if row.verb else _("невідома дія"), ""),
        ],
        "missing": missing,
        "may_enrol": request.actor.can(ENROL),
        "verb": verb_word(row.verb) if row.verb else _("невідома дія"),
        "may_read": may_read,
        "body": json.dumps(row.body, ensure_ascii=False, indent=2) if may_read else "",
        "may_retry": may_retry(row),
        "problems": problems,
        "form": form or DismissForm(),
    }
    return render(request, "workspace/system/quarantined.html", context, status=status)


@require_POST
@access(DISCREPANCIES_SOLVE)
def retry_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(quarantined_for(request.actor), pk=pk)
    try:
        retry(act_of(request), quarantined=row)
    except Refused as refusal:
        return _page(request, row, status_of(refusal), problems=refusal.problems)
    except ValidationError as error:
        found = [Blocker(code="invalid", text=text) for text in error.messages]
        return _page(request, row, 422, problems=found)
    messages.success(request, _("Операцію застосовано."))
    return redirect("workspace:quarantine")


@require_POST
@access(DISCREPANCIES_SOLVE)
def dismiss_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(quarantined_for(request.actor), pk=pk)
    form = DismissForm(request.POST)
    status = attempt(request, form, lambda act: dismiss(act, quarantined=row, reason=form.cleaned_data["reason"]))
    if status:
        return _page(request, row, status, form=form)
    messages.success(request, _("Операцію закрито з поясненням. Вона лишається в переліку закритих."))
    return redirect("workspace:quarantine")
