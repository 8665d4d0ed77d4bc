"""«Знайти в інших каталогах»: a description that another library has made, looked at and taken over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.actions.records import add_described
from mandrivna.catalogue.citation import of_described, reference
from mandrivna.catalogue.copycat import Candidate, Found, look_up, targets
from mandrivna.catalogue.formats.marc import SCHEMES
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rules import EDIT
from mandrivna.catalogue.twins import twin_key
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.catalogue.forms import LARGEST
from mandrivna.faces.workspace.operate import UnitChoice, attempt, sole, units_with

LONGEST = 200
SAID = {
    "blocked": gettext_lazy("адреса веде в закриту мережу"),
    "unknown_host": gettext_lazy("такої адреси немає"),
    "redirect": gettext_lazy("каталог переїхав: перевірте адресу в правилах"),
    "too_large": gettext_lazy("відповідь завелика"),
    "bad_address": gettext_lazy("адресу записано неправильно"),
    "no_library": gettext_lazy("на цьому комп’ютері немає libyaz: запитайте техніка"),
    "diagnostic": gettext_lazy("каталог не зрозумів запиту"),
}
SILENT = gettext_lazy("не відповідає")


class TakeForm(forms.Form):
    unit = UnitChoice(label=gettext_lazy("Хто створює запис"))
    scheme = forms.ChoiceField(choices=[(one, one) for one in SCHEMES], widget=forms.HiddenInput)
    text = forms.CharField(max_length=LARGEST, widget=forms.HiddenInput, strip=False)

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


@read_or_send
@access(EDIT)
def elsewhere(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    if request.method == "POST":
        return _taken(request, TakeForm(units, request.POST))
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    return _page(request, text, look_up(text) if text else Found(), TakeForm(units, initial={"unit": sole(units)}))


def _taken(request: HttpRequest, form: TakeForm) -> HttpResponse:
    made: list[Record] = []
    status = attempt(request, form, lambda act: made.append(add_described(act, **form.cleaned_data)))
    if status:
        return _page(request, "", Found(), form, status)
    messages.success(request, _("Запис узято. Перевірте його й додайте примірники."))
    return redirect("workspace:record", pk=made[0].pk)


def _page(request: HttpRequest, text: str, found: Found, form: TakeForm, status: int = 200) -> HttpResponse:
    known = _known(found.candidates)
    context = {
        "q": text,
        "form": form,
        "asked": [target.name for target in targets()],
        "rows": [
            (
                one,
                reference(of_described(one.described, one.marc)),
                one.marc.dumps(),
                known.get(twin_key(one.described)) or known.get(one.described.isbn),
            )
            for one in found.candidates
        ],
        "troubles": troubles_of(found),
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Знайти в інших каталогах"), "")],
    }
    return render(request, "workspace/catalogue/elsewhere.html", context, status=status)


def troubles_of(found: Found) -> list[tuple[str, Any]]:
    """Who did not answer, and why, in words."""
    return [(target.name, SAID.get(trouble.code, SILENT)) for target, trouble in found.troubles]


def _known(candidates: list[Candidate]) -> dict[str, Record]:
    """By twin key and by ISBN: the same book described here already."""
    keys = {twin_key(one.described) for one in candidates} - {""}
    isbns = {one.described.isbn for one in candidates} - {""}
    if not keys and not isbns:
        return {}
    rows = list(Record.objects.current().filter(Q(twin__in=keys) | Q(isbn__in=isbns))[:200])
    return {row.isbn: row for row in rows if row.isbn} | {row.twin: row for row in rows if row.twin}
