"""Coming in with card and PIN, changing the PIN, going out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.problems import Refused
from mandrivna.faces.access import READER, add_problems, public, read_or_send, reader_only, status_of
from mandrivna.faces.public.account.forms import PinForm, SignInForm
from mandrivna.faces.public.account.own import card_of, cookie_of, forget, own_act, reader_of, remember, way_on
from mandrivna.faces.public.limits import too_many
from mandrivna.readers import sessions
from mandrivna.readers.actions.pins import change_pin
from mandrivna.readers.actions.viewing import entered
from mandrivna.readers.models import Card
from mandrivna.readers.pins import admit


@sensitive_post_parameters("pin")
@read_or_send
@public("a reader shows card and PIN; nobody is known yet")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One answer to an unknown card, a wrong PIN, no PIN and a locked card; see readers/pins.py."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    form, status = SignInForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_many(request, "reader"):
                return render(request, "public/account/too_many.html", status=429)
            card = admit(form.cleaned_data["card"], form.cleaned_data["pin"])
            if card is not None:
                return let_in(request, card, way_on(request, wanted))
            form.add_error(
                None,
                _("Номер або PIN не підходить. Після кількох невдалих спроб вхід за цим квитком тимчасово заблоковано."),
            )
    return render(request, "public/account/sign_in.html", {"form": form, "next": wanted}, status=status)


def let_in(request: HttpRequest, card: Card, url: str) -> HttpResponse:
    """A new session and a new token of forms, whatever the browser brought along."""
    sessions.end(cookie_of(request))
    entered(Act(actor=Actor(reader=card.reader_id, name=READER), channel="self"), reader=card.reader)
    rotate_token(request)
    response = redirect(url)
    remember(response, sessions.begin(card))
    return response


@require_POST
@reader_only("ending one's own session")
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(cookie_of(request))
    rotate_token(request)
    messages.success(request, _("Ви вийшли з кабінету."))
    response = redirect("public:account_sign_in")
    forget(response)
    return response


@sensitive_post_parameters("current", "new", "again")
@read_or_send
@reader_only("one's own PIN")
def change_own_pin(request: HttpRequest) -> HttpResponse:
    form, status = PinForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_many(request, "reader"):
                return render(request, "public/account/too_many.html", status=429)
            if admit(card_of(request).code, form.cleaned_data["current"]) is None:
                form.add_error("current", _("Чинний PIN не підходить."))
            else:
                try:
                    change_pin(own_act(request), reader=reader_of(request), new=form.cleaned_data["new"])
                except Refused as refusal:
                    add_problems(form, refusal)
                    status = status_of(refusal)
                else:
                    return _changed(request)
    return render(request, "public/account/pin.html", {"form": form, "pin": reader_of(request).pin}, status=status)


def _changed(request: HttpRequest) -> HttpResponse:
    """Every session ended with the old PIN; this browser goes on with a new one."""
    rotate_token(request)
    messages.success(request, _("PIN змінено. На інших пристроях ви більше не в кабінеті."))
    response = redirect("public:account")
    remember(response, sessions.begin(card_of(request)))
    return response
