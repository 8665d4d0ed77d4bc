"""The registry of gifts: the list, a new one, one gift with all that is in it, and what is changed about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, add_problems, read_or_send, scoped, status_of
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.intake.forms import DonorForm, EditGiftForm, GiftForm, PhotoForm
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, units_with
from mandrivna.fund.actions.donors import add_donor
from mandrivna.fund.actions.gifts import cancel_gift, edit_gift, open_gift, restore_gift, set_gift_photo, take_back_gifted
from mandrivna.fund.intake import arrivals_for, donors_for, gifts_for, lots
from mandrivna.fund.models import Arrival, Gift, GiftPhoto, GiftState
from mandrivna.fund.rules import DONORS, EDIT, SIGN, VIEW
from mandrivna.lending.problems import LENDS

TONES = {GiftState.OPEN: "info", GiftState.SIGNED: "good", GiftState.CANCELLED: ""}
PAGE = 30


def crumbs(*further: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Дарунки"), reverse("workspace:intake") if further else ""), *further]


def donor_said(request: HttpRequest, donor: Any) -> str:
    return donor.shown if request.actor.can(DONORS, donor.institution.path) else str(donor)


def _gift(one: Gift) -> Cell:
    return Cell(text=str(one.donor), url=reverse("workspace:gift", args=[one.pk]), note=one.note[:80])


def _act(one: Any) -> Any:
    return f"№ {one.number} / {one.year}" if one.number else "—"


COLUMNS: tuple[Column[Any], ...] = (
    Column(key="on", label=gettext_lazy("Надійшов"), cell=lambda one: one.on, sort="on", level=1),
    Column(key="donor", label=gettext_lazy("Від кого"), cell=_gift, head=True, level=2, export=lambda one: str(one.donor)),
    Column(key="copies", label=gettext_lazy("Примірників"), cell=lambda one: one.copies, sort="copies", level=1),
    Column(key="titles", label=gettext_lazy("Назв"), cell=lambda one: one.titles, level=1),
    Column(key="act", label=gettext_lazy("Акт"), cell=_act, level=1),
    Column(
        key="state",
        label=gettext_lazy("Стан"),
        cell=lambda one: Tag(one.get_state_display(), TONES[GiftState(one.state)]),
        level=1,
    ),
)


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    may_edit = request.actor.can(EDIT)
    table = Table(
        request,
        gifts_for(request.actor).exclude(state=GiftState.CANCELLED),
        COLUMNS,
        name="gifts",
        title=_("Дарунки"),
        sort="-on",
        page_size=PAGE,
        empty=Empty(
            title=_("Дарунків іще немає"),
            text=_("Коли привезуть коробку з книжками, відкрийте дарунок і скануйте книжку за книжкою."),
            mark="gift",
            action=_("Новий дарунок") if may_edit else "",
            url=reverse("workspace:gift_add") if may_edit else "",
        ),
    )
    waiting = arrivals_for(request.actor).waiting()
    return table.render("workspace/intake/list.html", {"may_edit": may_edit, "waiting": waiting.count(), "crumbs": crumbs()})


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """Who gave is chosen, or written down right here: one page, one button."""
    places = units_with(request, EDIT).filter(kind__in=LENDS)
    donors, named = donors_for(request.actor, EDIT).order_by("called", "-added_on"), request.actor.can(DONORS)
    if request.method != "POST":
        form = GiftForm(places, donors, named, initial={"place": default_place(request, places), "donor": request.GET.get("donor")})
        return _add_page(request, form, DonorForm(prefix="donor"), 200)
    form, giver = GiftForm(places, donors, named, request.POST), DonorForm(request.POST, prefix="donor")
    made: list[Gift] = []
    valid = form.is_valid() and (form.cleaned_data["donor"] is not None or giver.is_valid())
    status = attempt(request, form, lambda act: made.append(_opened(act, form, giver))) if valid else 422
    if status:
        return _add_page(request, form, giver, status)
    messages.success(request, _("Дарунок відкрито. Скануйте першу книжку."))
    return redirect("workspace:gift_scan", pk=made[0].pk)


def _opened(act: Act, form: GiftForm, giver: DonorForm) -> Gift:
    about = dict(form.cleaned_data)
    if about["donor"] is None:
        try:
            about["donor"] = add_donor(act.part("donor"), unit=about["place"], **giver.cleaned_data)
        except Refused as refusal:
            add_problems(giver, refusal)
            raise Refused([]) from None
    return open_gift(act, **about)


def _add_page(request: HttpRequest, form: GiftForm, giver: DonorForm, status: int) -> HttpResponse:
    context = {"form": form, "giver": giver, "crumbs": crumbs((_("Новий дарунок"), ""))}
    return render(request, "workspace/intake/gift_form.html", context, status=status)


def found_gift(request: HttpRequest, pk: uuid.UUID, permission: Any = VIEW) -> Any:
    if permission == VIEW:
        return get_object_or_404(gifts_for(request.actor), pk=pk)
    return get_object_or_404(
        scoped(
            request, permission, Gift.objects.select_related("donor__institution", "place", "institution", "photo"), "place__path"
        ),
        pk=pk,
    )


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_gift(request, pk)
    return _page(request, found, PhotoForm(), 200)


def _page(request: HttpRequest, found: Any, photo: PhotoForm, status: int) -> HttpResponse:
    listed_lots = lots(found)
    worth = [lot.sum for lot in listed_lots if lot.sum is not None]
    may_edit = request.actor.can(EDIT, found.place.path)
    context = {
        "gift": found,
        "donor": donor_said(request, found.donor),
        "lots": listed_lots,
        "copies": sum(lot.many for lot in listed_lots),
        "worth": sum(worth) if worth else None,
        "unpriced": sum(lot.many for lot in listed_lots if lot.price is None),
        "tone": TONES[GiftState(found.state)],
        "may_edit": may_edit,
        "may_change": may_edit and found.open,
        "may_sign": request.actor.can(SIGN, found.place.path),
        "sees_donor": request.actor.can(DONORS, found.institution.path),
        "photo_form": photo,
        "crumbs": crumbs((str(found), "")),
    }
    return render(request, "workspace/intake/gift.html", context, status=status)


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_gift(request, pk, EDIT)
    donors, named = donors_for(request.actor, EDIT).order_by("called", "-added_on"), request.actor.can(DONORS)
    sent = [request.POST] if request.method == "POST" else []
    about = {name: getattr(found, name) for name in ("on", "paper", "note")}
    form, status = EditGiftForm(None, donors, named, *sent, initial={**about, "donor": found.donor_id}), 200
    if sent:
        status = attempt(request, form, lambda act: edit_gift(act, gift=found, **form.cleaned_data))
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:gift", pk=pk)
    context = {
        "form": form,
        "gift": found,
        "crumbs": crumbs((str(found), reverse("workspace:gift", args=[pk])), (_("Змінити"), "")),
    }
    return render(request, "workspace/intake/gift_edit.html", context, status=status)


@require_POST
@access(EDIT)
def photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_gift(request, pk, EDIT)
    gone = bool(request.POST.get("remove"))
    form = PhotoForm(request.POST, request.FILES)
    if not gone and not form.is_valid():
        return _page(request, found, form, 422)
    picture = "" if gone else form.cleaned_data["picture"]
    try:
        set_gift_photo(act_of(request), gift=found, picture=picture)
    except Refused as refusal:
        add_problems(form, refusal)
        return _page(request, found, form, status_of(refusal))
    messages.success(request, _("Світлину прибрано.") if gone else _("Світлину додано."))
    return redirect("workspace:gift", pk=pk)


@require_safe
@access(VIEW)
def picture(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    digest = found_gift(request, pk).photo_id
    kept = GiftPhoto.objects.filter(pk=digest).first() if digest else None
    if kept is None:
        raise Http404
    return HttpResponse(bytes(kept.large), content_type="image/webp")


@require_POST
@access(EDIT)
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_gift(request, pk, EDIT)
    cancel_gift(act_of(request), gift=found)
    undoable(request, _("Порожній дарунок скасовано."), reverse("workspace:gift_restore", args=[pk]))
    return redirect("workspace:intake")


@require_POST
@access(EDIT)
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = found_gift(request, pk, EDIT)
    restore_gift(act_of(request), gift=found)
    messages.success(request, _("Дарунок знову відкрито."))
    return redirect("workspace:gift", pk=pk)


@require_POST
@access(EDIT)
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is named in the form; `next` says whether one stands on the scanning screen or on the gift's page."""
    found = found_gift(request, pk, EDIT)
    copies = [uuid.UUID(key) for key in request.POST.getlist("copy") if _is_uid(key)]
    numbers = list(
        Arrival.objects.filter(pk__in=copies, gift=found).order_by("line").values_list(F("copy__inventory_number"), flat=True)
    )
    take_back_gifted(act_of(request), gift=found, copies=[str(key) for key in copies])
    said = ", ".join(str(number) for number in numbers)
    messages.success(
        request, _("Викреслено як записане помилково: № %(numbers)s. Ці номери більше не видаватимуться.") % {"numbers": said}
    )
    return redirect("workspace:gift_scan" if request.POST.get("next") == "scan" else "workspace:gift", pk=pk)


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
