"""The commission's prices, the signature, and the papers of a gift."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.site import logo_url
from mandrivna.faces.workspace.indicators.paper import DOCX, PDF
from mandrivna.faces.workspace.intake.forms import ValueForm, WhyReopenForm
from mandrivna.faces.workspace.intake.registry import crumbs, donor_said, found_gift
from mandrivna.faces.workspace.intake.signing import began, signing
from mandrivna.faces.workspace.operate import attempt
from mandrivna.fund.actions.signing import reopen_gift, sign_gift, value_gift
from mandrivna.fund.intake import Lot, lots
from mandrivna.fund.models import Gift
from mandrivna.fund.papers import KINDS, act
from mandrivna.fund.rules import DONORS, EDIT, SIGN
from mandrivna.shared.printing import docx, pdf
from mandrivna.shared.printing.document import Document

WRITE = {"pdf": (pdf.write, PDF), "docx": (docx.write, DOCX)}
PRICE = "price-"


def _crumbs(gift: Gift, said: Any) -> list[tuple[Any, str]]:
    return crumbs((str(gift), reverse("workspace:gift", args=[gift.pk])), (said, ""))


@read_or_send
@access(EDIT)
def value(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A table of what has no price: one price a title, for all its copies."""
    gift = found_gift(request, pk, EDIT)
    if not gift.open:
        return redirect("workspace:gift", pk=pk)
    rows = [lot for lot in lots(gift) if lot.price is None or lot.valued]
    if request.method != "POST":
        day = gift.decided_on or timezone.localdate()
        return _value_page(request, gift, ValueForm(initial=began(gift, decided_on=day)), rows, {}, 200)
    form = ValueForm(request.POST)
    said = {lot.key: request.POST.get(f"{PRICE}{lot.key}", "")[:20] for lot in rows}
    prices = {key: said[lot.key] for lot in rows for key in lot.keys}
    wrong: dict[str, str] = {}

    def run(act: Any) -> None:
        try:
            value_gift(act, gift=gift, prices=prices, commission=form.commission(), decided_on=form.cleaned_data["decided_on"])
        except Refused as refusal:
            wrong.update({one.field.removeprefix(PRICE): str(one.text) for one in refusal.problems if one.field.startswith(PRICE)})
            raise Refused([one for one in refusal.problems if not one.field.startswith(PRICE)]) from None

    status = attempt(request, form, run)
    if status:
        return _value_page(request, gift, form, rows, {"said": said, "wrong": wrong}, status)
    messages.success(request, _("Ціни комісії записано."))
    return redirect("workspace:gift", pk=pk)


def _value_page(
    request: HttpRequest, gift: Gift, form: ValueForm, rows: list[Lot], sent: dict[str, Any], status: int
) -> HttpResponse:
    said, wrong = sent.get("said", {}), sent.get("wrong", {})
    listed = [(lot, said.get(lot.key, "" if lot.price is None else str(lot.price)), wrong.get(lot.key, "")) for lot in rows]
    context = {"gift": gift, "form": form, "rows": listed, "wrong": wrong, "crumbs": _crumbs(gift, _("Оцінка комісії"))}
    return render(request, "workspace/intake/value.html", context, status=status)


@read_or_send
@access(SIGN)
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    gift = found_gift(request, pk, SIGN)

    def shown() -> dict[str, Any]:
        listed = lots(gift)
        return {
            "gift": gift,
            "copies": sum(lot.many for lot in listed),
            "unpriced": sum(lot.many for lot in listed if lot.price is None),
            "crumbs": _crumbs(gift, _("Підписати акт")),
        }

    return signing(
        request,
        gift,
        page="workspace:gift",
        waits=gift.open,
        sign=partial(sign_gift, gift=gift),
        told=_("Акт підписано. Дарунок більше не змінюється; акт можна надрукувати."),
        template="workspace/intake/sign.html",
        shown=shown,
    )


@read_or_send
@access(SIGN)
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    gift = found_gift(request, pk, SIGN)
    form, status = WhyReopenForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: reopen_gift(act, gift=gift, **form.cleaned_data))
        if not status:
            messages.success(request, _("Акт відкрито для виправлення. Його номер лишається за ним."))
            return redirect("workspace:gift", pk=pk)
    context = {"gift": gift, "form": form, "crumbs": _crumbs(gift, _("Виправити акт"))}
    return render(request, "workspace/intake/reopen.html", context, status=status)


# --- papers -------------------------------------------------------------------------------------------------------------


def _paper(request: HttpRequest, pk: uuid.UUID, kind: str) -> tuple[Gift, Document]:
    """The donor's name stands on the paper for whoever may see it; another's print has a line for the hand."""
    if kind not in KINDS:
        raise Http404
    gift = found_gift(request, pk)
    named = request.actor.can(DONORS, gift.institution.path)
    return gift, act(kind, gift, lots(gift), donor=donor_said(request, gift.donor) if named or gift.donor.called else "")


@require_safe
@access(EDIT)
def paper(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    gift, made = _paper(request, pk, kind)
    context = {
        "gift": gift,
        "kind": kind,
        "heading": KINDS[kind],
        "paper": made,
        "logo_url": logo_url(made.letterhead.logo.digest) if made.letterhead and made.letterhead.logo else "",
        "crumbs": _crumbs(gift, KINDS[kind]),
    }
    return render(request, "workspace/intake/paper.html", context)


@require_safe
@access(EDIT)
def paper_file(request: HttpRequest, pk: uuid.UUID, kind: str, form: str) -> HttpResponse:
    if form not in WRITE:
        raise Http404
    gift, made = _paper(request, pk, kind)
    write, content_type = WRITE[form]
    return sent(write(made), f"akt-{kind}-{gift.year or 'proiekt'}-{gift.number or 0}.{form}", content_type)


def sent(data: bytes, name: str, content_type: str, *, shown: bool = False) -> HttpResponse:
    """The name of a file names nobody."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return response
