"""Complaints and suggestions: who waits longest for an answer stands first; words are read only by those who answer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.enquiries.actions.remarks import REMARK_LENGTHS, answer_remark, record_remark, told_remark
from mandrivna.enquiries.models import Remark
from mandrivna.enquiries.remark_notices import writes_to
from mandrivna.enquiries.remarks import remarks_for
from mandrivna.enquiries.rules import RECORD, REMARKS
from mandrivna.enquiries.states import Remarked, RemarkState
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, default_place, units_with

PAGE = 30


class RemarkForm(forms.Form):
    place = UnitChoice(label=gettext_lazy("Де це було"))
    what = forms.ChoiceField(label=gettext_lazy("Що це"), choices=Remarked.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Слова людини"), max_length=REMARK_LENGTHS["text"], widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Зашифровано; читає лише той, хто відповідає. За рік слова зникають."),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Як відповісти"), max_length=REMARK_LENGTHS["contact"], required=False,
        help_text=gettext_lazy("Лише якщо людина сама хоче. На пошту відповідь піде листом; зникне, щойно людина знає."),
    )  # fmt: skip

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = units


class AnswerRemarkForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Що це було"), initial=RemarkState.ANSWERED,
        choices=[(state.value, state.label) for state in (RemarkState.ANSWERED, RemarkState.MISTAKEN)],
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Що відповіли й що зроблено"), max_length=REMARK_LENGTHS["answer"], required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@require_safe
@access(REMARKS)
def listed(request: HttpRequest) -> HttpResponse:
    closed, today = request.GET.get("closed") == "1", timezone.localdate()
    rows = remarks_for(request.actor).select_related("place").defer("text", "contact", "answer")
    if closed:
        rows = rows.exclude(state=RemarkState.NEW).order_by("-closed_on", "pk")
    else:
        rows = (rows.open() | rows.to_call()).order_by("due_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.late(today)) for row in page.object_list],
        "closed": closed,
        "query": "&closed=1" if closed else "",
        "may_record": request.actor.can(RECORD),
    }
    return render(request, "workspace/enquiries/remarks.html", context)


@read_or_send
@access(REMARKS)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(remarks_for(request.actor).select_related("place", "institution"), pk=pk)
    form, status = AnswerRemarkForm(), 200
    if request.method == "POST":
        form = AnswerRemarkForm(request.POST)
        status = attempt(request, form, lambda act: answer_remark(act, remark=found, **form.cleaned_data))
        if not status:
            return _answered(request, found)
    context = {
        "row": found,
        "late": found.late(timezone.localdate()),
        "open": found.state == RemarkState.NEW,
        "form": form,
        "mail": writes_to(found),
        "crumbs": [(_("Скарги й пропозиції"), reverse("workspace:remarks")), (str(found), "")],
    }
    return render(request, "workspace/enquiries/remark.html", context, status=status)


def _answered(request: HttpRequest, found: Remark) -> HttpResponse:
    found.refresh_from_db()
    if found.to_call:
        messages.success(request, _("Записано. Листа не буде: зателефонуйте й скажіть самі."))
        return redirect("workspace:remark", pk=found.pk)
    if found.contact:
        messages.success(request, _("Записано. Лист із відповіддю піде на пошту, яку лишили, і тоді програма її забуде."))
    else:
        messages.success(request, _("Записано. Як відповісти людині, програма вже забула."))
    return redirect("workspace:remarks")


@require_POST
@access(REMARKS)
def told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(remarks_for(request.actor).select_related("institution"), pk=pk)
    told_remark(act_of(request), remark=found)
    messages.success(request, _("Записано: людина знає. Як її знайти, програма вже забула."))
    return redirect("workspace:remarks")


@read_or_send
@access(RECORD)
def add(request: HttpRequest) -> HttpResponse:
    """Whoever hears it writes it down; to read it afterwards takes another right."""
    units = units_with(request, RECORD)
    form, status = RemarkForm(units, initial={"place": default_place(request, units)}), 200
    if request.method == "POST":
        form = RemarkForm(units, request.POST)
        status = attempt(request, form, lambda act: record_remark(act, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано. Відповість керівник."))
            return redirect("workspace:remarks" if request.actor.can(REMARKS) else "workspace:home")
    title = _("Записати скаргу чи пропозицію")
    crumbs = [(_("Скарги й пропозиції"), reverse("workspace:remarks") if request.actor.can(REMARKS) else ""), (title, "")]
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": crumbs}
    return render(request, "workspace/shelves/form.html", context, status=status)
