"""Who signed up: how it stands, the list, putting somebody down and taking them off, the terms of the list."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.programme.signup_calls import people_to_call
from mandrivna.programme.actions.signups import admit_event, admit_series, close_admission, sign_off_for, sign_up_for
from mandrivna.programme.circle_standing import belonging_to
from mandrivna.programme.models import Admission, Event, Series, SignUp
from mandrivna.programme.queries import events_for, may_plan, series_for
from mandrivna.programme.rules import PLAN, SIGNUPS
from mandrivna.programme.signup_notices import to_call
from mandrivna.programme.signup_problems import MOST_PLACES, OLDEST, SIGNUP_LENGTHS
from mandrivna.programme.signups import (
    WHAT,
    admission_of,
    ages,
    came_of,
    coming_of,
    keeps_the_door,
    on_the_list,
    sees_names,
    standing_of,
)
from mandrivna.programme.states import Signed, State
from mandrivna.readers.actions.viewing import viewed_all
from mandrivna.readers.queries import by_card, readers_for

SHORT = {"inputmode": "numeric", "class": "short"}


class AdmissionForm(forms.Form):
    places = forms.IntegerField(
        label=gettext_lazy("Скільки місць"), min_value=1, max_value=MOST_PLACES, required=False,
        widget=forms.NumberInput(attrs=SHORT), help_text=gettext_lazy("Порожньо — місця не обмежені."),
    )  # fmt: skip
    waiting = forms.BooleanField(label=gettext_lazy("Вести чергу, коли місць немає"), required=False, initial=True)
    age_from = forms.IntegerField(
        label=gettext_lazy("Від скількох років"), min_value=0, max_value=OLDEST, required=False,
        widget=forms.NumberInput(attrs=SHORT),
    )  # fmt: skip
    age_to = forms.IntegerField(
        label=gettext_lazy("До скількох років"), min_value=0, max_value=OLDEST, required=False,
        widget=forms.NumberInput(attrs=SHORT),
    )  # fmt: skip
    opens_on = DayField(label=gettext_lazy("Запис відкривається"), required=False, help_text=gettext_lazy("Порожньо — одразу."))
    closes_on = DayField(
        label=gettext_lazy("Останній день запису"), required=False, help_text=gettext_lazy("Порожньо — до початку події.")
    )


class PersonForm(forms.Form):
    """Somebody who called or stands at the desk: a card is enough, or any name."""

    card = forms.CharField(
        label=gettext_lazy("Номер квитка"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Або як звертатися"), max_length=SIGNUP_LENGTHS["name"], required=False,
        help_text=gettext_lazy("Можна вигадане ім’я."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Пошта або телефон"), max_length=SIGNUP_LENGTHS["contact"], required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("Що зробити, щоб було зручно"), max_length=SIGNUP_LENGTHS["needs"], required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


# --- the event's own page ---------------------------------------------------------------------------------------------


def signing_up(request: HttpRequest, event: Event) -> dict[str, Any]:
    """What the page of an event says of its list: numbers, never a name."""
    admission = admission_of(event)
    named = admission is not None and sees_names(request.actor, admission)
    return {
        "admission": admission,
        "circle": belonging_to(event) if admission is None else None,
        "to_call": to_call(event, timezone.localdate()) if named else 0,
        "standing": standing_of(admission, timezone.now()) if admission else None,
        "ages": ages(admission) if admission else "",
        "may_admit": may_plan(request.actor, event) and event.state in (State.DRAFT, State.PLANNED),
        "at_door": keeps_the_door(request.actor, event) and event.state in (State.PLANNED, State.HELD),
        "came": came_of(event) if admission else 0,
        "sees_names": named,
    }


# --- the list ---------------------------------------------------------------------------------------------------------


def _found(request: HttpRequest, pk: uuid.UUID) -> Event:
    return get_object_or_404(events_for(request.actor).select_related("unit", "place", "series", "institution"), pk=pk)


def _listed(request: HttpRequest, pk: uuid.UUID) -> tuple[Event, Admission]:
    event = _found(request, pk)
    admission = admission_of(event)
    if admission is None:
        raise Http404
    return event, admission


@require_safe
@access(SIGNUPS)
def listed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event, admission = _named(request, pk)
    return _page(request, event, admission)


def _named(request: HttpRequest, pk: uuid.UUID) -> tuple[Event, Admission]:
    """As good as absent for whoever may not know who comes."""
    event, admission = _listed(request, pk)
    if not sees_names(request.actor, admission):
        raise Http404
    return event, admission


def _page(
    request: HttpRequest, event: Event, admission: Admission, status: int = 200, form: PersonForm | None = None
) -> HttpResponse:
    rows = on_the_list(event, admission)
    calls = people_to_call(request.actor, event)
    named = {one.pk: one for one in (*(row.signup for row in rows), *calls)}
    readers = list({one.reader_id: one.reader for one in named.values() if one.reader is not None}.values())
    if readers:
        viewed_all(Act(actor=request.actor), readers=readers, institution=admission.institution)
    standing = standing_of(admission, timezone.now())
    context = {
        "event": event,
        "admission": admission,
        "standing": standing,
        "ages": ages(admission),
        "coming": [row for row in rows if row.signup.state == Signed.IN],
        "waiting": [row for row in rows if row.signup.state == Signed.WAITING],
        "calls": calls,
        "days": coming_of(admission, timezone.localdate()) if admission.event_id is None else [],
        "form": (form or PersonForm()) if standing.phase != "over" else None,
        "may_admit": _may_admit(request, admission),
        "at_door": keeps_the_door(request.actor, event),
        "crumbs": [*_above(event), (_("Хто записався"), "")],
    }
    response = render(request, "workspace/programme/signups.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _above(event: Event) -> list[tuple[str, str]]:
    return [(_("Програма"), reverse("workspace:programme")), (str(event), reverse("workspace:event", args=[event.pk]))]


def _may_admit(request: HttpRequest, admission: Admission) -> bool:
    return request.actor.can(PLAN, admission.unit.path)


@sensitive_post_parameters("card", "name", "contact", "needs")
@require_POST
@access(SIGNUPS)
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event, admission = _named(request, pk)
    form = PersonForm(request.POST)
    reader = None
    if form.is_valid() and (card := form.cleaned_data["card"].strip()):
        reader = by_card(readers_for(request.actor).filter(institution=admission.institution_id), card)
        if reader is None:
            form.add_error("card", _("Такого квитка немає. Перевірте номер або впишіть, як звертатися."))
    status = attempt(request, form, lambda act: _put_down(act, admission, reader, form.cleaned_data))
    if status:
        return _page(request, event, admission, status, form)
    messages.success(request, _("Записано."))
    return redirect("workspace:event_signups", pk=pk)


def _put_down(act: Act, admission: Admission, reader: Any, said: dict[str, str]) -> SignUp:
    told = {name: Withheld(said[name]) for name in SIGNUP_LENGTHS if said[name].strip()}
    return sign_up_for(act, admission=admission, reader=reader, **told)


@require_POST
@access(SIGNUPS)
def drop(request: HttpRequest, pk: uuid.UUID, one: uuid.UUID) -> HttpResponse:
    _event, admission = _named(request, pk)
    rows = admission.signups.standing().select_related(*WHAT)
    sign_off_for(act_of(request), signup=get_object_or_404(rows, pk=one))
    messages.success(request, _("Запис скасовано. Якщо хтось чекав, місце вже його."))
    return redirect("workspace:event_signups", pk=pk)


# --- the terms of the list --------------------------------------------------------------------------------------------


@read_or_send
@access(PLAN)
def terms_of_event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Of an event whose series has a list of its own, too: then this one event is signed up for by itself."""
    event = _found(request, pk)
    if not may_plan(request.actor, event):
        raise Http404
    own = Admission.objects.filter(event=event).first()
    note = ""
    if own is None and event.series_id and Admission.objects.filter(series=event.series_id).exists():
        note = _("На весь цикл записуються разом. Тут можна відкрити окремий запис лише на цей день.")
    above = (str(event), reverse("workspace:event", args=[pk]))
    return _terms(request, own, above, note, lambda act, about: admit_event(act, event=event, about=about))


