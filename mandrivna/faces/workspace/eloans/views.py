"""Licences of e-resources: what a contract allows, to whom a seat is given at the desk, and who has one now."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Kind
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.faces.access import access, read_or_send, scoped, status_of
from mandrivna.faces.workspace.operate import (
    UnitChoice,
    act_of,
    attempt,
    chosen_place,
    place_of_form,
    places_to_choose,
    sole,
    units_with,
)
from mandrivna.lending.actions.eloans import add_licence, edit_licence, end_licence, end_online, lend_online
from mandrivna.lending.eloans import LONGEST, MOST_DAYS, MOST_SEATS, licences_for, offers, open_by, served
from mandrivna.lending.models import ELoan, Licence
from mandrivna.lending.queries import desk_readers
from mandrivna.lending.rules import ISSUE, LICENCES, RETURN
from mandrivna.readers.actions.viewing import viewed_all
from mandrivna.readers.models import Card, Reader
from mandrivna.readers.queries import Shown, by_card, shown
from mandrivna.readers.rules import VIEW

PAGE = 30


class LicenceForm(forms.Form):
    seats = forms.IntegerField(label=gettext_lazy("Скільки читачів водночас"), min_value=1, max_value=MOST_SEATS, initial=1)
    days = forms.IntegerField(
        label=gettext_lazy("На скільки днів видавати"),
        help_text=gettext_lazy("Якщо за правилами видачі читачеві належить менше, діє менше."),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Договір діє до"),
        help_text=gettext_lazy("Останній день; порожньо — без строку."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    address = forms.CharField(
        label=gettext_lazy("Справжня адреса видання"),
        help_text=gettext_lazy(
            "Зберігаємо зашифрованою й нікому не показуємо, навіть тут. Читач дістає нашу адресу, що діє лише для нього."
        ),
        max_length=LONGEST,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


class NewLicenceForm(LicenceForm):
    institution = UnitChoice(label=gettext_lazy("Чия ліцензія"))


class EditLicenceForm(LicenceForm):
    address = forms.CharField(
        label=gettext_lazy("Нова адреса видання"),
        help_text=gettext_lazy("Порожньо — лишається записана. Її не показуємо нікому."),
        max_length=LONGEST,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


def _mine(request: HttpRequest, pk: uuid.UUID) -> Licence:
    rows = Licence.objects.select_related("record", "institution")
    return get_object_or_404(scoped(request, LICENCES, rows, "institution__path"), pk=pk)


def _crumbs(record: Record, *further: tuple[str, str]) -> list[tuple[str, str]]:
    here = (record.title, reverse("workspace:record", args=[record.pk]))
    return [(_("Каталог"), reverse("workspace:catalogue")), here, *further]


@read_or_send
@access(LICENCES)
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.current(), pk=pk)
    units = units_with(request, LICENCES).filter(kind=Kind.INSTITUTION)
    form, status = NewLicenceForm(request.POST or None, initial={"institution": sole(units)}), 200
    form.fields["institution"].queryset = units
    if request.method == "POST":

        def run(act: Act) -> Any:
            about = {**form.cleaned_data, "address": Withheld(form.cleaned_data["address"])}
            return add_licence(act, record=record, **about)

        status = attempt(request, form, run)
        if not status:
            messages.success(request, _("Ліцензію записано: читачі вже можуть узяти це видання."))
            return redirect("workspace:record", pk=record.pk)
    context = {"form": form, "record": record, "crumbs": _crumbs(record, (_("Ліцензія"), ""))}
    return render(request, "workspace/eloans/form.html", context, status=status)


@read_or_send
@access(LICENCES)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found, status = _mine(request, pk), 200
    initial = {name: getattr(found, name) for name in ("seats", "days", "valid_until")}
    form = EditLicenceForm(request.POST or None, initial=initial)
    if request.method == "POST":

        def run(act: Act) -> Any:
            about = dict(form.cleaned_data)
            if address := about.pop("address"):
                about["address"] = Withheld(address)
            return edit_licence(act, licence=found, **about)

        status = attempt(request, form, run)
        if not status:
            messages.success(request, _("Ліцензію змінено."))
            return redirect("workspace:record", pk=found.record_id)
    context = {"form": form, "record": found.record, "licence": found, "crumbs": _crumbs(found.record, (_("Ліцензія"), ""))}
    return render(request, "workspace/eloans/form.html", context, status=status)


@require_POST
@access(LICENCES)
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _mine(request, pk)
    end_licence(act_of(request), licence=found)
    messages.success(request, _("Ліцензію завершено, доступ читачам закрито."))
    return redirect("workspace:record", pk=found.record_id)


# --- at the desk -------------------------------------------------------------------------------------------------------


def _served(request: HttpRequest, pk: uuid.UUID) -> Licence:
    return get_object_or_404(licences_for(request.actor, ISSUE), pk=pk)


@require_safe
@access(ISSUE)
def licence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _served(request, pk))


def _page(request: HttpRequest, found: Licence, status: int = 200, refusal: Refused | None = None) -> HttpResponse:
    on = timezone.localdate()
    cards = Prefetch("reader__cards", queryset=Card.objects.active().order_by("-issued_on"), to_attr="valid_cards")
    offer = offers([found], on)[0]
    rows = served(open_by(found, on), request.actor, ISSUE).select_related("reader", "place").prefetch_related(cards)
    page = Paginator(rows.order_by("until", "pk"), PAGE).get_page(request.GET.get("page"))
    loans: list[ELoan] = list(page.object_list)
    people = _people(request, found, [loan.reader for loan in loans if loan.reader])
    context = {
        "licence": found,
        "record": found.record,
        "offer": offer,
        "page": page,
        "others": offer.taken - page.paginator.count,
        "query": "",
        "rows": [(loan, people.get(loan.reader_id), request.actor.can(RETURN, loan.place.path)) for loan in loans],
        "place": chosen_place(request),
        "places": places_to_choose(request),
        "problems": refusal.problems if refusal else [],
        "card": request.POST.get("card", "")[:30] if refusal else "",
        "may_edit": request.actor.can(LICENCES, found.institution.path),
        "crumbs": _crumbs(found.record, (_("Ліцензія"), "")),
    }
    return render(request, "workspace/eloans/licence.html", context, status=status)


def _people(request: HttpRequest, found: Licence, readers: list[Reader]) -> dict[Any, str]:
    """How each is called here. To see who reads what is a look at their card; a nameless one is told apart by its end."""
    actor = request.actor
    same = actor.paths(VIEW) == actor.paths(ISSUE)  # then whoever is served here is seen by name: no need to ask again
    people = shown(actor, readers, named={found.institution_id} if same else None)
    named = [one.reader for one in people if one.named]
    viewed_all(Act(actor=actor), readers=named, institution=found.institution)
    return {one.reader.pk: one.label if one.named else _short(one) for one in people}


def _short(who: Shown) -> str:
    return _("Квиток …%s") % who.card[-5:] if who.card else _("Читач без квитка")


@require_POST
@access(ISSUE)
def lend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _served(request, pk)
    place = place_of_form(request)
    reader = by_card(desk_readers(request.actor), request.POST.get("card", ""))
    try:
        if reader is None:
            refuse_if([Blocker(code="no_card", text=_("Такого квитка серед ваших читачів немає. Перевірте номер."), field="card")])
        assert reader is not None
        loan = lend_online(act_of(request), licence=found, reader=reader, place=place)
    except Refused as refusal:
        return _page(request, found, status_of(refusal), refusal)
    day = date_format(loan.until, "DATE_FORMAT")
    messages.success(request, _("Відкрито до %s. Читач побачить видання у своєму кабінеті на сайті.") % day)
    return redirect("workspace:licence", pk=found.pk)


@require_POST
@access(RETURN)
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = ELoan.objects.select_related("licence__record", "licence__institution", "place")
    loan = get_object_or_404(scoped(request, RETURN, rows, "place__path"), pk=pk)
    try:
        end_online(act_of(request), loan=loan)
    except Refused as refusal:
        return _page(request, loan.licence, status_of(refusal), refusal)
    messages.success(request, _("Завершено: місце вільне для наступного читача."))
    return redirect("workspace:licence", pk=loan.licence_id)
