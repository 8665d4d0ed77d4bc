"""Where books are brought to a reader, written down by a consent of its own."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import attempt, chosen_place, place_of_form, places_to_choose
from mandrivna.readers.actions.doorsteps import LONGEST, set_doorstep
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import Doorstep, Purpose, Reader
from mandrivna.readers.queries import readers_for
from mandrivna.readers.rules import ENROL


class DoorstepForm(forms.Form):
    address = forms.CharField(label=gettext_lazy("Куди везти"), max_length=LONGEST["address"])
    directions = forms.CharField(
        label=gettext_lazy("Як знайти"), help_text=gettext_lazy("Під’їзд, поверх, коли бути вдома. Про здоров’я не записуйте."),
        max_length=LONGEST["directions"], required=False,
    )  # fmt: skip
    ask_for = forms.CharField(
        label=gettext_lazy("Кого питати"), help_text=gettext_lazy("Як людина просить себе називати. Порожньо: за псевдонімом."),
        max_length=LONGEST["ask_for"], required=False,
    )  # fmt: skip
    agreed = forms.BooleanField(label=gettext_lazy("Читач погоджується саме з цими словами"), required=False)


@read_or_send
@access(ENROL)
def doorstep(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(readers_for(request.actor, ENROL), pk=pk)
    known = Doorstep.objects.filter(reader=person).first()
    words = words_on(person.institution, timezone.localdate())[Purpose.DELIVERY]
    status, place = 200, chosen_place(request) if request.method != "POST" else place_of_form(request, ENROL)
    if request.method == "POST":
        form = DoorstepForm(request.POST)
        status = attempt(request, form, lambda act: _write(act, form, person, place, words.version))
        if not status:
            messages.success(request, _("Записано: книжки можна привозити додому."))
            return redirect("workspace:reader", pk=pk)
    else:
        told = {name: getattr(known, name) or "" for name in LONGEST} if known else {}
        form = DoorstepForm(initial=told)
        viewed(Act(actor=request.actor), reader=person)
    title = _("Доставка додому")
    crumbs = [
        (_("Читачі"), reverse("workspace:readers")),
        (_("Формуляр читача"), reverse("workspace:reader", args=[pk])),
        (title, ""),
    ]
    context = {"reader": person, "form": form, "place": place, "words": words, "known": known, "crumbs": crumbs, "title": title}
    context["places"] = [] if place else places_to_choose(request)
    return render(request, "workspace/readers/doorstep.html", context, status=status)


def _write(act: Act, form: forms.Form, person: Reader, place: Any, version: str) -> None:
    said = {name: Withheld(form.cleaned_data[name]) for name in LONGEST}
    agreed = version if form.cleaned_data["agreed"] else ""
    set_doorstep(act, reader=person, place=place, agreed=agreed, **said)