@read_or_send
@access(PLAN)
def terms_of_series(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series: Series = get_object_or_404(series_for(request.actor).select_related("unit"), pk=pk)
    if not request.actor.can(PLAN, series.unit.path):
        raise Http404
    own = Admission.objects.filter(series=series).first()
    note = _("Люди записуються один раз на всі події циклу, що попереду; перед кожною ми нагадуємо.")
    above = (str(series), reverse("workspace:series_one", args=[pk]))
    return _terms(request, own, above, note, lambda act, about: admit_series(act, series=series, about=about))


def _terms(request: HttpRequest, own: Admission | None, above: tuple[str, str], note: str, run: Any) -> HttpResponse:
    names = AdmissionForm.base_fields
    initial = {name: getattr(own, name) for name in names} if own else {}
    form, status = AdmissionForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: run(act, form.cleaned_data))
        if not status:
            messages.success(request, _("Записано."))
            return redirect(above[1])
    title = _("Умови запису") if own else _("Відкрити запис")
    context = {
        "form": form, "title": title, "note": note, "button": _("Записати") if own else _("Відкрити запис"),
        "crumbs": [(_("Програма"), reverse("workspace:programme")), above, (title, "")],
    }  # fmt: skip
    return render(request, "workspace/programme/form.html", context, status=status)


@require_POST
@access(PLAN)
def shut(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Closed at once, or opened again."""
    _event, admission = _listed(request, pk)
    if not _may_admit(request, admission):
        raise Http404
    closed = not admission.closed
    close_admission(act_of(request), admission=admission, closed=closed)
    messages.success(request, _("Запис закрито.") if closed else _("Запис знову відкрито."))
    return redirect("workspace:event", pk=pk)
