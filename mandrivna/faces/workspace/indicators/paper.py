"""«Друк і підпис»: the table as the paper it will be, who approves and signs it, and the same paper as PDF and DOCX.

Names go into the session, never into an address: a browser's history and a server's log hold no people.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.site import logo_url
from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.faces.workspace.indicators.views import attached, table_or_404, table_url
from mandrivna.ledger.api import head
from mandrivna.planning.document import Layout, Signing, document
from mandrivna.planning.periods import until_choices
from mandrivna.planning.rules import EXPORT
from mandrivna.planning.table import Table
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable
from mandrivna.shared.printing.document import Document, clean

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
SIGNING = "signing"
"""Session key: institution → who approved and signed its last paper here."""
DOWNLOADS = ("pdf", "docx", "xlsx")


class _Said(forms.CharField):
    """A post or a name as it will be printed; it never reaches a database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        return clean(super().clean(value))


class LayoutForm(forms.Form):
    layout = forms.ChoiceField(label=_("Вид таблиці"), choices=Layout.choices)
    until = forms.ChoiceField(label=_("За який час"), required=False, help_text=_("Лише для таблиці до звіту."))
    everything = forms.BooleanField(label=_("Додати середні показники та ресурси"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = until_choices(slices=False)

    def query(self) -> str:
        """Only what is not taken for granted, so that links stay short."""
        said = self.cleaned_data
        chosen = {"layout": said["layout"], "until": said["until"], "everything": "on" if said["everything"] else ""}
        return urlencode({name: value for name, value in chosen.items() if value})


class PaperForm(LayoutForm):
    approver_post = _Said(label=_("Хто затверджує: посада"), help_text=_("Порожньо, якщо документ не затверджують."))
    approver_name = _Said(label=_("Хто затверджує: ім’я та прізвище"), help_text=_("Порожньо, якщо впишуть від руки."))
    signer_post = _Said(label=_("Хто підписує: посада"))
    signer_name = _Said(label=_("Хто підписує: ім’я та прізвище"))
    place = _Said(label=_("Місце складання"))
    day = DayField(label=_("Дата"), required=False, help_text=_("Порожньо, якщо дату впишуть від руки."))

    SIGNING = ("approver_post", "approver_name", "signer_post", "signer_name", "place", "day")

    def signing(self) -> Signing:
        return Signing(**{name: self.cleaned_data[name] for name in self.SIGNING})


@require_http_methods(["GET", "POST"])
@access(EXPORT)
def sheet(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    place = unit_or_404(request, unit, EXPORT)
    institution = speaking_for(place)
    signing, chosen = _remembered(request, institution), _chosen(request)
    form, status = PaperForm(initial={**vars(signing), **chosen.cleaned_data}), 200
    if request.method == "POST":
        form, status = PaperForm(request.POST), 422
        if form.is_valid():
            signing = form.signing()
            _remember(request, institution, signing)
            wanted = request.POST.get("as", "")
            name = f"workspace:indicators_{wanted if wanted in DOWNLOADS else 'print'}"
            return HttpResponseRedirect(f"{reverse(name, args=[place.pk, year])}?{form.query()}")
    paper, table = _paper(place, year, chosen, institution, signing)
    context = {
        "unit": place,
        "year": year,
        "form": form,
        "paper": paper,
        "logo_url": logo_url(paper.letterhead.logo.digest) if paper.letterhead and paper.letterhead.logo else "",
        "warned": table.warned,
        "back": table_url(place, year, chosen.cleaned_data["until"]),
    }
    return render(request, "workspace/indicators/print.html", context, status=status)


@require_GET
@access(EXPORT, step_up=True)
def pdf(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    return _download(request, unit, year, "pdf")


@require_GET
@access(EXPORT, step_up=True)
def docx(request: HttpRequest, unit: int, year: int) -> HttpResponse:
    return _download(request, unit, year, "docx")


def _download(request: HttpRequest, unit: int, year: int, kind: str) -> HttpResponse:
    place = unit_or_404(request, unit, EXPORT)
    institution, chosen = speaking_for(place), _chosen(request)
    paper, table = _paper(place, year, chosen, institution, _remembered(request, institution), fingerprint=head())
    write, content_type = {"pdf": (portable.write, PDF), "docx": (word.write, DOCX)}[kind]
    return attached(write(paper), place, year, table.until, kind=kind, content_type=content_type)


def _chosen(request: HttpRequest) -> LayoutForm:
    form = LayoutForm({"layout": Layout.PLAN, **request.GET.dict()})
    if not form.is_valid():
        raise Http404
    return form


def _paper(
    unit: Unit, year: int, chosen: LayoutForm, institution: Unit, signing: Signing, *, fingerprint: str = ""
) -> tuple[Document, Table]:
    layout, until = Layout(chosen.cleaned_data["layout"]), chosen.cleaned_data["until"]
    table = table_or_404(unit, year, until if layout == Layout.REPORT else "")
    paper = document(
        table,
        layout=layout,
        signing=signing,
        letterhead=letterhead(institution),
        earlier=table_or_404(unit, year - 1) if layout == Layout.DYNAMICS else None,
        everything=chosen.cleaned_data["everything"],
        head=fingerprint,
    )
    return paper, table


# --- what is remembered until signing out -------------------------------------------------------------------------------


def _remembered(request: HttpRequest, institution: Unit) -> Signing:
    said = request.session.get(SIGNING, {}).get(str(institution.pk), {})
    try:
        return Signing(**{**said, "day": dt.date.fromisoformat(said["day"]) if said.get("day") else None})
    except (TypeError, ValueError, ValidationError):
        return Signing()


def _remember(request: HttpRequest, institution: Unit, signing: Signing) -> None:
    said = {**vars(signing), "day": signing.day.isoformat() if signing.day else ""}
    request.session[SIGNING] = {**request.session.get(SIGNING, {}), str(institution.pk): said}
