"""Donors: the register, one donor with what became of the gifts, the link that shows it to them, and forgetting on request."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.codec import Withheld
from mandrivna.core.erasure_requests import open_request
from mandrivna.core.models import Unit
from mandrivna.core.rules import ERASURES_OPEN
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.intake.forms import DonorForm
from mandrivna.faces.workspace.intake.registry import crumbs
from mandrivna.faces.workspace.operate import act_of, attempt, units_with
from mandrivna.fund.actions.donors import add_donor, edit_donor, open_donor_erasure, revoke_report, share_report
from mandrivna.fund.intake import donors_for
from mandrivna.fund.models import Donor, GiftState
from mandrivna.fund.rules import DONORS, EDIT, VIEW
from mandrivna.lending.giving import K, report_of

PAGE = 30
GIVEN = ~Q(gifts__state=GiftState.CANCELLED)


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Names only where the donor agreed, or for whoever may see them; looked for here, not in an address."""
    rows = donors_for(request.actor).select_related("institution")
    counted = rows.annotate(given=Count("gifts", filter=GIVEN), last=Max("gifts__on", filter=GIVEN)).order_by(
        "-last", "-added_on", "pk"
    )
    page = Paginator(counted, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(donor, _said(request, donor)) for donor in page.object_list],
        "may_edit": request.actor.can(EDIT),
        "crumbs": crumbs((_("Дарувальники"), "")),
    }
    return render(request, "workspace/intake/donors.html", context)


def _said(request: HttpRequest, donor: Donor) -> str:
    return donor.shown if request.actor.can(DONORS, donor.institution.path) else str(donor)


def _found(request: HttpRequest, pk: uuid.UUID, permission: Any = VIEW) -> Donor:
    return get_object_or_404(donors_for(request.actor, permission).select_related("institution"), pk=pk)


def _unit(request: HttpRequest, permission: Any, donor: Donor) -> Unit:
    """Whence the right comes: the institution, or a department of it."""
    own = units_with(request, permission).filter(path__startswith=donor.institution.path)
    return get_object_or_404(Unit, pk=own.values_list("pk", flat=True).first())


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    form, status, made = DonorForm(request.POST if request.method == "POST" else None), 200, []
    if request.method == "POST":
        unit = units_with(request, EDIT).first()
        status = attempt(request, form, lambda act: made.append(add_donor(act, unit=unit, **form.cleaned_data)))
        if not status:
            messages.success(request, _("Дарувальника записано."))
            return redirect("workspace:donor", pk=made[0].pk)
    return _form_page(request, form, _("Новий дарувальник"), status)


@read_or_send
@access(DONORS)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    donor = _found(request, pk, DONORS)
    began = {"kind": donor.kind, "name": donor.name, "aloud": bool(donor.called), "contact": donor.contact}
    form, status = DonorForm(request.POST if request.method == "POST" else None, initial=began), 200
    if request.method == "POST":
        unit = _unit(request, DONORS, donor)
        status = attempt(request, form, lambda act: edit_donor(act, donor=donor, unit=unit, **form.cleaned_data))
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:donor", pk=pk)
    return _form_page(request, form, _("Змінити дарувальника"), status)


def _form_page(request: HttpRequest, form: DonorForm, heading: str, status: int) -> HttpResponse:
    context = {"form": form, "heading": heading, "crumbs": crumbs((_("Дарувальники"), reverse("workspace:donors")), (heading, ""))}
    return render(request, "workspace/intake/small_form.html", context, status=status)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same report as the donor sees, and what only the house sees above it."""
    donor = _found(request, pk)
    sees = request.actor.can(DONORS, donor.institution.path)
    link = donor.link if sees and donor.link_hash else None
    context = {
        "donor": donor,
        "said": _said(request, donor),
        "sees": sees,
        "link": request.build_absolute_uri(reverse("public:gift_report", args=[link])) if link else "",
        "may_add": request.actor.can(EDIT, donor.institution.path),
        "may_erase": request.actor.can(ERASURES_OPEN, donor.institution.path)
        and (donor.name or donor.contact)
        and not open_request(donor.pk),
        "report": report_of(donor, timezone.localdate()),
        "least": K,
        "crumbs": crumbs((_("Дарувальники"), reverse("workspace:donors")), (str(donor), "")),
    }
    return render(request, "workspace/intake/donor.html", context)


@require_POST
@access(DONORS)
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    donor = _found(request, pk, DONORS)
    link = Withheld(secrets.token_urlsafe(24))
    share_report(act_of(request), donor=donor, unit=_unit(request, DONORS, donor), link=link)
    messages.success(request, _("Посилання готове. Попереднє, якщо воно було, більше не відкриється."))
    return redirect("workspace:donor", pk=pk)


@require_POST
@access(DONORS)
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    donor = _found(request, pk, DONORS)
    revoke_report(act_of(request), donor=donor, unit=_unit(request, DONORS, donor))
    messages.success(request, _("Посилання більше не діє."))
    return redirect("workspace:donor", pk=pk)


@require_POST
@access(ERASURES_OPEN)
def erase(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    donor = _found(request, pk, ERASURES_OPEN)
    open_donor_erasure(act_of(request), donor=donor, unit=_unit(request, ERASURES_OPEN, donor))
    messages.success(request, _("Запит записано. Погодити його мають двоє, на сторінці «Знищення даних»."))
    return redirect("workspace:donor", pk=pk)
