"""«Перші кроки»: one page that knows what is done and asks for what is next; each step is an ordinary form and an ordinary verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core import profile, sample
from mandrivna.core.act import Act
from mandrivna.core.actions.invitations import invite
from mandrivna.core.actions.profile import skip_step
from mandrivna.core.actor import Actor
from mandrivna.core.models import Sample
from mandrivna.core.models.staff import INVITATION_DAYS
from mandrivna.core.problems import Refused
from mandrivna.core.roles import role_labels
from mandrivna.core.rules import POLICY_EDIT, PROFILE_EDIT, STAFF_EDIT
from mandrivna.faces.access import access, add_problems, read_or_send, status_of
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.start.forms import FORMS, ColleagueForm
from mandrivna.faces.workspace.start.steps import CODES, Step, institution_with_progress, left, steps_of

STAFF = "staff"
LOOK_AGAIN = 4
"""Seconds after which a page about work in progress is asked for again, also without scripts."""


def _page(request: HttpRequest, wanted: str = "", *, form: Any = None, status: int = 200, problems: Any = ()) -> HttpResponse:
    unit = institution_with_progress(request.actor)
    if unit is None:
        return render(request, "workspace/start/nowhere.html", status=status)
    steps = steps_of(unit, request.actor)
    here = next((step for step in steps if step.code == wanted), None) or next((step for step in steps if not step.settled), None)
    example = sample.current()
    # While the example comes or goes the page looks again by itself: nothing may be open on it that somebody types into.
    looks_again = form is None and example is not None and example.state != Sample.State.READY
    if looks_again:
        here = None
    if form is None and here is not None and here.may:
        form = ColleagueForm(request) if here.code == STAFF else FORMS[here.code](unit)
    context = {
        "unit": unit,
        "steps": steps,
        "here": here,
        "form": form,
        "left": left(unit),
        "of": len(steps),
        "finished": len(steps) - left(unit),
        "button": getattr(form, "button", _("Створити посилання")),
        "action": _address(here) if here else "",
        "may_try": request.actor.can(POLICY_EDIT, unit.path),
        "sample": example,
        "problems": problems,
    }
    response = render(request, "workspace/start/start.html", context, status=status)
    if looks_again:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


def _address(step: Step) -> str:
    return reverse("workspace:start_staff") if step.code == STAFF else reverse("workspace:start_step", args=[step.code])


@require_safe
@access(PROFILE_EDIT)
def start(request: HttpRequest) -> HttpResponse:
    return _page(request)


@read_or_send
@access(PROFILE_EDIT)
def step(request: HttpRequest, code: str) -> HttpResponse:
    """A step may be opened at any time, also one that is done: a second shelf is as welcome as the first."""
    if code not in CODES:
        raise Http404
    unit = institution_with_progress(request.actor)
    if request.method != "POST" or code not in FORMS or unit is None:
        return _page(request, code)
    form = FORMS[code](unit, request.POST)
    if status := attempt(request, form, form.act_on):
        return _page(request, code, form=form, status=status)
    messages.success(request, _("Готово."))
    return redirect("workspace:start")


@read_or_send
@access(STAFF_EDIT, step_up=True)
def staff(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(reverse("workspace:start_step", args=[STAFF]))
    form, status = ColleagueForm(request, request.POST), 422
    if form.is_valid():
        try:
            invitation, token = invite(Act(actor=request.actor), days=INVITATION_DAYS, **form.cleaned_data)
        except Refused as refusal:
            add_problems(form, refusal)
            status = status_of(refusal)
        else:
            link = request.build_absolute_uri(reverse("workspace:join_look", args=[token]))
            context = {
                "invitation": invitation,
                "link": link,
                "role": role_labels()[invitation.role],
                "next": reverse("workspace:start"),
            }
            return render(request, "workspace/staff/invited.html", context, status=201)
    return _page(request, STAFF, form=form, status=status)


@require_POST
@access(PROFILE_EDIT)
def skip(request: HttpRequest) -> HttpResponse:
    unit = institution_with_progress(request.actor)
    if unit is not None:
        skip_step(act_of(request), unit=unit, step=request.POST.get("step", ""))
    return redirect("workspace:start")


@require_POST
@access(POLICY_EDIT)
def load_sample(request: HttpRequest) -> HttpResponse:
    """«Подивитися на прикладі»: the worker tells the story, the page shows how far it has come."""
    return _sample(request, sample.ask_to_load)


@require_POST
@access(POLICY_EDIT, step_up=True)
def remove_sample(request: HttpRequest) -> HttpResponse:
    return _sample(request, sample.ask_to_remove)


def _sample(request: HttpRequest, ask: Callable[[Actor], Any]) -> HttpResponse:
    try:
        ask(request.actor)
    except Refused as refusal:
        return _page(request, status=status_of(refusal), problems=refusal.problems)
    profile.forget()
    return redirect(f"{reverse('workspace:start')}#sample")
