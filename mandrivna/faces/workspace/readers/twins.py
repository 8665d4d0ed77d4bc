"""Who may be written down twice: the pairs, one pair side by side, making them one, and taking that back."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.workspace.operate import act_of, attempt, chosen_place, place_of_form, places_to_choose
from mandrivna.readers.actions.merging import merge, part_twins, unmerge
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.models import Reader
from mandrivna.readers.queries import Shown, readers_for, shown
from mandrivna.readers.rules import ENROL
from mandrivna.readers.twins import merges_to_undo, open_pairs

PAGE, LATEST = 25, 20


@require_safe
@access(ENROL)
def pairs(request: HttpRequest) -> HttpResponse:
    page = Paginator(open_pairs(request.actor), PAGE).get_page(request.GET.get("page"))
    rows, made = list(page), list(merges_to_undo(request.actor)[:LATEST])
    people = [one for row in rows for one in (row.first, row.second)] + [row.kept for row in made]
    labels = {one.reader.pk: one.label for one in shown(request.actor, people)}
    context = {
        "crumbs": [(_("Читачі"), reverse("workspace:readers")), (_("Можливі двійники"), "")],
        "page": page,
        "rows": [(row, labels[row.first_id], labels[row.second_id]) for row in rows],
        "made": [(row, labels[row.kept_id]) for row in made],
        "place": chosen_place(request),
    }
    return render(request, "workspace/readers/twins.html", context)


@read_or_send
@access(ENROL)
def pair(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Side by side; `kept` says which record stays, `different` that they are two people."""
    row = get_object_or_404(open_pairs(request.actor), pk=pk)
    by_pk = {one.pk: one for one in readers_for(request.actor, ENROL).filter(pk__in=(row.first_id, row.second_id))}
    both, status = [by_pk[row.first_id], by_pk[row.second_id]], 200
    problems: list[Problem] = []
    if request.method == "POST":
        place = place_of_form(request, ENROL)
        try:
            if "different" in request.POST:
                part_twins(act_of(request), twins=row, place=place)
                messages.success(request, _("Більше цю пару не показуватимемо."))
                return redirect("workspace:reader_twins")
            kept = next((one for one in both if str(one.pk) == request.POST.get("kept")), None)
            if kept is not None:
                merge(act_of(request), kept=kept, gone=both[1 - both.index(kept)], place=place)
                messages.success(request, _("Об’єднано. Скасувати можна на сторінці «Можливі двійники»."))
                return redirect("workspace:reader", pk=kept.pk)
            messages.warning(request, _("Оберіть, який запис лишається."))
        except Refused as refusal:
            problems, status = refusal.problems, status_of(refusal)
    return render(request, "workspace/readers/pair.html", _context(request, row, both, problems), status=status)


def _context(request: HttpRequest, row: object, both: list[Reader], problems: list[Problem]) -> dict[str, object]:
    people: list[Shown] = shown(request.actor, both)
    for one in people:
        if one.named:
            viewed(Act(actor=request.actor), reader=one.reader, at_desk=True)
    crumbs = [
        (_("Читачі"), reverse("workspace:readers")), (_("Можливі двійники"), reverse("workspace:reader_twins")), (_("Пара"), ""),
    ]  # fmt: skip
    return {
        "crumbs": crumbs,
        "row": row,
        "people": people,
        "problems": problems,
        "place": chosen_place(request),
        "places": places_to_choose(request),
    }


@require_POST
@access(ENROL)
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(merges_to_undo(request.actor), pk=pk)
    place, form = place_of_form(request, ENROL), forms.Form(request.POST)
    if attempt(request, form, lambda act: unmerge(act, merge=row, place=place)):
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    else:
        messages.success(request, _("Об’єднання скасовано: знову два записи."))
    return redirect("workspace:reader_twins")
