"""Acts of replacement: their list, one with its paper, the signature."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.site import logo_url
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.intake.acts import WRITE, sent
from mandrivna.faces.workspace.intake.registry import crumbs
from mandrivna.faces.workspace.intake.signing import signing
from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.models import Replacement, ReplacementState
from mandrivna.fund.replacing import replacements_for
from mandrivna.fund.replacing_papers import act
from mandrivna.fund.rules import SIGN, VIEW

TONES = {ReplacementState.OPEN: "warn", ReplacementState.SIGNED: "good", ReplacementState.CANCELLED: ""}
PAGE = "workspace:replacement"


def _act(one: Replacement) -> str:
    return f"№ {one.number} / {one.year}" if one.number else "—"


COLUMNS: tuple[Column[Replacement], ...] = (
    Column(key="on", label=gettext_lazy("Коли"), cell=lambda one: one.on, sort="on", level=1),
    Column(
        key="old",
        label=gettext_lazy("Замість"),
        cell=lambda one: Cell(text=str(one), url=reverse(PAGE, args=[one.pk]), note=str(one.old.record)[:80]),
        head=True,
        level=1,
        export=str,
    ),
    Column(key="new", label=gettext_lazy("Що принесли"), cell=lambda one: str(one.new.record), words=True, level=1),
    Column(key="why", label=gettext_lazy("Що сталося"), cell=lambda one: one.get_why_display(), level=1),
    Column(key="act", label=gettext_lazy("Акт"), cell=_act, level=1),
    Column(
        key="state",
        label=gettext_lazy("Стан"),
        cell=lambda one: Tag(one.get_state_display(), TONES[ReplacementState(one.state)]),
        level=1,
    ),
)


def _crumbs(*further: tuple[Any, str]) -> list[tuple[Any, str]]:
    return crumbs((_("Заміни"), reverse("workspace:replacements") if further else ""), *further)


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        replacements_for(request.actor).exclude(state=ReplacementState.CANCELLED),
        COLUMNS,
        name="replacements",
        title=_("Заміни"),
        sort="-on",
        empty=Empty(
            title=_("Замін іще не було"),
            text=_("Коли читач принесе рівноцінну книжку замість загубленої, її приймають на видачі, з формуляра читача."),
            mark="book",
        ),
    )
    return table.render("workspace/replacing/list.html", {"crumbs": _crumbs()})


def _found(request: HttpRequest, pk: uuid.UUID, permission: Any = VIEW) -> Replacement:
    return get_object_or_404(replacements_for(request.actor, permission), pk=pk)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    made = act(found)
    context = {
        "one": found,
        "tone": TONES[ReplacementState(found.state)],
        "paper": made,
        "logo_url": logo_url(made.letterhead.logo.digest) if made.letterhead and made.letterhead.logo else "",
        "may_sign": found.open and request.actor.can(SIGN, found.place.path),
        "crumbs": _crumbs((str(found), "")),
    }
    return render(request, "workspace/replacing/one.html", context)


@require_safe
@access(VIEW)
def paper_file(request: HttpRequest, pk: uuid.UUID, form: str) -> HttpResponse:
    if form not in WRITE:
        raise Http404
    found = _found(request, pk)
    write, content_type = WRITE[form]
    return sent(write(act(found)), f"akt-zaminy-{found.year or 'proiekt'}-{found.number or 0}.{form}", content_type)


@read_or_send
@access(SIGN)
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk, SIGN)
    here = (str(found), reverse(PAGE, args=[pk]))
    return signing(
        request,
        found,
        page=PAGE,
        waits=found.open,
        sign=partial(sign_replacement, replacement=found),
        told=_("Акт підписано: нова книжка в частині 1 книги сумарного обліку, стара — в частині 2."),
        template="workspace/replacing/sign.html",
        shown=lambda: {"one": found, "crumbs": _crumbs(here, (_("Підписати акт"), ""))},
    )
