"""Becoming a reader on the site, at a shelf whose code one has read: the same minute as in the chat, without any messenger."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.models import Unit, UseRules
from mandrivna.core.profile import rules_on
from mandrivna.core.service import institution_of
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.public.account.entry import let_in
from mandrivna.faces.public.account.forms import JoinForm
from mandrivna.faces.public.account.own import CHANNEL, reader_here, uid_of
from mandrivna.faces.public.strangers import heard
from mandrivna.lending.shelves import shelf_by_code
from mandrivna.readers.actions.own import join
from mandrivna.readers.models import Card, Reader


@sensitive_post_parameters("new")
@read_or_send
@public("whoever stands at a shelf may become a reader")
def join_here(request: HttpRequest, code: str) -> HttpResponse:
    """A wrong code, an old one and that of a closed shelf are alike: there is no such page."""
    place = shelf_by_code(code)
    if place is None:
        raise Http404
    if request.method != "POST":
        return redirect("public:account_shelf", code=code) if reader_here(request) else _page(request, place, JoinForm())
    form = JoinForm(request.POST)
    return heard(
        request, form, "join", unheard=lambda: redirect("public:front"), page=lambda status: _page(request, place, form, status),
        done=lambda: _welcome(request, code, _join(request, place, form)),
    )  # fmt: skip


def _welcome(request: HttpRequest, code: str, reader: Reader) -> HttpResponse:
    card = Card.objects.active().select_related("reader").get(reader=reader)
    messages.success(request, _("Записано. Номер вашого квитка: %s. Запишіть його або збережіть: «Мій квиток».") % card)
    return let_in(request, card, reverse("public:account_shelf", args=[code]))


def _rules(place: Unit) -> UseRules | None:
    return rules_on(institution_of(place), timezone.localdate())


def _join(request: HttpRequest, place: Unit, form: JoinForm) -> Reader:
    rules, said = _rules(place), form.cleaned_data
    about = {"pseudonym": " ".join(said["pseudonym"].split()), "age": said["age"], "rules": rules.number if rules else None}
    return join(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), place=place, pin=said["new"], **about)


def _page(request: HttpRequest, place: Unit, form: JoinForm, status: int = 200) -> HttpResponse:
    response = render(request, "public/join_here.html", {"form": form, "place": place}, status=status)
    response["Cache-Control"] = "no-store"
    return response
