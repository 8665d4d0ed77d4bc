"""A sheet is keyed: one row of fields a line, by keys alone, with a word beside each line of what the program understood."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.core.codec import Withheld
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.paper.forms import KeyForm
from mandrivna.lending.actions.paper import WHY, key_sheet
from mandrivna.lending.models import Sheet, SheetLine
from mandrivna.lending.paper import FIELDS, copies_like, readers_like, sheets_for
from mandrivna.lending.rules import ISSUE
from mandrivna.lending.states import LineState, SheetKind, SheetState
from mandrivna.lending.terms import terms
from mandrivna.readers.queries import shown
from mandrivna.shared.dates.typed import read_day

LABELS = {
    "reader": gettext_lazy("Квиток або читач"),
    "copy": gettext_lazy("Книга: номер, штрихкод або назва"),
    "name": gettext_lazy("Ім’я або псевдонім"),
    "birth_year": gettext_lazy("Рік народження"),
    "phone": gettext_lazy("Телефон"),
    "card": gettext_lazy("Номер квитка"),
    "on": gettext_lazy("День, якщо інший"),
}
LOOKED_UP = ("reader", "copy")
LONG = ("reader", "copy", "name", "card")


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    looked_up: bool
    numeric: bool
    follows: bool
    """Enter comes by here; to a day of its own one goes by Tab."""


@dataclass(frozen=True)
class Row:
    number: int
    fields: list[Field]
    state: str
    said: str
    forgotten: bool


@read_or_send
@access(ISSUE)
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(sheets_for(request.actor), pk=pk)
    if request.method != "POST":
        on = found.on or timezone.localdate() - dt.timedelta(days=terms().paper_day_offered)
        return _page(request, found, KeyForm(initial={"on": on, "whole": True}), 200)
    form, lines, before = KeyForm(request.POST), _lines(request, found), found.version
    status = attempt(request, form, lambda act: _key(act, request, found, form, lines))
    if status:
        return _page(request, get_object_or_404(sheets_for(request.actor), pk=pk), form, status, lines)
    return _said(request, get_object_or_404(sheets_for(request.actor), pk=pk), before)


def _key(act: Any, request: HttpRequest, found: Sheet, form: KeyForm, lines: list[dict[str, str]]) -> Sheet:
    """The identity is of the form and of what was typed into it: gone back and corrected, it is another request."""
    said, seen = json.dumps(lines, ensure_ascii=False), request.POST.get("version", "")
    typed = hashlib.sha256(f"{said}{form.cleaned_data}".encode()).hexdigest()
    act = replace(act, uid=uuid.uuid5(act.uid, typed))
    return key_sheet(act, sheet=found, lines=Withheld(said), seen=int(seen) if seen.isdigit() else -1, **form.cleaned_data)


def _said(request: HttpRequest, found: Sheet, before: int) -> HttpResponse:
    if found.version == before:
        messages.success(request, _("Аркуш № %d уже внесено саме так: нічого не додано.") % found.number)
    else:
        messages.success(
            request, _("Аркуш № %(number)d: внесено рядків %(lines)d.") % {"number": found.number, "lines": found.done}
        )
    if found.waits:
        messages.warning(request, _("Чекають рядки: %d. Їх збережено; біля кожного написано, чого бракує.") % found.waits)
        return redirect("workspace:paper_sheet", pk=found.pk)
    if found.state == SheetState.KEYED:
        return redirect("workspace:paper")
    return redirect("workspace:paper_sheet", pk=found.pk)


def _lines(request: HttpRequest, found: Sheet) -> list[dict[str, str]]:
    """As typed; a day in words becomes a day, and what is none stays as it was written."""
    names, today, lines = (*FIELDS[SheetKind(found.kind)], "on"), timezone.localdate(), []
    for number in range(1, found.lines + 1):
        line = {name: request.POST.get(f"{name}-{number}", "") for name in names}
        if line["on"].strip() and (day := read_day(line["on"].strip()[:40], today)):
            line["on"] = str(day)
        lines.append(line)
    return lines


def _page(
    request: HttpRequest, found: Sheet, form: KeyForm, status: int, typed: list[dict[str, str]] | None = None
) -> HttpResponse:
    kept = {line.number: line for line in SheetLine.objects.filter(sheet=found)}
    stale = typed is not None and request.POST.get("version") != str(found.version)
    rows = []
    for number in range(1, found.lines + 1):
        line = kept.get(number)
        # What a colleague has keyed meanwhile is shown instead of what was typed: sending it again must not undo theirs unseen.
        theirs = stale and line is not None and line.state == LineState.DONE
        words = typed[number - 1] if typed and not theirs else (line.said or {}) if line else {}
        rows.append(_row(found, number, line, words))
    context = {
        "sheet": found,
        "form": form,
        "rows": rows,
        "heads": [LABELS[name] for name in FIELDS[SheetKind(found.kind)]],
        "in_use": found.state in (SheetState.PRINTED, SheetState.KEYED),
        "crumbs": [(_("Паперові аркуші"), reverse("workspace:paper")), (f"№ {found.number}", "")],
    }
    return render(request, "workspace/paper/sheet.html", context, status=status)


def _row(found: Sheet, number: int, line: SheetLine | None, words: dict[str, str]) -> Row:
    fields = [
        Field(
            name, str(LABELS[name]), _day(words.get("on", "")) if name == "on" else words.get(name, ""), name in LOOKED_UP,
            name in ("birth_year", "phone", "card"), name in (*LONG, "birth_year", "phone"),
        )
        for name in (*FIELDS[SheetKind(found.kind)], "on")
    ]  # fmt: skip
    forgotten = line is not None and line.state == LineState.DONE and line.said is None
    return Row(number, fields, line.state if line else "", _word(line), forgotten)


def _day(text: str) -> str:
    try:
        return f"{dt.date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text


def _word(line: SheetLine | None) -> str:
    if line is None:
        return ""
    return str(WHY[line.problem]) if line.problem else str(LineState(line.state).label)


@require_POST
@access(ISSUE)
def look(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a field means, while one types: by POST, for it may be somebody's name."""
    found = get_object_or_404(sheets_for(request.actor), pk=pk)
    text = request.POST.get("q", "").replace("\x00", "")[:150]
    options: list[tuple[str, str, str]] = []
    if request.POST.get("field") == "reader":
        for one in shown(request.actor, readers_like(request.actor, text)):
            options.append((one.card.replace(" ", ""), one.label, one.card if one.named else ""))
    else:
        for copy in copies_like(request.actor, text, found.kind, found.place):
            options.append(
                (copy.barcode or f"№ {copy.inventory}", str(copy.record), f"№ {copy.inventory}, {copy.get_state_display()}")
            )
    return render(request, "workspace/paper/_options.html", {"options": options, "number": len(options)})
