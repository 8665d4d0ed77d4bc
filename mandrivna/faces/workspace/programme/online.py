"""How many were there from afar: a platform's report is looked at, or a number is typed; then it fills the form of counting in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, add_problems, read_or_send, status_of
from mandrivna.faces.workspace.operate import attempt
from mandrivna.programme.actions.doors import count_online
from mandrivna.programme.models import Event
from mandrivna.programme.online_reports import LARGEST, Report, read_report
from mandrivna.programme.queries import events_for
from mandrivna.programme.rules import COUNT
from mandrivna.programme.signup_problems import MOST_ONLINE
from mandrivna.programme.signups import keeps_the_door, online_of
from mandrivna.programme.states import Format, Source, State


class ReportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Звіт платформи, файл з таблицею"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy("Учасники зустрічі або числа трансляції. Імена й пошти з файла ніде не зберігаються."),
        error_messages={"required": gettext_lazy("Оберіть файл.")},
    )  # fmt: skip


class NumberForm(forms.Form):
    source = forms.ChoiceField(label=gettext_lazy("Звідки число"), choices=Source.choices)
    number = forms.IntegerField(
        label=gettext_lazy("Скільки людей"), min_value=0, max_value=MOST_ONLINE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "large"}),
    )  # fmt: skip


def _found(request: HttpRequest, pk: uuid.UUID) -> Event:
    event = get_object_or_404(events_for(request.actor).select_related("unit", "place", "series", "institution"), pk=pk)
    open_to = event.state in (State.PLANNED, State.HELD) and event.format != Format.PLACE
    if not keeps_the_door(request.actor, event) or not open_to:
        raise Http404
    return event


@read_or_send
@access(COUNT)
def online(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A file is read and shown, and nothing is written; a number is written."""
    event = _found(request, pk)
    if request.method != "POST":
        return _page(request, event)
    if "look" in request.POST:
        return _looked_at(request, event)
    form = NumberForm(request.POST)
    status = attempt(request, form, lambda act: count_online(act, event=event, **form.cleaned_data))
    if status:
        return _page(request, event, status, number=form)
    messages.success(request, _("Записано. Число вже стоїть у підрахунку події: перевірте й підтвердьте його."))
    url = reverse("workspace:event", args=[pk])
    return redirect(f"{url}?fill=1#h-count" if event.state == State.HELD else f"{url}#h-count")


def _looked_at(request: HttpRequest, event: Event) -> HttpResponse:
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, event, 422, file=form)
    file: UploadedFile = form.cleaned_data["file"]
    try:
        report = read_report(file.read(LARGEST + 1))
    except Refused as refusal:
        add_problems(form, refusal)
        return _page(request, event, status_of(refusal), file=form)
    number = NumberForm(initial={"source": report.source, "number": report.choices[0].number})
    return _page(request, event, number=number, report=report)


def _page(
    request: HttpRequest, event: Event, status: int = 200, *, file: ReportForm | None = None, number: NumberForm | None = None,
    report: Report | None = None,
) -> HttpResponse:  # fmt: skip
    told = online_of(event)
    context: dict[str, Any] = {
        "event": event,
        "told": told,
        "total": sum(one.number for one in told),
        "file": file or ReportForm(),
        "number": number or NumberForm(initial={"source": told[0].source if told else Source.ZOOM}),
        "report": report,
        "before": next((one for one in told if report and one.source == report.source), None),
        "crumbs": [
            (_("Програма"), reverse("workspace:programme")),
            (str(event), reverse("workspace:event", args=[event.pk])),
            (_("Скільки було онлайн"), ""),
        ],
    }
    response = render(request, "workspace/programme/online.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
