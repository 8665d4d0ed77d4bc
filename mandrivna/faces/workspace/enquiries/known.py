"""Answers for everybody: what waits for a second pair of eyes stands first."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.known import KNOWN_LENGTHS, amend_known, draft_known, publish_known, withdraw_known
from mandrivna.enquiries.knowledge import known_for
from mandrivna.enquiries.models import Known
from mandrivna.enquiries.rules import ANSWER, PUBLISH
from mandrivna.enquiries.states import KnownState
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, default_place, units_with

PAGE = 40


class KnownForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("Запитання"), max_length=KNOWN_LENGTHS["question"],
        help_text=gettext_lazy("Своїми словами, без того, хто питав."),
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Відповідь"), max_length=KNOWN_LENGTHS["answer"], widget=forms.Textarea(attrs={"rows": 6})
    )
    topic = forms.CharField(label=gettext_lazy("Тема"), max_length=KNOWN_LENGTHS["topic"], required=False)


class NewKnownForm(KnownForm):
    place = UnitChoice(label=gettext_lazy("Від імені"))
    field_order = ("place", "question", "answer", "topic")

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = units


def _crumbs(last: str = "") -> list[Any]:
    here = [(_("Розмови"), reverse("workspace:talks")), (_("Відповіді для всіх"), reverse("workspace:known") if last else "")]
    return [*here, (last, "")] if last else here


@require_safe
@access(ANSWER)
def listed(request: HttpRequest) -> HttpResponse:
    rows = known_for(request.actor).order_by("state", "topic", "-drafted_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/enquiries/known.html", {"page": page, "crumbs": _crumbs(), "query": ""})


@read_or_send
@access(ANSWER)
def add(request: HttpRequest) -> HttpResponse:
    units = units_with(request, ANSWER)
    form, status = NewKnownForm(units, initial={"place": default_place(request, units)}), 200
    if request.method == "POST":
        form = NewKnownForm(units, request.POST)
        status = attempt(request, form, lambda act: draft_known(act, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано. На сайті з’явиться, щойно перевірить інша людина."))
            return redirect("workspace:known")
    title = _("Нова відповідь для всіх")
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": _crumbs(title)}
    return render(request, "workspace/shelves/form.html", context, status=status)


@read_or_send
@access(ANSWER)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(known_for(request.actor).select_related("institution"), pk=pk)
    form = KnownForm(initial={name: getattr(found, name) for name in KNOWN_LENGTHS})
    may_amend, status = request.actor.can(ANSWER, found.institution.path), 200
    if request.method == "POST":
        form = KnownForm(request.POST)
        status = attempt(request, form, lambda act: amend_known(act, known=found, **form.cleaned_data))
        if not status:
            messages.success(request, _("Змінено. Відповідь знову чекає на перевірку."))
            return redirect("workspace:known_one", pk=pk)
    may_publish = request.actor.can(PUBLISH, found.institution.path)
    context = {
        "row": found,
        "form": form,
        "may_amend": may_amend,
        "may_publish": may_publish and found.state == KnownState.DRAFT and found.drafted_by_id != request.actor.staff_id,
        "may_withdraw": may_publish and found.state != KnownState.WITHDRAWN,
        "crumbs": _crumbs(found.question),
    }
    return render(request, "workspace/enquiries/known_one.html", context, status=status)


@require_POST
@access(PUBLISH)
def published(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _done(request, pk, publish_known, _("Відповідь на сайті."))


@require_POST
@access(PUBLISH)
def withdrawn(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _done(request, pk, withdraw_known, _("Відповідь прибрано."))


def _done(request: HttpRequest, pk: uuid.UUID, run: Any, said: str) -> HttpResponse:
    found: Known = get_object_or_404(known_for(request.actor, PUBLISH), pk=pk)
    try:
        run(act_of(request), known=found)
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem.text))
    else:
        messages.success(request, said)
    return redirect("workspace:known")
