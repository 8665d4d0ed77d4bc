"""Readers of a former system: a file is looked at first, then taken in, and can be taken back whole."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.core.queries import institutions_for
from mandrivna.core.service import institution_of
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.workspace.operate import UnitChoice, act_of, default_place, place_of_form, uid_of, units_with
from mandrivna.faces.workspace.readers.files import MOST_BYTES, NotReadableError, parsed
from mandrivna.readers import onhand
from mandrivna.readers.actions.arrivals import start_arrival, undo_arrival
from mandrivna.readers.arriving import foreseen, stage, understood
from mandrivna.readers.former import COLUMNS
from mandrivna.readers.models import Arrival, ArrivalRow
from mandrivna.readers.rules import IMPORT

SHOWN, LATEST = 10, 30
COUNTED = ("made", "known", "refused", "undone", "kept", "loans_made", "loans_known", "loans_refused", "loans_undone", "loans_kept")
FATES = {
    onhand.READY: gettext_lazy("перенесемо"),
    onhand.KNOWN: gettext_lazy("уже перенесено"),
    onhand.NOT_FOUND: gettext_lazy("примірника не знайдено"),
    onhand.LENT: gettext_lazy("уже видано тут"),
    onhand.UNAVAILABLE: gettext_lazy("примірник недоступний"),
    onhand.WRONG: gettext_lazy("дні не зрозумілі"),
}
NAMED = dict.fromkeys(("inventory", "barcode", "title"), "")
LEFT_OUT = ("ticket", "name", "phone", "email", "birth", "inventory", "barcode", "lent", "due")
NOTHING = dict.fromkeys(("name", "pseudonym", "birth_year", "phone", "email", "ticket", "years", "on_hand"), "")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Файл"), help_text=gettext_lazy("Таблиця або база читачів ІРБІС: текст обміну чи двійковий файл.")
    )
    place = UnitChoice(label=gettext_lazy("Місце, де ці читачі записані"))
    loans = forms.BooleanField(
        required=False,
        label=gettext_lazy("також видані книжки"),
        help_text=gettext_lazy("Лише ті, що досі на руках, зі своїми днями й строками. Що хто читав раніше, не переносимо ніколи."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Файл завеликий: найбільше 60 МБ."))
        return file


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Читачі"), reverse("workspace:readers")), *more]


def _own(request: HttpRequest) -> Any:
    return Arrival.objects.filter(institution__in=institutions_for(request.actor, IMPORT)).select_related("place", "institution")


@read_or_send
@access(IMPORT)
def arrivals(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    places = units_with(request, IMPORT)
    form.fields["place"].queryset, form.fields["place"].initial = places, default_place(request, places)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file, place = form.cleaned_data["file"], form.cleaned_data["place"]
            try:
                found = parsed(file, file.name)
            except NotReadableError as error:
                form.add_error("file", str(error))
            else:
                made = stage(
                    uid_of(request),
                    found,
                    institution=institution_of(place),
                    by=request.actor.staff_id,
                    loans=form.cleaned_data["loans"],
                )
                return redirect(f"{reverse('workspace:reader_arrival', args=[made.pk])}?place={place.pk}")
    context = {"crumbs": _crumbs((_("Перенести читачів"), "")), "form": form, "rows": _own(request).order_by("-at")[:LATEST]}
    return render(request, "workspace/readers/arrivals.html", context, status=status)


@read_or_send
@access(IMPORT)
def arrival(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Before: what would come and what each column is. After: what came, what did not and why."""
    found, problems, status = get_object_or_404(_own(request), pk=pk), [], 200
    if request.method == "POST":
        place = place_of_form(request, IMPORT)
        columns = request.POST.getlist("column") if found.heads else None
        try:
            start_arrival(act_of(request), arrival=found, place=place, columns=columns)
            return redirect("workspace:reader_arrival", pk=pk)
        except Refused as refusal:
            problems, status = refusal.problems, status_of(refusal)
    shown = list(found.rows.filter(told__isnull=False).order_by("number")[:SHOWN]) if found.state == Arrival.State.LOOKED_AT else []
    states = dict(found.rows.order_by().values_list("state").annotate(number=Count("pk")))
    refused = found.rows.filter(state=ArrivalRow.State.REFUSED)
    context = {
        "crumbs": _crumbs((_("Перенести читачів"), reverse("workspace:reader_arrivals")), (found.name, "")),
        "arrival": found,
        "problems": problems,
        "columns": [
            (head, column, _samples(shown, place))
            for place, (head, column) in enumerate(zip(found.heads or [], found.chosen, strict=False))
        ],
        "choices": list(COLUMNS.items()),
        "shown": _as_written(found, shown),
        "foreseen": [(FATES[code], found.counts.get(f"foreseen_{code}", 0)) for code in onhand.FATES] if found.loans else [],
        "total": sum(states.values()),
        "waiting": states.get(ArrivalRow.State.WAITING, 0),
        "refused": list(refused.order_by("number")[:SHOWN]) if states.get(ArrivalRow.State.REFUSED) else [],
        "left_out": _left_out(found, SHOWN)[:SHOWN] if found.state != Arrival.State.LOOKED_AT else [],
        "left": onhand.left(found) if found.state == Arrival.State.UNDONE else [],
        "place": request.POST.get("place", "") or request.GET.get("place", "") or found.place_id,
        "counts": {**dict.fromkeys(COUNTED, 0), **found.counts},
    }
    return render(request, "workspace/readers/arrival.html", context, status=status)


