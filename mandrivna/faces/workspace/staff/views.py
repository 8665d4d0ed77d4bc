"""Who works here: the list, one person, their roles, leaving."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mandrivna.core.accounts import proved_recently
from mandrivna.core.act import Act
from mandrivna.core.actions import staff as actions
from mandrivna.core.models import Invitation, Membership, Staff, Unit
from mandrivna.core.problems import Refused
from mandrivna.core.roles import role_labels
from mandrivna.core.rules import STAFF_EDIT, STAFF_VIEW
from mandrivna.faces.access import access, add_problems, scoped, status_of, step_up_url, unit_or_404
from mandrivna.faces.look.tables import Table
from mandrivna.faces.workspace.staff.forms import ReasonForm, RoleForm, StaffFilter
from mandrivna.faces.workspace.staff.people import named_like, narrowed, people_columns

PAGE = 50


def _visible(request: HttpRequest) -> QuerySet[Staff]:
    """People with a role, present or past, in a unit where the actor may see staff; and oneself."""
    rows = scoped(request, STAFF_VIEW, Membership.objects.all(), "unit__path")
    return Staff.objects.filter(pk__in=rows.values("staff_id")) | Staff.objects.filter(pk=request.actor.staff_id)


def _person_or_404(request: HttpRequest, pk: int) -> Staff:
    return get_object_or_404(_visible(request), pk=pk)


@require_GET
@access(STAFF_VIEW)
def people(request: HttpRequest) -> HttpResponse:
    if wanted := request.GET.get("unit", ""):
        unit_or_404(request, wanted, STAFF_VIEW)
    today = timezone.localdate()
    current = scoped(request, STAFF_VIEW, Membership.objects.on(today).select_related("unit"), "unit__path")
    labels, may_edit = role_labels(), request.actor.can(STAFF_EDIT)
    units = Unit.objects.visible_to(request.actor, STAFF_VIEW).order_by("path")
    table = Table(
        request,
        _visible(request).prefetch_related(Prefetch("memberships", queryset=current, to_attr="current")),
        people_columns(labels),
        name="staff",
        title=_("Працівники"),
        sort="name",
        search=named_like,
        search_label=_("Ім’я або ім’я для входу"),
        filters=StaffFilter(units, labels, request.GET),
        narrow=narrowed,
        guarded=True,
    )
    return table.render("workspace/staff/list.html", {"may_edit": may_edit, "invitations": _open_invitations(request)})


def _open_invitations(request: HttpRequest) -> list[Invitation]:
    rows = Invitation.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, opened_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(scoped(request, STAFF_EDIT, rows.select_related("unit"), "unit__path")[:PAGE])


def _person_page(request: HttpRequest, person: Staff, status: int = 200, **forms: Any) -> HttpResponse:
    memberships = scoped(request, STAFF_VIEW, person.memberships.select_related("unit"), "unit__path").order_by("-until", "-since")
    today, may_edit = timezone.localdate(), request.actor.can(STAFF_EDIT)
    fresh = may_edit and proved_recently(request)
    labels = role_labels()
    rows = [
        (m, labels.get(m.role, m.role), m.until is None or m.until >= today, request.actor.can(STAFF_EDIT, m.unit.path))
        for m in memberships
    ]
    context = {
        "person": person,
        "crumbs": [(_("Працівники"), reverse("workspace:staff")), (person.name, "")],
        "rows": rows,
        "may_edit": may_edit,
        "fresh": fresh,
        "step_up_url": step_up_url(request, reverse("workspace:person", args=[person.pk])) if may_edit and not fresh else "",
        "role_form": forms.get("role_form") or (RoleForm(request, auto_id="role_%s") if fresh else None),
        "leave_form": forms.get("leave_form") or (ReasonForm(auto_id="leave_%s") if fresh else None),
        "end_form": forms.get("end_form") or (ReasonForm(auto_id="end_%s") if fresh else None),
        "sessions": UserSession.objects.filter(user_id=person.pk).count() if may_edit else None,
        "oneself": person.pk == request.user.pk,
    }
    return render(request, "workspace/staff/person.html", context, status=status)


@require_GET
@access(STAFF_VIEW)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _person_page(request, _person_or_404(request, pk))


@require_POST
@access(STAFF_EDIT, step_up=True)
def add_role(request: HttpRequest, pk: int) -> HttpResponse:
    who = _person_or_404(request, pk)
    form = RoleForm(request, request.POST, auto_id="role_%s")
    if form.is_valid():
        try:
            actions.grant_role(Act(actor=request.actor), staff=who, unit=form.cleaned_data["unit"], role=form.cleaned_data["role"])
        except Refused as refusal:
            add_problems(form, refusal)
            return _person_page(request, who, status_of(refusal), role_form=form)
        messages.success(request, _("Роль надано."))
        return redirect("workspace:person", pk=pk)
    return _person_page(request, who, 422, role_form=form)


@require_POST
@access(STAFF_EDIT, step_up=True)
def end_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    who = _person_or_404(request, pk)
    row = scoped(request, STAFF_EDIT, who.memberships.select_related("unit"), "unit__path").filter(pk=membership).first()
    if row is None:
        raise Http404
    form = ReasonForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        try:
            actions.end_role(Act(actor=request.actor), membership=row, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            add_problems(form, refusal)
            return _person_page(request, who, status_of(refusal), end_form=form)
        messages.success(request, _("Роль забрано. Права зникли одразу."))
        return redirect("workspace:person", pk=pk)
    return _person_page(request, who, 422, end_form=form)


@require_POST
@access(STAFF_EDIT, step_up=True)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    who = _person_or_404(request, pk)
    form = ReasonForm(request.POST, auto_id="leave_%s")
    if form.is_valid():
        try:
            actions.deactivate(Act(actor=request.actor), staff=who, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            add_problems(form, refusal)
            return _person_page(request, who, status_of(refusal), leave_form=form)
        messages.success(request, _("Доступ вимкнено, усі сеанси завершено."))
        return redirect("workspace:person", pk=pk)
    return _person_page(request, who, 422, leave_form=form)


@require_POST
@access(STAFF_EDIT, step_up=True)
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reactivate(Act(actor=request.actor), staff=_person_or_404(request, pk))
    messages.success(request, _("Доступ увімкнено. Тепер надайте роль."))
    return redirect("workspace:person", pk=pk)


@require_POST
@access(STAFF_EDIT, step_up=True)
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    who = _person_or_404(request, pk)
    actions.end_sessions(Act(actor=request.actor), staff=who)
    if who.pk == request.user.pk:
        return HttpResponseRedirect(reverse("account_login"))
    messages.success(request, _("Усі сеанси цього працівника завершено."))
    return redirect("workspace:person", pk=pk)
