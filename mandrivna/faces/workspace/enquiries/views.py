"""What readers did not find: the staff's list, one request, the answer to it, and a request told at the desk."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.rules import EDIT
from mandrivna.enquiries.actions.refusals import answer, record_refusal
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.queries import alike, answering_place, grouped, refusals_for, wanted
from mandrivna.enquiries.rules import ANSWER, RECORD, VIEW, WISHES
from mandrivna.enquiries.states import FINAL, OPEN, About
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.enquiries.forms import AnswerForm, RefusalForm
from mandrivna.faces.workspace.operate import attempt, back_to, default_place, units_with
from mandrivna.lending.rules import SHELF_EDIT

PAGE = 30


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """What most people want stands first; what has been answered stands apart."""
    closed = request.GET.get("closed") == "1"
    rows = refusals_for(request.actor).filter(state__in=FINAL if closed else OPEN)
    page = Paginator(grouped(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": wanted(rows, list(page.object_list)),
        "closed": closed,
        "query": "&closed=1" if closed else "",
        "may_record": request.actor.can(RECORD),
        "may_wish": request.actor.can(WISHES),
        "may_remark": request.actor.can(RECORD),
    }
    return render(request, "workspace/enquiries/list.html", context)


def _found(request: HttpRequest, pk: uuid.UUID) -> Refusal:
    return get_object_or_404(refusals_for(request.actor).select_related("institution", "place", "record"), pk=pk)


def _page(request: HttpRequest, found: Refusal, status: int = 200, form: AnswerForm | None = None) -> HttpResponse:
    may_answer = refusals_for(request.actor, ANSWER).filter(pk=found.pk).exists()
    words = " ".join(part for part in (found.title, found.authors) if part) or found.isbn or found.words
    need = urlencode({"topic": words, "place": str(found.place_id)})
    context = {
        "row": found,
        "alike": alike(request.actor, found),
        "may_answer": may_answer and found.state in OPEN,
        "sees_contact": may_answer,
        "may_wish": found.about != About.QUESTION and found.state in OPEN and request.actor.can(WISHES, found.institution.path),
        "need_url": f"{reverse('workspace:shelf_need_ask')}?{need}" if request.actor.can(SHELF_EDIT) else "",
        "form": form or AnswerForm(found.state),
        "search_url": f"{reverse('workspace:catalogue')}?{urlencode({'q': words})}",
        "elsewhere_url": f"{reverse('workspace:record_elsewhere')}?{urlencode({'q': words})}" if request.actor.can(EDIT) else "",
        "crumbs": [(_("Запити читачів"), reverse("workspace:refusals")), (str(found), "")],
    }
    return render(request, "workspace/enquiries/one.html", context, status=status)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@access(ANSWER)
def answered(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    place = answering_place(request.actor, found.institution)
    if place is None:
        raise Http404
    form = AnswerForm(found.state, request.POST)
    status = attempt(request, form, lambda act: answer(act, refusal=found, place=place, **form.cleaned_data))
    if status:
        return _page(request, found, status, form)
    messages.success(request, _("Записано. Усі, хто просив те саме, тепер у тому самому стані."))
    return redirect("workspace:refusal", pk=pk)


@read_or_send
@access(RECORD)
def add(request: HttpRequest) -> HttpResponse:
    units = units_with(request, RECORD)
    if request.method == "POST":
        form = RefusalForm(units, request.POST)
        status = attempt(request, form, lambda act: record_refusal(act, **form.cleaned_data))
    else:
        form, status = (
            RefusalForm(units, initial={"place": default_place(request, units), "title": request.GET.get("q", "")[:300]}),
            200,
        )
    if status:
        crumbs = [
            (_("Запити читачів"), reverse("workspace:refusals") if request.actor.can(VIEW) else ""),
            (_("Записати відмову"), ""),
        ]
        return render(request, "workspace/enquiries/form.html", {"form": form, "crumbs": crumbs}, status=status)
    messages.success(request, _("Записано. Відмову пораховано."))
    return back_to(request, "workspace:refusals" if request.actor.can(VIEW) else "workspace:home")
