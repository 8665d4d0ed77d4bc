"""A conversation is over: what it was goes into the log, guessed to begin with, and once even if somebody has logged it by hand."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.enquiries.actions.conversations import end_conversation
from mandrivna.enquiries.likely import likely
from mandrivna.enquiries.logged import Told, lines_that_may_count, used_topics, way_of
from mandrivna.enquiries.models import Conversation, LogLine
from mandrivna.enquiries.queries import thread
from mandrivna.enquiries.rules import ANSWER, LOG
from mandrivna.enquiries.states import Result, Served, Talk
from mandrivna.enquiries.terms import LONGEST_TOPIC, MOST_MINUTES, Terms, terms
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.enquiries.talks import answering_from, found_talk, whose
from mandrivna.faces.workspace.operate import attempt, hidden_uid
from mandrivna.readers.models import Audience
from mandrivna.readers.queries import labels_of

LINE = "line"
MOST_TOPICS = 40


class EndForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Що це було"), required=False)
    topic = forms.CharField(
        label=gettext_lazy("Тема"), max_length=LONGEST_TOPIC, required=False,
        help_text=gettext_lazy("Кількома словами, своїми: без імен і без слів того, хто питав."),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Хвилин"), min_value=0, max_value=MOST_MINUTES, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    audience = forms.ChoiceField(label=gettext_lazy("Хто питав"), choices=Audience.choices, required=False)
    result = forms.ChoiceField(label=gettext_lazy("Чим скінчилося"), choices=Result.choices, required=False)

    def __init__(self, known: Terms, lines: list[Told], *args: Any, counts: bool, **kwargs: Any) -> None:
        """`counts`: the actor may write in the log; else it is closed without being counted."""
        super().__init__(*args, **kwargs)
        written = [(f"{LINE}:{told.line.pk.hex}", line_label(told)) for told in lines]
        kinds = [
            (str(served.label).capitalize(), [(f"{served.value}:{code}", name) for code, name in known.of(served).items()])
            for served in (Served.REFERENCE, Served.CONSULTATION)
        ]
        for name in ("kind", "audience", "result"):
            self.fields[name].sometimes = True  # something is chosen already
        by_hand = [(_("Уже записано в журналі"), written)] if written else []
        self.fields["kind"].choices = [*(by_hand + kinds if counts else []), ("", _("не рахувати"))]

    def said(self) -> dict[str, Any]:
        """`line` of the log, or what goes into it, or nothing."""
        cleaned = self.cleaned_data
        what, _colon, which = cleaned["kind"].partition(":")
        if what == LINE:
            return {"line": LogLine.objects.filter(pk=hidden_uid(which)).first()}
        about = {"audience": cleaned["audience"] or Audience.GENERAL, "result": cleaned["result"] or Result.GIVEN}
        return {"served": what, "sort": which, "topic": cleaned["topic"], "minutes": cleaned["minutes"], **about}


def line_label(told: Told) -> str:
    line = told.line
    kind = f"{line.get_served_display()}: {told.name}"
    about = [date_format(line.on, "j E"), line.get_channel_display(), kind, line.topic, str(line.place)]
    return " · ".join(part for part in about if part)


@read_or_send
@access(ANSWER)
def ended(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_talk(request, pk)
    if request.method != "POST":
        if found.state == Talk.CLOSED:
            return redirect("workspace:talk", pk=pk)
        return _page(request, found)
    known, lines = terms(), lines_that_may_count(request.actor, found, timezone.localdate())
    form, place = EndForm(known, lines, request.POST, counts=_logs(request, found)), answering_from(request, found)
    status = attempt(request, form, lambda act: end_conversation(act, conversation=found, place=place, **form.said()))
    if status:
        return _page(request, found, form, status)
    messages.success(request, _("Розмову завершено."))
    return redirect("workspace:talks")


def _logs(request: HttpRequest, found: Conversation) -> bool:
    """Somewhere in that institution; whether also where they answer from, the verb says."""
    here = found.institution.path
    return request.actor.can(LOG, here) or any(path.startswith(here) for path in request.actor.paths(LOG))


def _page(request: HttpRequest, found: Conversation, form: EndForm | None = None, status: int = 200) -> HttpResponse:
    known, used = terms(), used_topics(request.actor)
    lines = lines_that_may_count(request.actor, found, timezone.localdate())
    if form is None:
        guess = likely(found, thread(found), known, used)
        audience = found.reader.audience if found.reader else Audience.GENERAL
        about = {"topic": guess.topic, "minutes": guess.minutes, "audience": audience, "result": Result.GIVEN}
        form = EndForm(known, lines, initial={"kind": f"{guess.served}:{guess.sort}", **about}, counts=_logs(request, found))
    label = whose(found, labels_of(request.actor, [found.reader_id]) if found.reader_id else {})
    here = reverse("workspace:talk", args=[found.pk])
    context = {
        "talk": found,
        "form": form,
        "alike": any(told.line.channel == way_of(found) for told in lines),
        "topics": list(dict.fromkeys(one.words for one in used))[:MOST_TOPICS],
        "crumbs": [(_("Розмови"), reverse("workspace:talks")), (label, here), (_("Завершити"), "")],
    }
    return render(request, "workspace/enquiries/talk_end.html", context, status=status)
