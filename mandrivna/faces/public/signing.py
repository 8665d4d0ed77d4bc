"""Signing up for an event: by anybody under any name, and the page of a sign-up with the secret link that cancels it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.notify import mail_goes_out
from mandrivna.core.problems import Refused
from mandrivna.faces.access import public, read_or_send, status_of
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.account.talk import picture
from mandrivna.faces.public.events import found_event
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.secret import kept_secret
from mandrivna.faces.public.standing import days_told
from mandrivna.faces.public.strangers import heard
from mandrivna.programme.actions.signups import sign_off, sign_up
from mandrivna.programme.models import Admission, Event, SignUp
from mandrivna.programme.signup_problems import SIGNUP_LENGTHS
from mandrivna.programme.signups import Standing, admission_of, ages, as_own, by_token, standing_of, token_of
from mandrivna.programme.states import SIGNED, State
from mandrivna.programme.terms import terms


class SignUpForm(StrangersForm):
    name = forms.CharField(
        label=gettext_lazy("Як до вас звертатися"), max_length=SIGNUP_LENGTHS["name"],
        help_text=gettext_lazy("Можна вигадане ім’я. За ним вас упізнають біля входу."),
        error_messages={"required": gettext_lazy("Напишіть, як до вас звертатися. Можна вигадане ім’я.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Пошта або телефон"), max_length=SIGNUP_LENGTHS["contact"], required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("Що зробити, щоб вам було зручно"), max_length=SIGNUP_LENGTHS["needs"], required=False,
        help_text=gettext_lazy("Наприклад: місце для візка, переклад жестовою мовою, сісти ближче. Чому, пояснювати не треба."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    of_age = forms.BooleanField(required=True)

    def __init__(self, admission: Admission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].help_text = (
            _(
                "Якщо лишите пошту, надішлемо код, нагадаємо напередодні й скажемо, якщо щось зміниться. На телефон не пишемо: "
                "подзвонимо, якщо щось зміниться."
            )
            if mail_goes_out()  # what cannot be sent is not promised
            else _("Листів ми звідси не надсилаємо: код побачите одразу, а якщо щось зміниться, вам скаже бібліотекар.")
        )
        if admission.bounded:
            self.fields["of_age"].label = _("Вік підходить: %s") % ages(admission)
            self.fields["of_age"].error_messages["required"] = _("Підтвердьте, що вік підходить.")
        else:
            del self.fields["of_age"]


def _admission(pk: uuid.UUID) -> tuple[Event, Admission]:
    """Only what is announced takes sign-ups."""
    event = found_event(pk, timezone.localdate())
    admission = admission_of(event) if event.state == State.PLANNED else None
    if admission is None:
        raise Http404
    return event, admission


@sensitive_post_parameters("name", "contact", "needs")
@read_or_send
@public("who wants to come to an event need not say who they are")
@gently(SEARCH)
def signup(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    event, admission = _admission(pk)
    if request.method != "POST":
        standing = standing_of(admission, timezone.now())
        return _form(request, event, standing, SignUpForm(admission) if standing.takes else None)
    form = SignUpForm(admission, request.POST)
    return heard(
        request, form, "signup", unheard=lambda: redirect("public:event", pk=pk),
        page=lambda status: _form(request, event, standing_of(admission, timezone.now()), form, status),
        done=lambda: _signed(request, form.cleaned_data, admission),
    )  # fmt: skip


def _signed(request: HttpRequest, told: dict[str, Any], admission: Admission) -> HttpResponse:
    said = {name: Withheld(told[name]) for name in SIGNUP_LENGTHS if told[name].strip()}
    act = Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL)
    done = sign_up(act, admission=admission, of_age=bool(told.get("of_age")), **said)
    return kept_secret(redirect("public:signup_page", token=token_of(done.pk)))


def _form(request: HttpRequest, event: Event, standing: Standing, form: SignUpForm | None, status: int = 200) -> HttpResponse:
    crumbs = [(_("Події"), reverse("public:events")), (str(event), reverse("public:event", args=[event.pk])), (_("Запис"), "")]
    context = {
        "event": event, "standing": standing, "form": form, "crumbs": crumbs, "days": terms().signup_keep_days,
        "of_series": standing.admission.event_id is None,
    }  # fmt: skip
    response = render(request, "public/signup/form.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_variables("token")
@require_safe
@public("the address is the secret: made for one sign-up, in its letter and on its page")
@gently(SEARCH)
def signup_page(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing. A wrong link, and one of long ago, are as good as none."""
    return _page(request, _by(token), token)


def _by(token: str) -> SignUp:
    found = by_token(token)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, one: SignUp, token: str, status: int = 200, problems: Any = ()) -> HttpResponse:
    own = as_own(one, timezone.localdate())
    stands = one.state in SIGNED
    context = {
        "own": own,
        "days_told": days_told(own.days),
        "signup": one,
        "what": one.admission.what,
        "token": token,
        "problems": problems,
        "stands": stands,
        "drawn": picture(code_url(request, one)) if stands else "",
        "days": terms().signup_keep_days,
        "over": one.over_on < timezone.localdate(),
    }
    return kept_secret(render(request, "public/signup/page.html", context, status=status))


@sensitive_variables("token")
@require_POST
@public("who holds the secret link of a sign-up may cancel it")
def signup_cancel(request: HttpRequest, token: str) -> HttpResponse:
    one = _by(token)
    try:
        sign_off(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), signup=one, token=Withheld(token))
    except Refused as refusal:
        return _page(request, one, token, status_of(refusal), refusal.problems)
    messages.success(request, _("Запис скасовано. Дякуємо, що сказали: місце дістанеться іншому."))
    return kept_secret(redirect("public:signup_page", token=token))


def code_url(request: HttpRequest, one: SignUp) -> str:
    """What the code at the door says: a colleague's telephone opens the list by it, anybody else's finds a sign-in."""
    return request.build_absolute_uri(f"{reverse('workspace:programme_door')}?code={one.code}")
