"""Writing readers down: a person, an organisation; and changing what is written."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.core.models import Operation, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Refused
from mandrivna.core.service import institution_of
from mandrivna.faces.access import access, add_problems, read_or_send, status_of
from mandrivna.faces.workspace.operate import act_of, attempt, chosen_place, place_of_form, uid_of
from mandrivna.faces.workspace.readers.forms import AmendForm, EnrolForm, OrganisationForm
from mandrivna.faces.workspace.readers.words import Words, words_for
from mandrivna.lending.problems import LENDS
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.actions.particulars import amend
from mandrivna.readers.actions.withdrawing import withdraw_consent
from mandrivna.readers.models import Purpose, Reader
from mandrivna.readers.queries import opened, readers_for, shown, standing_of
from mandrivna.readers.rules import ENROL, VIEW
from mandrivna.readers.told import told_of
from mandrivna.readers.twins import like


def places_to_enrol(request: HttpRequest) -> Any:
    return Unit.objects.open().filter(below_any(request.actor.paths(ENROL)), kind__in=LENDS).order_by("path")


def _default(request: HttpRequest, places: Any) -> int | None:
    """As `default_place`, of places that were asked for already."""
    offered, here = list(places), chosen_place(request)
    if here is not None and here in offered:
        return here.pk
    return offered[0].pk if len(offered) == 1 else None


def _words(request: HttpRequest, places: Any) -> Words:
    """Of the institution whose form it is: that of the chosen place, else of the first place there is."""
    offered, here = list(places), chosen_place(request)
    wanted = request.POST.get("place", "") or str(here.pk if here else "")
    place = next((place for place in offered if str(place.pk) == wanted), offered[0] if offered else None)
    if place is None:
        raise Http404
    return words_for(institution_of(place))


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Читачі"), reverse("workspace:readers")), (title, "")]


@read_or_send
@access(ENROL)
def enrol_new(request: HttpRequest) -> HttpResponse:
    places, people = places_to_enrol(request), readers_for(request.actor, ENROL)
    words = _words(request, places)
    about: dict[str, Any] = {"crumbs": _crumbs(_("Записати читача")), "words": words}
    if request.method != "POST":
        first = {"place": _default(request, places), "family": _family_card(request, people)}
        form = EnrolForm(places, words, people, initial=first)
        return render(request, "workspace/readers/enrol.html", {"form": form, **about})
    form = EnrolForm(places, words, people, request.POST)
    if "other" not in request.POST and form.is_valid() and (similar := _similar(request, form)):
        return render(request, "workspace/readers/enrol.html", {"form": form, "similar": similar, **about}, status=422)
    made, status = _made(request, form)
    if made is None:
        return render(request, "workspace/readers/enrol.html", {"form": form, **about}, status=status)
    messages.success(request, _written(made))
    return _after(request, made)


@read_or_send
@access(ENROL)
def enrol_organisation(request: HttpRequest) -> HttpResponse:
    places = places_to_enrol(request)
    words = _words(request, places)
    about: dict[str, Any] = {"crumbs": _crumbs(_("Записати організацію")), "words": words}
    if request.method != "POST":
        form = OrganisationForm(places, words, initial={"place": _default(request, places)})
        return render(request, "workspace/readers/organisation.html", {"form": form, **about})
    form = OrganisationForm(places, words, request.POST)
    made, status = _made(request, form)
    if made is None:
        return render(request, "workspace/readers/organisation.html", {"form": form, **about}, status=status)
    messages.success(request, _written(made))
    return _after(request, made)


def _similar(request: HttpRequest, form: EnrolForm) -> list[Any]:
    """Who may be written down already, for somebody who may see names; whoever it is, the librarian decides."""
    about = form.about()
    place, name = about["place"], about["name"]
    if not name or not request.actor.can(VIEW, place.path) or Operation.objects.filter(pk=uid_of(request)).exists():
        return []
    found = like(institution_of(place), name, about["birth_year"])
    return shown(request.actor, list(readers_for(request.actor, VIEW).filter(pk__in=[one.pk for one in found])))


def _made(request: HttpRequest, form: Any) -> tuple[Any, int]:
    if not form.is_valid():
        return None, 422
    try:
        return enrol(act_of(request), **form.about()), 0
    except Refused as refusal:
        add_problems(form, refusal)
        return None, status_of(refusal)


def _after(request: HttpRequest, made: Any) -> HttpResponse:
    if request.actor.can(VIEW, made.place.path):
        return redirect("workspace:reader", pk=made.reader_id)
    return redirect("workspace:desk")


def _family_card(request: HttpRequest, people: Any) -> str:
    """A link from a grown-up's page brings their number; the card itself is read here, so no card stands in an address."""
    try:
        adult = people.filter(pk=uuid.UUID(request.GET.get("family", ""))).first()
    except ValueError:
        return ""
    return adult.valid_cards[0].pretty if adult is not None and adult.valid_cards else ""


def _written(enrolment: Any) -> str:
    card = enrolment.reader.cards.active().order_by("-issued_on").first()
    if card is None:
        return _("Читача записано на сімейний квиток.")
    return _("Читача записано. Номер квитка: %s.") % card.pretty


# --- a known reader ------------------------------------------------------------------------------------------------------


@read_or_send
@access(ENROL)
def amend_known(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    people = readers_for(request.actor, ENROL)
    person = get_object_or_404(opened(people), pk=pk)
    words = words_for(person.institution)
    form = AmendForm(person, words, people, request.POST if request.method == "POST" else None, initial=_standing(person, people))
    place, status = request.POST.get("place", "") or request.GET.get("place", ""), 200
    if request.method == "POST":
        unit = place_of_form(request, ENROL)
        status = attempt(request, form, lambda act: amend(act, reader=person, place=unit, about=form.about()))
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:reader", pk=pk)
    crumbs = [(_("Читачі"), reverse("workspace:readers")), (str(person), reverse("workspace:reader", args=[pk])), (_("Зміни"), "")]
    context = {"reader": person, "form": form, "words": words, "place": place, "crumbs": crumbs, "standing": standing_of(person)}
    return render(request, "workspace/readers/amend.html", context, status=status)


def _standing(person: Reader, people: Any) -> dict[str, Any]:
    told = told_of(person)
    adult = people.filter(pk=told.family.pk).first() if told.family else None
    card = adult.valid_cards[0].pretty if adult is not None and adult.valid_cards else ""
    return {**told.__dict__, "family": card, "circumstances": list(told.circumstances), "consent": False, "rules": False}


@require_POST
@access(ENROL)
def consent_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The reader takes a consent back at the desk; what was kept by it is gone when the page comes again."""
    person = get_object_or_404(readers_for(request.actor, ENROL), pk=pk)
    place, purpose, form = place_of_form(request, ENROL), request.POST.get("purpose", ""), forms.Form(request.POST)
    if purpose not in Purpose.values:
        raise Http404
    if attempt(request, form, lambda act: withdraw_consent(act, reader=person, place=place, purpose=purpose)):
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    else:
        messages.success(request, _("Згоду відкликано, записане за нею зникло."))
    return redirect("workspace:reader", pk=pk)
