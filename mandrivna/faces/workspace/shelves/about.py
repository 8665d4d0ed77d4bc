"""What is known of a shelf: the agreement, whom to ask, its photograph, and the code that readers scan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.codec import Withheld
from mandrivna.core.models import Membership, Staff, Unit
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.shelves.forms import AboutForm, ContactForm, PhotoForm
from mandrivna.lending.actions.shelves import describe_shelf, renew_shelf_code, set_shelf_contact, set_shelf_photo
from mandrivna.lending.models import Photo, Shelf, ShelfVisit, pretty_code
from mandrivna.lending.rules import MOVE, SHELF_CONTACT, SHELF_EDIT, VIEW
from mandrivna.lending.shelves import visits_for
from mandrivna.shared import qr

TOLD = ("languages", "ages", "subjects", "capacity", "condition", "note")


def crumbs(unit: Unit, *more: Any) -> list[Any]:
    return [(_("Полиці"), reverse("workspace:shelves")), (unit, reverse("workspace:shelf", args=[unit.pk])), *more]


def _staff_of(unit: Unit) -> QuerySet[Staff]:
    here = Membership.objects.filter(unit__in=unit.ancestor_ids).values("staff")
    return Staff.objects.filter(pk__in=here, is_active=True).order_by("name", "pk")


@read_or_send
@access(SHELF_EDIT)
def about(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, SHELF_EDIT)
    known = Shelf.objects.filter(pk=unit.pk).first()
    if request.method == "POST":
        form = AboutForm(_staff_of(unit), request.POST)
        status = attempt(request, form, lambda act: describe_shelf(act, place=unit, about=form.about()))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:shelf", pk=pk)
    else:
        told = {name: getattr(known, name) for name in TOLD} | {"guardian": known.guardian_id} if known else {"condition": "good"}
        form, status = AboutForm(_staff_of(unit), initial=told), 200
    context = {
        "unit": unit,
        "form": form,
        "title": _("Відомості про полицю"),
        "crumbs": crumbs(unit, (_("Відомості про полицю"), "")),
    }
    return render(request, "workspace/shelves/form.html", {**context, "button": _("Записати")}, status=status)


@read_or_send
@access(SHELF_CONTACT)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, SHELF_CONTACT)
    if request.method == "POST":
        form, status = ContactForm(request.POST), 422
        if form.is_valid():
            said = {name: Withheld(value) for name, value in form.cleaned_data.items()}
            set_shelf_contact(act_of(request), place=unit, **said)
            messages.success(request, _("Записано."))
            return redirect("workspace:shelf", pk=pk)
    else:
        known = Shelf.objects.filter(pk=unit.pk).first()
        told = {"name": known.contact_name or "", "phone": known.contact_phone or ""} if known else {}
        form, status = ContactForm(initial=told), 200
    title = _("До кого звертатися в просторі")
    context = {"unit": unit, "form": form, "title": title, "button": _("Записати"), "crumbs": crumbs(unit, (title, ""))}
    return render(request, "workspace/shelves/form.html", context, status=status)


@read_or_send
@access(SHELF_EDIT)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code to print and hang on the shelf; a new one makes the former print dead."""
    unit = unit_or_404(request, pk, SHELF_EDIT)
    if request.method == "POST":
        renew_shelf_code(act_of(request), place=unit)
        messages.success(request, _("Новий код готовий. Надрукуйте його: попередній більше не діє."))
        return redirect("workspace:shelf_code", pk=pk)
    known = Shelf.objects.filter(pk=unit.pk).first()
    address = request.build_absolute_uri(reverse("public:shelf_door", args=[known.code])) if known else ""
    context = {
        "unit": unit,
        "known": known,
        "drawn": mark_safe(qr.svg(address)) if known else "",  # noqa: S308 - drawn by us
        "code": pretty_code(known.code) if known else "",
        "crumbs": crumbs(unit, (_("Код полиці"), "")),
    }
    return render(request, "workspace/shelves/code.html", context)


@read_or_send
@access(MOVE)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, MOVE)
    visit = _visit_of(request, unit)
    form: forms.Form = PhotoForm()
    status = 200
    if request.method == "POST":
        gone = bool(request.POST.get("remove"))
        form = forms.Form(request.POST) if gone else PhotoForm(request.POST, request.FILES)
        status = attempt(
            request,
            form,
            lambda act: set_shelf_photo(act, place=unit, picture="" if gone else form.cleaned_data["photo"], visit=visit),
        )
        if not status:
            messages.success(request, _("Світлину прибрано.") if gone else _("Світлину збережено."))
            return redirect("workspace:shelf_trip", pk=visit.pk) if visit else redirect("workspace:shelf", pk=pk)
    known = Shelf.objects.filter(pk=unit.pk).only("pk", "photo").first()
    context = {"unit": unit, "form": form, "known": known, "visit": visit, "crumbs": crumbs(unit, (_("Світлина полиці"), ""))}
    return render(request, "workspace/shelves/photo.html", context, status=status)


def _visit_of(request: HttpRequest, unit: Unit) -> ShelfVisit | None:
    asked = request.POST.get("visit") or request.GET.get("visit") or ""
    try:
        return visits_for(request.actor).filter(pk=asked, place=unit).first() if asked else None
    except (ValueError, forms.ValidationError):
        raise Http404 from None


@require_safe
@access(VIEW)
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """Of a shelf or a visit that the actor may look at; a photograph shows a place where people gather."""
    seen = visits_for(request.actor).filter(photo=digest).exists() or any(
        request.actor.can(VIEW, path) for path in Shelf.objects.filter(photo=digest).values_list("place__path", flat=True)
    )
    if not seen:
        raise Http404
    found = get_object_or_404(Photo, pk=digest)
    return HttpResponse(bytes(found.picture), content_type="image/webp")
