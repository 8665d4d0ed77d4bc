"""«Якість опису»: what was mistyped in descriptions and headings, shown before it is put right, one by one or a page at once."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.headings import edit_heading
from mandrivna.catalogue.actions.quality import keep_heading_wording, keep_wording, repair_records
from mandrivna.catalogue.models import Authority, Record, Version
from mandrivna.catalogue.quality import flaws_of, headings_to_repair, records_to_repair
from mandrivna.catalogue.rules import EDIT
from mandrivna.faces.access import access
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.catalogue.batch import LABELS
from mandrivna.faces.workspace.catalogue.history import editable
from mandrivna.faces.workspace.operate import act_of, hidden_uid
from mandrivna.shared.text.flaws import flaws, repaired

PAGE, MOST = 20, 1_000
"""So many are counted; the rest come when these have been dealt with."""
HEADINGS = "headings"


@require_safe
@access(EDIT)
def quality(request: HttpRequest) -> HttpResponse:
    of_headings = request.GET.get("of") == HEADINGS
    found = headings_to_repair() if of_headings else records_to_repair(request.actor.paths(EDIT))
    page = Paginator(found[:MOST], PAGE).get_page(request.GET.get("page"))
    context = {
        "of_headings": of_headings,
        "page": page,
        "many": page.paginator.count == MOST,
        "query": f"&of={HEADINGS}" if of_headings else "",
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Якість опису"), "")],
    }
    if of_headings:
        context["rows"] = [(one, flaws(one.heading), repaired(one.heading)) for one in page.object_list]
    else:
        described = cast(list[Record], list(page.object_list))
        context["rows"] = [(one, [(LABELS[name], wrong) for name, wrong in flaws_of(one)]) for one in described]
    return render(request, "workspace/catalogue/quality.html", context)


@require_POST
@access(EDIT)
def repair(request: HttpRequest) -> HttpResponse:
    """The rows of the form: one, or all of a page."""
    keys = [hidden_uid(one) for one in request.POST.getlist("row")[: PAGE * 2]]
    if not keys:
        raise Http404
    first = editable(request, keys[0])
    act = act_of(request)
    done = repair_records(act, unit=first.created_by_unit, records=[str(key) for key in keys])
    changed = Version.objects.filter(record=first, op=act.uid).first() if len(keys) == 1 else None
    if changed is not None:
        said = _("Виправлено: %(title)s. Попередній опис лишився в історії.") % {"title": first.title}
        undoable(request, said, reverse("workspace:record_restore", args=[first.pk, changed.number]))
    else:
        messages.success(request, _("Виправлено записів: %(number)d. Попередні описи лишилися в історії.") % {"number": done})
    return redirect("workspace:record_quality")


@require_POST
@access(EDIT)
def keep(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = editable(request, pk)
    keep_wording(act_of(request), record=record)
    undoable(request, _("Лишаємо, як є: %s.") % record.title, reverse("workspace:record_doubt", args=[pk]))
    return redirect("workspace:record_quality")


@require_POST
@access(EDIT)
def doubt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = editable(request, pk)
    keep_wording(act_of(request), record=record, right=False)
    messages.success(request, _("Запис знову в переліку."))
    return redirect("workspace:record_quality")


# --- headings ----------------------------------------------------------------------------------------------------------


def _to_headings() -> HttpResponse:
    return redirect(f"{reverse('workspace:record_quality')}?of={HEADINGS}")


@require_POST
@access(EDIT)
def repair_heading(request: HttpRequest, pk: int) -> HttpResponse:
    """Descriptions are found as before: a heading with a slip and without it is one to the search."""
    found = get_object_or_404(Authority, pk=pk)
    right = repaired(found.heading)
    edit_heading(act_of(request), authority=found, heading=right, dates=found.dates, note=found.note)
    messages.success(request, _("Заголовок виправлено: %s.") % right)
    return _to_headings()


@require_POST
@access(EDIT)
def keep_heading(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Authority, pk=pk)
    keep_heading_wording(act_of(request), authority=found)
    undoable(request, _("Лишаємо, як є: %s.") % found.heading, reverse("workspace:heading_doubt", args=[pk]))
    return _to_headings()


@require_POST
@access(EDIT)
def doubt_heading(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Authority, pk=pk)
    keep_heading_wording(act_of(request), authority=found, right=False)
    messages.success(request, _("Заголовок знову в переліку."))
    return _to_headings()
