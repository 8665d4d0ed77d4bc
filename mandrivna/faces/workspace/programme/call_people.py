"""Who applied to a contest or a conference, what they sent, what was decided; the jury; badges. Only for whoever may see people."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Staff
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.applications import ApplicationForm, sent
from mandrivna.faces.look.badges import sheet
from mandrivna.faces.workspace.operate import act_of, attempt, uid_of
from mandrivna.faces.workspace.programme.call_forms import DecideForm, JurorForm
from mandrivna.faces.workspace.programme.calls import crumbs, found
from mandrivna.faces.workspace.programme.series import staff_of
from mandrivna.programme.actions.calls import (
    add_application,
    decide,
    end_juror,
    invite_juror,
    told_applicant,
    withdraw_application,
)
from mandrivna.programme.call_notices import writes_to
from mandrivna.programme.call_queries import applications_of, files_for, juror_of, may_see_applicants, mean, named
from mandrivna.programme.codes import jury_link_of
from mandrivna.programme.models import Application, ApplicationFile, ApplicationState, Call, Juror
from mandrivna.programme.queries import places_to_plan
from mandrivna.programme.rules import PEOPLE, VIEW

PAGE = 50
TONES = {
    ApplicationState.SENT: "accent",
    ApplicationState.ACCEPTED: "good",
    ApplicationState.DECLINED: "",
    ApplicationState.WITHDRAWN: "",
}


def seen(request: HttpRequest, pk: uuid.UUID) -> Call:
    one = found(request, pk)
    if not may_see_applicants(request.actor, one):
        raise Http404
    return one


def _crumbs(call: Call, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((str(call), reverse("workspace:call", args=[call.pk])), *more)


@read_or_send
@access(PEOPLE)
def applications(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All who applied; a POST puts one in that came on paper."""
    call, status = seen(request, pk), 200
    form = ApplicationForm(call)
    if request.method == "POST":
        form = ApplicationForm(call, request.POST, request.FILES)
        status = attempt(request, form, lambda act: add_application(act, call=call, **form.told()))
        if not status:
            messages.success(request, _("Заявку додано."))
            return redirect("workspace:call_applications", pk=pk)
    page = Paginator(applications_of(call), PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "page": page,
        "query": "",
        "rows": [(one, mean(one), TONES[ApplicationState(one.state)]) for one in page.object_list],
        "badges": named(call).exists(),
        "form": form,
        "open": status != 200,
        "crumbs": _crumbs(call, (_("Заявки"), "")),
    }
    return render(request, "workspace/programme/applications.html", context, status=status)


def _application(request: HttpRequest, pk: uuid.UUID) -> Application:
    rows = Application.objects.select_related("call__place", "call__institution", "part")
    one = get_object_or_404(rows, pk=pk)
    seen(request, one.call_id)
    return one


@read_or_send
@access(PEOPLE)
def application(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = _application(request, pk), 200
    form = DecideForm(
        initial={"state": one.state, "award": one.award, "starts": one.starts, "called": one.called, "rank": one.rank}
    )
    if request.method == "POST":
        form = DecideForm(request.POST)
        status = attempt(request, form, lambda act: decide(act, application=one, **form.cleaned_data))
        if not status:
            messages.success(request, _("Рішення записано."))
            return redirect("workspace:call_applications", pk=one.call_id)
    context = {
        "call": one.call,
        "application": one,
        "files": list(one.files.defer("content").order_by("sent_at", "pk")),
        "scores": [(row.juror.called, row.points, row.total) for row in one.scores.select_related("juror__staff")],
        "form": form if one.state != ApplicationState.WITHDRAWN else None,
        "mail": writes_to(one),
        "crumbs": _crumbs(one.call, (_("Заявки"), reverse("workspace:call_applications", args=[one.call_id])), (str(one), "")),
    }
    return render(request, "workspace/programme/application.html", context, status=status)


@require_POST
@access(PEOPLE)
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _application(request, pk)
    withdraw_application(act_of(request), application=one)
    messages.success(request, _("Заявку відкликано: ім’я, контакт і файли стерто."))
    return redirect("workspace:call_applications", pk=one.call_id)


@require_POST
@access(PEOPLE)
def application_told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _application(request, pk)
    told_applicant(act_of(request), application=one)
    messages.success(request, _("Записано: людина знає."))
    return redirect("workspace:call_applications", pk=one.call_id)


def _file(pk: uuid.UUID) -> ApplicationFile:
    return get_object_or_404(ApplicationFile.objects.select_related("application"), pk=pk)


@require_safe
@access(PEOPLE)
def application_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _file(pk)
    seen(request, one.application.call_id)
    return sent(one)


@require_safe
@access(VIEW)
def judge_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For a juror of the staff, who need not see who applied."""
    one = _file(pk)
    juror = juror_of(request.actor, found(request, one.application.call_id))
    if juror is None or not files_for(juror).filter(pk=pk).exists():
        raise Http404
    return sent(one)


# --- the jury and badges ------------------------------------------------------------------------------------------------


@read_or_send
@access(PEOPLE)
def jury(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A guest's link is shown in the answer to this very form and never again; the form sent twice shows the same."""
    call, status, link = seen(request, pk), 200, ""
    staff = staff_of(places_to_plan(request.actor))
    form = JurorForm(staff)
    if request.method == "POST":
        form = JurorForm(staff, request.POST)
        status = attempt(request, form, lambda act: _invite(act, call, form.cleaned_data))
        if not status and form.cleaned_data["staff"] is None:
            link = request.build_absolute_uri(reverse("public:jury", args=[jury_link_of(uid_of(request))]))
            form, status = JurorForm(staff), 200
        elif not status:
            messages.success(request, _("Додано до журі: оцінювати можна на сторінці конкурсу."))
            return redirect("workspace:call_jury", pk=pk)
    jurors = list(call.jurors.select_related("staff").order_by("ended_on", "made_at", "pk"))
    context = {"call": call, "jurors": jurors, "form": form, "link": link, "crumbs": _crumbs(call, (_("Журі"), ""))}
    return render(request, "workspace/programme/jury.html", context, status=status)


def _invite(act: Act, call: Call, said: dict[str, Any]) -> Juror:
    chosen: Staff | None = said["staff"]
    return invite_juror(act, call=call, staff=chosen, name=said["name"], link=None if chosen else Withheld(jury_link_of(act.uid)))


@require_POST
@access(PEOPLE)
def juror_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = get_object_or_404(Juror.objects.select_related("call__place"), pk=pk)
    seen(request, one.call_id)
    end_juror(act_of(request), juror=one)
    messages.success(request, _("Більше не в журі; поставлені бали лишилися."))
    return redirect("workspace:call_jury", pk=one.call_id)


@require_safe
@access(PEOPLE)
def badges(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    call = seen(request, pk)
    accepted = list(named(call))
    if not accepted:
        raise Http404
    answer = HttpResponse(sheet(call, accepted), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="badges.pdf"'
    return answer
