"""Choosing the first PIN by the link that the chat gave: opened by its owner, used up by the choice, and then they are inside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.problems import Refused
from mandrivna.faces.access import add_problems, public, read_or_send, status_of
from mandrivna.faces.public.account.entry import let_in
from mandrivna.faces.public.account.forms import FirstPinForm
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.limits import too_many
from mandrivna.faces.public.secret import kept_secret
from mandrivna.readers.actions.pins import choose_pin
from mandrivna.readers.entry_links import card_behind


@sensitive_variables("token")
@sensitive_post_parameters("new", "again")
@read_or_send
@public("the address is the secret: made minutes ago for one person, in their own chat")
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it uses nothing up, for a messenger may look first; a wrong link, an old one and a used one are alike."""
    if request.method == "POST" and too_many(request, "reader"):
        return kept_secret(render(request, "public/account/too_many.html", status=429))
    card = card_behind(token, timezone.now())
    if card is None:
        return kept_secret(render(request, "public/account/first_pin.html", {"form": None}, status=404))
    form, status = FirstPinForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            act = Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL)
            try:
                choose_pin(act, token=Withheld(token), new=form.cleaned_data["new"])
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _("PIN обрано, ви в кабінеті. Наступного разу заходьте з номером квитка і цим PIN."))
                return kept_secret(let_in(request, card, reverse("public:account")))
    return kept_secret(render(request, "public/account/first_pin.html", {"form": form}, status=status))