def _as_written(arrival: Arrival, rows: list[ArrivalRow]) -> list[dict[str, Any]]:
    """The first readers; of their books those that will not come, and why."""
    fates = iter(foreseen(arrival, rows) if arrival.loans else [])
    found = []
    for row in rows:
        told = {**NOTHING, **understood(arrival, row)}
        books = [(book, next(fates)) for book in told.get("loans", [])]
        told["come"] = sum(fate.code in (onhand.READY, onhand.KNOWN) for _book, fate in books)
        found.append(
            {
                **told,
                "stay": [({**NAMED, **book}, fate) for book, fate in books if fate.why],
                "on_hand": told["on_hand"] or len(books),
            }
        )
    return found


def _left_out(arrival: Arrival, most: int | None = None) -> list[tuple[ArrivalRow, dict[str, Any], dict[str, str]]]:
    """(row, whose, book) for each loan that was not taken over."""
    if not arrival.loans:
        return []
    rows = arrival.rows.filter(loans__isnull=False).order_by("number")[:most]
    said = [(row, row.loans or {}) for row in rows]
    return [(row, loans["who"], {**NAMED, **book}) for row, loans in said for book in loans["books"]]


def _samples(rows: list[ArrivalRow], place: int) -> str:
    cells = [(row.told or {}).get("cells", []) for row in rows[:3]]
    return "; ".join(row[place] for row in cells if place < len(row) and row[place])


@require_safe
@access(IMPORT)
def rejects(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A table to correct and send again; the last column says why."""
    found = get_object_or_404(_own(request), pk=pk)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    heads = found.heads or [
        str(name) for name in ("ticket", "name", "pseudonym", "phone", "email", "birth", "category", "registered", "years")
    ]
    writer.writerow([*heads, "№", _("Чому не прийнято")])
    for row in found.rows.filter(state=ArrivalRow.State.REFUSED).filter(told__isnull=False).order_by("number"):
        writer.writerow([*map(_safe, _cells(row.told)), row.number, row.why])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="readers-rejected.csv"'
    return response


@require_safe
@access(IMPORT)
def rejected_loans(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Books on loan that were not taken over, as a table that may be corrected and sent as a file of readers with their books."""
    found = get_object_or_404(_own(request), pk=pk)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*(COLUMNS[name] for name in LEFT_OUT), _("Назва"), _("Чому не перенесено")])
    for _row, who, book in _left_out(found):
        cells = {**who, "birth": who.get("birth_year", ""), **book}
        writer.writerow([_safe(str(cells.get(name, ""))) for name in (*LEFT_OUT, "title", "why")])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="loans-left-out.csv"'
    return response


def _cells(told: dict[str, Any]) -> list[str]:
    if "cells" in told:
        return list(told["cells"])
    names = ("ticket", "name", "pseudonym", "phone", "email", "birth_year", "audience", "registered")
    return [*(str(told.get(name) or "") for name in names), " ".join(map(str, told.get("years", [])))]


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is a text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


@require_POST
@access(IMPORT)
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found, place = get_object_or_404(_own(request), pk=pk), place_of_form(request, IMPORT)
    try:
        undo_arrival(act_of(request), arrival=found, place=place)
        messages.success(request, _("Імпорт скасовано."))
    except Refused as refusal:
        messages.error(request, " ".join(str(problem.text) for problem in refusal.problems))
    return redirect("workspace:reader_arrival", pk=pk)
