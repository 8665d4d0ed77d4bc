"""Writing to a librarian from the account, and joining a chat to one's card."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.core.messenger import bot_link
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.chats import LIVES, leave_chat, offer_own_chat
from mandrivna.enquiries.actions.conversations import LONGEST, say_own
from mandrivna.enquiries.queries import own_chat, own_thread
from mandrivna.faces.access import add_problems, read_or_send, reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.faces.public.limits import too_many
from mandrivna.shared import qr


class SayForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Ваше запитання"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Напишіть, про що мова.")},
    )


@read_or_send
@reader_only("one's own conversation with the library")
def talk(request: HttpRequest) -> HttpResponse:
    form, status = SayForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_many(request, "ask"):
                return render(request, "public/account/too_many.html", status=429)
            try:
                say_own(own_act(request), reader=reader_of(request), text=form.cleaned_data["text"])
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _("Передали бібліотекареві. Відповідь з’явиться тут."))
                return redirect("public:account_talk")
    return render(request, "public/account/talk.html", {"form": form, "thread": own_thread(reader_of(request))}, status=status)


@read_or_send
@reader_only("joining one's own chat")
def chat(request: HttpRequest) -> HttpResponse:
    """The code is made by a press and shown once: on this screen, for the telephone's camera."""
    context: dict[str, Any] = {
        "chat": own_chat(reader_of(request)),
        "bot": bool(bot_link()),
        "minutes": int(LIVES.total_seconds()) // 60,
    }
    if request.method == "POST":
        code = offer_own_chat(own_act(request), reader=reader_of(request))
        link = bot_link(f"l_{code.shown}") if code.shown else ""
        context |= {"code": code.shown, "link": link, "drawn": picture(link) if link else "", "made": True}
    return render(request, "public/account/chat.html", context)


def picture(text: str) -> str:
    """In the page itself: as an address of its own the code would stand in a log."""
    return "data:image/svg+xml;base64," + b64encode(qr.svg(text).encode()).decode()


@require_POST
@reader_only("one's own chat")
def leave(request: HttpRequest) -> HttpResponse:
    found = own_chat(reader_of(request))
    if found is not None:
        leave_chat(own_act(request), chat=found)
        messages.success(request, _("Чат від’єднано."))
    return redirect("public:account_chat")
