"""Cards of readers and the yearly list: printed one or many, replaced when lost; who of last year has not come back yet."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.actions.viewing import look
from mandrivna.core.models import Unit
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.look.reader_cards import sheet
from mandrivna.faces.workspace.operate import attempt, chosen_place, place_of_form, places_to_choose
from mandrivna.readers.actions.cards import give_card, replace_card
from mandrivna.readers.actions.viewing import AT_DESK
from mandrivna.readers.listing import cards_chosen, cards_given, not_again
from mandrivna.readers.models import Card, new_card_code
from mandrivna.readers.queries import readers_for, shown
from mandrivna.readers.rules import ENROL, VIEW

PAGE, MOST, WEEK = 50, 200, dt.timedelta(days=7)


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Читачі"), reverse("workspace:readers")), (title, "")]


@require_safe
@access(VIEW)
def again(request: HttpRequest) -> HttpResponse:
    """Looking through a list of people leaves a trace as opening one does."""
    today = timezone.localdate()
    page = Paginator(not_again(request.actor, today.year), PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    labels = {one.reader.pk: one.label for one in shown(request.actor, [row.reader for row in rows if row.reader])}
    unit = institutions_for(request.actor, VIEW).first()
    if unit is not None and rows:
        look(Act(actor=request.actor), unit, "readers.listed", unit=unit, pause=AT_DESK)
    context = {
        "crumbs": _crumbs(_("Ще не перереєстровані")),
        "page": page,
        "rows": [(row, labels[row.reader.pk]) for row in rows if row.reader],
        "year": today.year,
        "place": chosen_place(request) if request.actor.can(ENROL) else None,
        "places": places_to_choose(request) if request.actor.can(ENROL) else [],
    }
    return render(request, "workspace/readers/again.html", context)


class DaysForm(forms.Form):
    first = DayField(label=gettext_lazy("Видані з"))
    last = DayField(label=gettext_lazy("до"))


@require_safe
@access(ENROL)
def given(request: HttpRequest) -> HttpResponse:
    """Which of the cards given lately to print; by their numbers and pseudonyms, names are not for paper."""
    today = timezone.localdate()
    days = {"first": today - WEEK, "last": today}
    form = DaysForm(request.GET) if "first" in request.GET else DaysForm(initial=days)
    if form.is_bound and form.is_valid():
        days = form.cleaned_data
    found = list(cards_given(request.actor, days["first"], days["last"])[:MOST])
    context = {"crumbs": _crumbs(_("Квитки до друку")), "form": form, "cards": found, "most": MOST}
    return render(request, "workspace/readers/cards.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


@require_POST
@access(ENROL)
def printed(request: HttpRequest) -> HttpResponse:
    """The chosen ones, or new numbers that are nobody's yet: printed cards to have at hand."""
    blank = request.POST.get("blank", "")
    if blank.isascii() and blank.isdigit() and 0 < int(blank[:4]) <= MOST:
        institution = institutions_for(request.actor, ENROL).first()
        codes = [(new_card_code(), "") for _number in range(int(blank[:4]))]
    else:
        found = cards_chosen(request.actor, request.POST.getlist("code")[:MOST])
        institution = found[0].reader.institution if found else None
        codes = [(card.code, card.reader.pseudonym) for card in found]
    if institution is None or not codes:
        messages.warning(request, _("Позначте квитки, які друкувати."))
        return redirect("workspace:reader_cards")
    return _pdf(institution, codes)


@require_safe
@access(ENROL)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(readers_for(request.actor, ENROL), pk=pk)
    if not person.valid_cards:
        raise Http404
    return _pdf(person.institution, [(person.valid_cards[0].code, person.pseudonym)])


def _pdf(institution: Unit, codes: list[tuple[str, str]]) -> HttpResponse:
    response = HttpResponse(sheet(institution, codes), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="cards.pdf"'
    return response


class ReplaceForm(forms.Form):
    why = forms.ChoiceField(label=gettext_lazy("Чому замінюємо"), choices=Card.Ended.choices, initial=Card.Ended.LOST)
    card = forms.CharField(
        label=gettext_lazy("Номер надрукованого квитка"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("15 цифр. Якщо порожньо, програма створить номер сама."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


@read_or_send
@access(ENROL)
def replace(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A lost card is replaced; somebody without any gets one. Old numbers and their ends stay on the page."""
    person = get_object_or_404(readers_for(request.actor, ENROL), pk=pk)
    has_card, status = bool(person.valid_cards), 200
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    if not has_card:
        form.fields.pop("why")
    if request.method == "POST":
        place = place_of_form(request, ENROL)
        verb: Any = replace_card if has_card else give_card
        status = attempt(request, form, lambda act: verb(act, reader=person, place=place, **form.cleaned_data))
        if not status:
            card = person.cards.active().order_by("-issued_on").first()
            messages.success(request, _("Новий квиток: %s.") % (card.pretty if card else "—"))
            return redirect("workspace:reader", pk=pk)
    context = {
        "crumbs": [
            (_("Читачі"), reverse("workspace:readers")),
            (str(person), reverse("workspace:reader", args=[pk])),
            (_("Квиток"), ""),
        ],
        "reader": person,
        "form": form,
        "has_card": has_card,
        "old": person.cards.filter(ended_on__isnull=False).order_by("-ended_on"),
        "place": request.POST.get("place", "") or request.GET.get("place", ""),
    }
    return render(request, "workspace/readers/card.html", context, status=status)
