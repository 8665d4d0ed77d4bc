"""Conversations with readers: who waits for an answer, what was said, answering, and what it was for the figures."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Staff, Unit
from mandrivna.core.notify import mail_goes_out
from mandrivna.enquiries.actions.conversations import LONGEST_REPLY, reply
from mandrivna.enquiries.actions.inbox import assign_talk
from mandrivna.enquiries.actions.letters import wipe_talk
from mandrivna.enquiries.logged import Told, named
from mandrivna.enquiries.mailbox import trouble
from mandrivna.enquiries.models import Conversation
from mandrivna.enquiries.offering import SAMPLE, added, offered, words_of
from mandrivna.enquiries.queries import answerers, answering_place, talks_for, thread
from mandrivna.enquiries.rules import ANSWER, LOG
from mandrivna.enquiries.states import Talk
from mandrivna.enquiries.terms import terms
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.readers.queries import labels_of

PAGE = 30


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Відповідь"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Напишіть відповідь.")},
    )

    def __init__(self, found: Conversation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = where_to(found)


def where_to(talk: Conversation) -> str:
    """By which way the answer goes, for whoever writes it."""
    if talk.reader_id is not None:
        return _("Піде в чат читача чи листом, тож без імен, адрес і здоров’я.")
    if talk.address and not mail_goes_out():
        return _("Листа поки не надіслати: пошту ще не налаштовано. Скажіть технікові.")
    if talk.address:
        return _("Піде листом на ту адресу, з якої питали. Без документів, адрес і здоров’я.")
    return _("Людина прочитає її за своїм посиланням на сайті. Більше ми про неї нічого не знаємо.")


def whose(talk: Conversation, labels: dict[Any, str]) -> str:
    if talk.reader_id is not None and (label := labels.get(talk.reader_id)):
        return label
    if talk.address:
        return talk.address
    return _("Запитання з сайту без імені") if talk.ticket_hash else _("Той, кого вже забуто")


class AssignForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("Хто відповідає"), queryset=Staff.objects.none(), required=False, empty_label=gettext_lazy("будь-хто")
    )

    def __init__(self, found: Conversation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"staff": found.staff_id}, **kwargs})
        self.fields["staff"].queryset = answerers(found.institution)


@require_safe
@access(ANSWER)
def listed(request: HttpRequest) -> HttpResponse:
    """Whoever waits longest stands first; what is over stands apart."""
    closed, mine = request.GET.get("closed") == "1", request.GET.get("mine") == "1"
    rows = talks_for(request.actor)
    rows = (
        rows.filter(state=Talk.CLOSED).order_by("-last_at")
        if closed
        else rows.exclude(state=Talk.CLOSED).order_by("-state", "last_at")
    )
    rows = rows.filter(staff=request.actor.staff_id) if mine else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    labels = labels_of(request.actor, [row.reader_id for row in page.object_list if row.reader_id])
    context = {
        "page": page,
        "rows": [(row, whose(row, labels), late(row)) for row in page.object_list],
        "trouble": trouble(),
        "mine": mine,
        "closed": closed,
        "query": ("&closed=1" if closed else "") + ("&mine=1" if mine else ""),
    }
    return render(request, "workspace/enquiries/talks.html", context)


def found_talk(request: HttpRequest, pk: uuid.UUID) -> Conversation:
    return get_object_or_404(talks_for(request.actor), pk=pk)


def answering_from(request: HttpRequest, found: Conversation) -> Unit:
    place = answering_place(request.actor, found.institution)
    if place is None:
        raise Http404
    return place


def _page(request: HttpRequest, found: Conversation, status: int = 200, form: ReplyForm | None = None) -> HttpResponse:
    label = whose(found, labels_of(request.actor, [found.reader_id]) if found.reader_id else {})
    said, going_on, samples = thread(found), found.state != Talk.CLOSED, terms().answers
    context = {
        "talk": found,
        "label": label,
        "thread": said,
        "open": going_on,
        "form": form or ReplyForm(found),
        "offered": offered(found, said, samples) if going_on else [],
        "samples": [(f"{SAMPLE}:{code}", words) for code, words in samples.items()],
        "assign": AssignForm(found),
        "late": late(found),
        "line": told_of(request, found),
        "crumbs": [(_("Розмови"), reverse("workspace:talks")), (label, "")],
    }
    return render(request, "workspace/enquiries/talk.html", context, status=status)


@require_safe
@access(ANSWER)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, found_talk(request, pk))


@require_POST
@access(ANSWER)
def replied(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_talk(request, pk)
    if code := request.POST.get("put", ""):
        return _put(request, found, code)
    form, place = ReplyForm(found, request.POST), answering_from(request, found)
    status = attempt(request, form, lambda act: reply(act, conversation=found, place=place, **form.cleaned_data))
    if status:
        return _page(request, found, status, form)
    messages.success(request, _("Відповідь надіслано."))
    return redirect("workspace:talk_end" if request.POST.get("end") else "workspace:talk", pk=pk)


def _put(request: HttpRequest, found: Conversation, code: str) -> HttpResponse:
    """Nothing is sent yet: words that may answer stand behind what is written, and the cursor beside them."""
    text = added(request.POST.get("text", ""), words_of(code, found.institution))
    form = ReplyForm(found, initial={"text": text})
    form.fields["text"].widget.attrs["autofocus"] = True
    return _page(request, found, form=form)


def told_of(request: HttpRequest, talk: Conversation) -> tuple[Told, bool] | None:
    """The line of the log that counts it, and whether whoever looks may put it right."""
    if talk.line is None:
        return None
    return named([talk.line])[0], request.actor.can(LOG, talk.line.place.path)


def late(talk: Conversation) -> bool:
    return talk.due_on is not None and talk.due_on < timezone.localdate()


@require_POST
@access(ANSWER)
def assigned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Taken by oneself, given to a colleague, or left to anybody."""
    found = found_talk(request, pk)
    form, place = AssignForm(found, request.POST), answering_from(request, found)
    status = attempt(request, form, lambda act: assign_talk(act, conversation=found, place=place, **form.cleaned_data))
    if status:
        for text in (str(one) for listed in form.errors.values() for one in listed):
            messages.error(request, text)
        return _page(request, found, status)
    messages.success(request, _("Записано, хто відповідає."))
    return redirect("workspace:talk", pk=pk)


@require_POST
@access(ANSWER)
def wiped(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For whoever may be harmed by having written to us."""
    found = found_talk(request, pk)
    act, place = act_of(request), answering_from(request, found)
    wipe_talk(act, conversation=found, place=place)
    messages.success(
        request, _("Стерто: ні слів, ні адреси, ні числа в показниках. Якщо людина в окупації, додайте її до числа за місяць.")
    )
    return redirect("workspace:talks")
