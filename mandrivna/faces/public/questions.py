"""Asking the librarian without a card: answered by a letter to whoever leaves an address, else behind a link they alone hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.notify import mail_goes_out
from mandrivna.core.places import shown_on
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.conversations import LONGEST
from mandrivna.enquiries.actions.letters import LONGEST_ADDRESS, ask_librarian, hash_of, say_more, ticket_of, told_apart
from mandrivna.enquiries.models import Conversation
from mandrivna.enquiries.queries import thread
from mandrivna.enquiries.states import Talk
from mandrivna.enquiries.terms import terms
from mandrivna.faces.access import add_problems, public, read_or_send, status_of
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.limits import too_many
from mandrivna.faces.public.secret import kept_secret
from mandrivna.faces.public.strangers import heard


class MoreForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Ваше запитання"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Імен, адрес, документів і здоров’я не згадуйте: для відповіді вони не потрібні."),
        error_messages={"required": gettext_lazy("Напишіть, про що хочете запитати.")},
    )  # fmt: skip


class QuestionForm(StrangersForm, MoreForm):
    address = forms.EmailField(
        label=gettext_lazy("Пошта для відповіді"), max_length=LONGEST_ADDRESS, required=False,
        help_text=gettext_lazy("Не хочете лишати? Дамо посилання, за яким відповідь побачите лише ви."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mail_goes_out():  # what cannot be answered is not asked for
            del self.fields["address"]


@read_or_send
@public("who asks a question need not say who they are")
def asking(request: HttpRequest) -> HttpResponse:
    institution = shown_on(timezone.localdate()).institution
    if institution is None:
        raise Http404
    if request.method != "POST":
        return _page(request, QuestionForm())
    form = QuestionForm(request.POST)
    return heard(
        request, form, "question", unheard=lambda: redirect("public:contacts"), page=lambda status: _page(request, form, status),
        done=lambda: _asked(request, form.cleaned_data, institution),
    )  # fmt: skip


def _asked(request: HttpRequest, said: dict[str, Any], institution: Unit) -> HttpResponse:
    address = said.get("address", "")
    act = told_apart(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), said["text"])
    ask_librarian(act, place=institution, text=Withheld(said["text"]), address=Withheld(address))
    if address:
        messages.success(request, _("Надіслано. Відповідь прийде листом."))
        return redirect("public:contacts")
    return redirect("public:question_one", ticket=ticket_of(act.uid))


@read_or_send
@public("the address is the secret: only whoever asked has it")
def one(request: HttpRequest, ticket: str) -> HttpResponse:
    talk = Conversation.objects.filter(ticket_hash=hash_of(ticket)).select_related("institution").first()
    if talk is None:
        raise Http404
    form, status = MoreForm(), 200
    if request.method == "POST":
        form = MoreForm(request.POST)
        if not form.is_valid():
            status = 422
        elif too_many(request, "question"):
            return render(request, "public/too_often.html", status=429)
        else:
            try:
                act = told_apart(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), form.cleaned_data["text"])
                say_more(act, ticket=Withheld(ticket), text=Withheld(form.cleaned_data["text"]))
                return redirect("public:question_one", ticket=ticket)
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
    context = {
        "talk": talk,
        "thread": thread(talk),
        "open": talk.state != Talk.CLOSED,
        "waiting": talk.state == Talk.WAITING,
        "form": form,
        "link": request.build_absolute_uri(reverse("public:question_one", args=[ticket])),
    }
    return kept_secret(render(request, "public/question_one.html", context, status=status))


def _page(request: HttpRequest, form: QuestionForm, status: int = 200) -> HttpResponse:
    crumbs = [(_("Контакти"), reverse("public:contacts")), (_("Спитати бібліотекаря"), "")]
    context = {"form": form, "crumbs": crumbs, "days": terms().talk_days}
    response = render(request, "public/question.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
