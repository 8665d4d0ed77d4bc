"""Inviting somebody by a link, and entering through it."""

from __future__ import annotations

import uuid

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.core.act import Act
from mandrivna.core.actions import invitations as actions
from mandrivna.core.models import Invitation
from mandrivna.core.problems import Refused
from mandrivna.core.roles import role_labels
from mandrivna.core.rules import STAFF_EDIT
from mandrivna.faces.access import access, add_problems, public, scoped, status_of
from mandrivna.faces.workspace.staff.forms import InviteForm, JoinForm

BINDING = "invitation"
TRIES = {"join": "30/m/ip"}


@require_http_methods(["GET", "POST"])
@access(STAFF_EDIT, step_up=True)
def invite_somebody(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                invitation, token = actions.invite(Act(actor=request.actor), **form.cleaned_data)
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                link = request.build_absolute_uri(reverse("workspace:join_look", args=[token]))
                # Shown in the answer itself, never redirected to: the link must not lie in a session or a history.
                context = {"invitation": invitation, "link": link, "role": role_labels()[invitation.role]}
                return render(request, "workspace/staff/invited.html", context, status=201)
    crumbs = [(_("Працівники"), reverse("workspace:staff")), (_("Запросити працівника"), "")]
    return render(request, "workspace/staff/invite.html", {"form": form, "crumbs": crumbs}, status=status)


@require_POST
@access(STAFF_EDIT, step_up=True)
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(scoped(request, STAFF_EDIT, Invitation.objects.all(), "unit__path"), pk=pk)
    actions.revoke_invitation(Act(actor=request.actor), invitation=found)
    messages.success(request, _("Запрошення відкликано."))
    return redirect("workspace:staff")


def _refusal(request: HttpRequest, refusal: actions.InvitationRefused) -> HttpResponse:
    """One page for a wrong, used, late or foreign link: it tells nobody which."""
    return render(request, "workspace/staff/join_refused.html", status=refusal.status)


def _too_many(request: HttpRequest) -> HttpResponse | None:
    if ratelimit.consume(request, app="mandrivna", action="join", config=TRIES, limit_get=True):
        return None
    return ratelimit.respond_429(request)


@require_http_methods(["GET", "POST"])
@public("somebody who is not of the staff yet opens an invitation")
def look(request: HttpRequest, token: str) -> HttpResponse:
    """GET explains and changes nothing, so that a mail scanner uses nothing up; POST starts the ten minutes."""
    if stop := _too_many(request):
        return stop
    binding = request.session.get(BINDING, "")
    try:
        if request.method == "POST":
            request.session[BINDING] = actions.open_invitation(token, binding)
            return redirect("workspace:join")
        invitation = actions.look_at_invitation(token, binding)
    except actions.InvitationRefused as refusal:
        return _refusal(request, refusal)
    if invitation.opened_at is not None:
        return redirect("workspace:join")
    return render(
        request, "workspace/staff/join_look.html", {"invitation": invitation, "role": role_labels().get(invitation.role, "")}
    )


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@public("finishing an invitation that this browser has opened")
def join(request: HttpRequest) -> HttpResponse:
    if stop := _too_many(request):
        return stop
    binding = request.session.get(BINDING, "")
    try:
        invitation = actions.opened_invitation(binding)
        form = JoinForm(invitation.name, invitation.email, request.POST or None)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                username, password = form.cleaned_data["username"], form.cleaned_data["password"]
                staff = actions.accept_invitation(binding, username=username, password=password)
                request.session.pop(BINDING, None)
                return perform_password_login(request, {"username": username}, Login(user=staff))
    except actions.InvitationRefused as refusal:
        return _refusal(request, refusal)
    except Refused as refusal:
        add_problems(form, refusal)
        status = status_of(refusal)
    return render(request, "workspace/staff/join.html", {"form": form, "invitation": invitation}, status=status)
