"""Questionnaires on the site: whoever opens one answers once, kindly, and nobody learns who it was."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Operation
from mandrivna.enquiries.actions.surveys import answer_survey
from mandrivna.enquiries.models import Survey
from mandrivna.enquiries.models.surveys import MARKS, RATED, Asked
from mandrivna.enquiries.surveys import LENGTHS, surveys_of_site
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.strangers import heard, once

MOST = 30
ENDS = {
    Asked.SATISFIED: gettext_lazy("1 — зовсім не задоволені, 5 — дуже задоволені."),
    Asked.SCALE: gettext_lazy("1 — найменше, 5 — найбільше."),
}
CHOOSE = {"required": gettext_lazy("Оберіть відповідь."), "invalid_choice": gettext_lazy("Оберіть зі списку.")}


@public("what the library asks its readers is for everybody to see")
@require_safe
@briefly
def surveys(request: HttpRequest) -> HttpResponse:
    rows = surveys_of_site().asking(timezone.localdate()).filter(shown=True).order_by("closes_on", "title", "pk")[:MOST]
    crumbs = [(_("Контакти"), reverse("public:contacts")), (_("Про що ми питаємо читачів"), "")]
    return render(request, "public/surveys.html", {"rows": rows, "crumbs": crumbs})


class AnswerForm(StrangersForm):
    """A field a question, under its place."""

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.fields["read"] = forms.CharField(max_length=64, required=False, initial=survey.mark, widget=forms.HiddenInput)
        for at, question in enumerate(survey.questions):
            self.fields[f"q{at}"] = _field(question)

    def told(self) -> Withheld:
        """As the verb reads it: what is a number goes as one."""
        said: dict[str, Any] = {}
        for at, question in enumerate(self.survey.questions):
            value = self.cleaned_data.get(f"q{at}")
            if question["kind"] == Asked.TEXT:
                said[str(at)] = value or ""
            elif value:
                said[str(at)] = [int(one) for one in (value if isinstance(value, list) else [value])]
        return Withheld(json.dumps(said))


def _field(question: dict[str, Any]) -> forms.Field:
    kind, label = question["kind"], question["text"]
    if kind == Asked.TEXT:
        return forms.CharField(
            label=label, max_length=LENGTHS["words"], required=False, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Не називайте, будь ласка, ні себе, ні інших."),
        )  # fmt: skip
    if kind in RATED:
        choices = [(str(mark), str(mark)) for mark in MARKS]
    else:
        choices = [(str(place), option) for place, option in enumerate(question["options"])]
    said: dict[str, Any] = {
        "label": label, "choices": choices, "required": question["required"], "help_text": ENDS.get(kind, ""),
        "error_messages": CHOOSE,
    }  # fmt: skip
    if kind == Asked.MANY:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **{**said, "help_text": _("Можна кілька.")})
    return forms.ChoiceField(widget=forms.RadioSelect, **said)


@read_or_send
@public("whoever is asked says what they think without a name")
def survey(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Once from one browser: the second answer finds the first and is told so. Nothing else is kept of who it was."""
    one, uid = _found(pk), once(request, "survey", pk)
    if not one.asks(timezone.localdate()):
        return _page(request, one, None)
    if Operation.objects.filter(uid=uid).exists():
        return _page(request, one, None, said=True)
    if request.method != "POST":
        return _page(request, one, AnswerForm(one))
    form = AnswerForm(one, request.POST)
    return heard(
        request, form, "survey", unheard=lambda: redirect("public:survey_thanks", pk=pk),
        page=lambda status: _page(request, one, form, status=status), done=lambda: _given(one, uid, form),
    )  # fmt: skip


def _given(one: Survey, uid: uuid.UUID, form: AnswerForm) -> HttpResponse:
    answer_survey(Act(actor=NOBODY, uid=uid, channel=CHANNEL), survey=one, told=form.told(), read=form.cleaned_data["read"])
    return redirect("public:survey_thanks", pk=one.pk)


def _page(
    request: HttpRequest, one: Survey, form: AnswerForm | None, *, said: bool = False, status: int = 200
) -> HttpResponse:  # fmt: skip
    early = one.opens_on > timezone.localdate()
    context = {"survey": one, "form": form, "said": said, "early": early, "crumbs": _crumbs(one)}
    response = render(request, "public/survey.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@public("thanks, for whoever has answered")
@require_safe
@briefly
def thanks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _found(pk)
    return render(request, "public/survey_thanks.html", {"survey": one, "crumbs": [*_crumbs(one), (_("Дякуємо"), "")]})


def _crumbs(one: Survey) -> list[tuple[str, str]]:
    return [(_("Про що ми питаємо читачів"), reverse("public:surveys")), (str(one), reverse("public:survey", args=[one.pk]))]


def _found(pk: uuid.UUID) -> Survey:
    found = surveys_of_site().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
