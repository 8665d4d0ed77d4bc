"""What the library reported of its years, for everybody: signed forms after a while, small numbers hidden."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.public.pages import briefly
from mandrivna.planning.forms.definitions import LIBRARY, Forms, load
from mandrivna.planning.forms.disclosure import hidden_of
from mandrivna.planning.forms.queries import signed_view
from mandrivna.planning.forms.rows import FormSheet, SheetState
from mandrivna.planning.forms.seal import holds


@public("what the library reported is for everybody, as far as no small number tells of a person")
@require_safe
@briefly
def figures(request: HttpRequest) -> HttpResponse:
    forms, today = load(), timezone.localdate()
    unit = shown_on(today).institution
    sheets = _published(unit, forms, today)
    years = sorted({one.year for one in sheets}, reverse=True)
    wanted = request.GET.get("year", "")
    year = next((one for one in years if str(one) == wanted), next(iter(years), None))
    context: dict[str, Any] = {"years": years, "year": year, "crumbs": [(_("Показники бібліотеки"), "")]}
    if year is not None:
        context |= _shown(forms, [one for one in sheets if one.year == year])
    return render(request, "public/figures.html", context)


def _published(unit: Any, forms: Forms, today: dt.date) -> list[FormSheet]:
    until = today - dt.timedelta(days=forms.settings["lag_days"])
    codes = [form.code for form in forms if form.level == LIBRARY]
    rows = FormSheet.objects.filter(unit=unit, library=None, form__in=codes, state=SheetState.SIGNED, signed_on__lte=until)
    return [one for one in rows.order_by("year", "number") if holds(one)]


def _shown(forms: Forms, editions: list[FormSheet]) -> dict[str, Any]:
    """The newest edition; what an earlier one hid stays hidden."""
    newest = signed_view(editions[-1])
    form = forms.forms[newest.code]
    small = hidden_of(form, [signed_view(one).cells for one in editions], forms.settings["small_cell"])
    parts = [
        (part, [(line, [None if (line.code, one.column) in small else one.cell for one in line.figures]) for line in part.lines])
        for part in newest.parts
    ]
    least, signed_on = forms.settings["small_cell"], editions[-1].signed_on
    return {"found": newest, "signed_on": signed_on, "parts": parts, "hidden": bool(small), "least": least}
