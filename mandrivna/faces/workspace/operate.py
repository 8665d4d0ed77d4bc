"""Between a form and a verb: the identity of the operation, refusals beside their fields, the chosen place."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.addresses import safe_url
from mandrivna.core.models import Kind, Unit
from mandrivna.core.problems import Blocker, Refused
from mandrivna.core.queries import UNIT
from mandrivna.faces.access import add_problems, status_of, unit_or_404
from mandrivna.faces.workspace.bell.ring import forget
from mandrivna.lending.queries import places_to_serve, serves_at
from mandrivna.lending.rules import ISSUE

PLACE = "place"
"""Session key: the shelf or hub where this person works today."""


def act_of(request: HttpRequest) -> Act:
    """The envelope of what the form asks for; its identity came with the form."""
    forget(request)
    return Act(actor=request.actor, uid=uid_of(request))


def scan_of(request: HttpRequest) -> Act:
    """As above, of the hundreds a day at the desk: the number beside the bell stays as old as on any other page. To count what
    waits after each book would be an eighth of all that a desk asks of the computer."""
    return Act(actor=request.actor, uid=uid_of(request))


def back_to(request: HttpRequest, otherwise: str, *args: Any) -> HttpResponseRedirect:
    """Where the form said the person stands, if that is a page of ours."""
    return HttpResponseRedirect(safe_url(request, request.POST.get("next", "")) or reverse(otherwise, args=args))


def uid_of(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        text = _("Форма прийшла неповною. Оновіть сторінку й повторіть дію.")
        raise Refused([Blocker(code="no_uid", text=text)]) from None


def attempt(request: HttpRequest, form: forms.Form, run: Callable[[Act], Any]) -> int:
    """Run the verb for a form. 0: done; otherwise the status with which the form, now with its errors, is shown again."""
    if not form.is_valid():
        return 422
    try:
        run(act_of(request))
    except Refused as refusal:
        add_problems(form, refusal)
        return status_of(refusal)
    except ValidationError as error:
        add_validation(form, error)
        return 422
    return 0


def add_validation(form: forms.Form, error: ValidationError) -> None:
    """What the model itself refuses, beside the field where the form has it."""
    listed = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in listed.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def hidden_uid(text: str) -> uuid.UUID:
    """Of a hidden field; nonsense names nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def chosen_place(request: HttpRequest) -> Unit | None:
    """Where the actor serves: chosen in this session, or the only place there is. Looked up once a page, whoever asks first."""
    if not hasattr(request, "chosen_place"):
        request.chosen_place = _look_up_place(request)
    return request.chosen_place


def _look_up_place(request: HttpRequest) -> Unit | None:
    if (wanted := request.session.get(PLACE)) is not None:
        found = UNIT.first(id=wanted)
        if found is not None and serves_at(request.actor, found):
            return found
    first = list(places_to_serve(request.actor)[:2])
    return first[0] if len(first) == 1 else None


def named_places(actor: Actor) -> list[Any]:
    """(pk, name) of each, for a field of choice: of hundreds of places nothing else is shown."""
    return list(places_to_serve(actor).values_list("pk", "name", named=True))


def places_to_choose(request: HttpRequest) -> list[Any]:
    """For a page that cannot do its work until somebody says where they are; nothing to choose when they have."""
    return [] if chosen_place(request) is not None else named_places(request.actor)


def place_of_form(request: HttpRequest, permission: Any = ISSUE) -> Unit:
    """The place a form was made for: choosing another one in a second window does not move what is sent from the first."""
    return unit_or_404(request, request.POST.get("place", ""), permission)


class UnitChoice(forms.ModelChoiceField):
    """Units as an indented tree: the same name may stand under two hubs. Nothing is chosen for anybody by being first."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Оберіть зі списку.")}
        widget = forms.Select(attrs={"data-combo": ""})
        usual = {"widget": widget, "queryset": Unit.objects.none(), "empty_label": _("— оберіть —"), "error_messages": messages}
        super().__init__(**{**usual, **kwargs})

    def label_from_instance(self, unit: Unit) -> str:
        return f"{chr(0x2003) * max(unit.depth, 0)}{unit.name}"


def day_word(iso: str) -> str:
    """«2026-11-21», as details and events keep a day, the way people here write it."""
    try:
        return date_format(dt.date.fromisoformat(iso), "SHORT_DATE_FORMAT")
    except (ValueError, TypeError):
        return str(iso)


def sole(units: Any) -> int | None:
    """The one there is to choose; of several none is the default."""
    found = list(units.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def of_the_house(units: Any) -> int | None:
    """The only one, or the institution of which the others are parts: a plan is its, unless somebody says otherwise."""
    return sole(units) or sole(units.filter(kind=Kind.INSTITUTION))


def default_place(request: HttpRequest, places: Any) -> int | None:
    """Today's chosen place if the form offers it, else the only one it offers."""
    place = chosen_place(request)
    return place.pk if place is not None and places.filter(pk=place.pk).exists() else sole(places)


def units_with(request: HttpRequest, permission: Any) -> Any:
    return Unit.objects.visible_to(request.actor, permission).open().order_by("path")
