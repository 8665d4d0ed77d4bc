"""Acts of withdrawal: their list, one with its copies and its paper, and the way to the signature."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Blocker, Problem, Refused
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.site import logo_url
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.intake.acts import PRICE, WRITE, sent
from mandrivna.faces.workspace.intake.registry import crumbs
from mandrivna.faces.workspace.intake.signing import signing
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, hidden_uid, units_with
from mandrivna.faces.workspace.withdrawing.forms import CodesForm, WithdrawalForm
from mandrivna.fund.actions.withdrawing import (
    list_withdrawn,
    open_withdrawal,
    sign_withdrawal,
    step_withdrawal,
    unlist_withdrawn,
    value_withdrawn,
)
from mandrivna.fund.models import Withdrawal, WithdrawalState
from mandrivna.fund.rules import EDIT, SIGN, VIEW
from mandrivna.fund.withdrawing import candidates, copies_said, lines_of, sums, withdrawals_for
from mandrivna.fund.withdrawing_papers import act

TONES = {
    WithdrawalState.DRAFT: "info",
    WithdrawalState.DESK: "warn",
    WithdrawalState.SIGNED: "good",
    WithdrawalState.CANCELLED: "",
}
PAGE = "workspace:withdrawal"
MOST_SAID = 12

COLUMNS: tuple[Column[Any], ...] = (
    Column(key="on", label=gettext_lazy("Складено"), cell=lambda one: one.on, sort="on", level=1),
    Column(
        key="why",
        label=gettext_lazy("Причина"),
        cell=lambda one: Cell(text=one.why, url=reverse(PAGE, args=[one.pk]), note=one.place.name),
        head=True,
        level=1,
        export=lambda one: one.why,
    ),
    Column(key="copies", label=gettext_lazy("Примірників"), cell=lambda one: one.copies, sort="copies", level=1),
    Column(
        key="act", label=gettext_lazy("Акт"), cell=lambda one: f"№ {one.number} / {one.year}" if one.number else "—", level=1
    ),
    Column(
        key="state",
        label=gettext_lazy("Стан"),
        cell=lambda one: Tag(one.get_state_display(), TONES[WithdrawalState(one.state)]),
        level=1,
    ),
)  # fmt: skip


def _crumbs(*further: tuple[Any, str]) -> list[tuple[Any, str]]:
    return crumbs((_("Акти вилучення"), reverse("workspace:withdrawals") if further else ""), *further)


def _found(request: HttpRequest, pk: uuid.UUID, permission: Any = VIEW) -> Withdrawal:
    """Whoever changes it holds the right where the copies are at home; whoever looks, in the institution."""
    found: Withdrawal = get_object_or_404(withdrawals_for(request.actor, permission), pk=pk)
    if permission != VIEW and not request.actor.can(permission, found.place.path):
        raise Http404
    return found


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    may_edit = request.actor.can(EDIT)
    table = Table(
        request,
        withdrawals_for(request.actor).exclude(state=WithdrawalState.CANCELLED),
        COLUMNS,
        name="withdrawals",
        title=_("Акти вилучення"),
        sort="-on",
        empty=Empty(
            title=_("Актів вилучення іще немає"),
            text=_("Зношене, застаріле чи загублене вибуває з фонду за актом: одна причина, комісія, підпис керівника."),
            mark="book",
            action=_("Новий акт") if may_edit else "",
            url=reverse("workspace:withdrawal_add") if may_edit else "",
        ),
    )
    return table.render("workspace/withdrawing/list.html", {"may_edit": may_edit, "crumbs": _crumbs()})


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    places = units_with(request, EDIT)
    status, made = 200, []
    if request.method == "POST":
        form = WithdrawalForm(places, request.POST)
        status = attempt(request, form, lambda said: made.append(open_withdrawal(said, **form.cleaned_data)))
        if not status:
            return redirect(PAGE, pk=made[0].pk)
    else:
        form = WithdrawalForm(places, initial={"place": default_place(request, places)})
    context = {"form": form, "crumbs": _crumbs((_("Новий акт"), ""))}
    return render(request, "workspace/withdrawing/add.html", context, status=status)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, _found(request, pk))


def page(request: HttpRequest, found: Withdrawal, form: Any = None, status: int = 200, problems: Any = ()) -> HttpResponse:
    lines = lines_of(found)
    made = act(found, lines)
    may_edit = request.actor.can(EDIT, found.place.path)
    context = {
        "one": found,
        "tone": TONES[WithdrawalState(found.state)],
        "lines": lines,
        "sums": sums(found, lines),
        "paper": made,
        "logo_url": logo_url(made.letterhead.logo.digest) if made.letterhead and made.letterhead.logo else "",
        "draft": found.draft and may_edit,
        "on_desk": found.state == WithdrawalState.DESK,
        "may_edit": may_edit,
        "may_sign": request.actor.can(SIGN, found.place.path),
        "candidates": candidates(found) if found.draft and may_edit else [],
        "form": form or CodesForm(),
        "problems": problems,
        "crumbs": _crumbs((str(found), "")),
    }
    return render(request, "workspace/withdrawing/one.html", context, status=status)


@require_safe
@access(VIEW)
def paper_file(request: HttpRequest, pk: uuid.UUID, form: str) -> HttpResponse:
    if form not in WRITE:
        raise Http404
    found = _found(request, pk)
    write, content_type = WRITE[form]
    name = f"akt-vyluchennia-{found.year or 'proiekt'}-{found.number or 0}.{form}"
    return sent(write(act(found, lines_of(found))), name, content_type)


@require_POST
@access(EDIT)
def scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a scanner or a hand wrote, and what was ticked of what was not found."""
    found = _found(request, pk, EDIT)
    form, ticked = CodesForm(request.POST), request.POST.getlist("copy")
    copies = [str(hidden_uid(one)) for one in ticked]
    if not ticked:
        if not form.is_valid():
            return page(request, found, form, 422)
        listed, unknown = copies_said(found.institution, form.cleaned_data["codes"])
        if unknown or not listed:
            form.add_error("codes", _nobody_knows(unknown))
            return page(request, found, form, 422)
        copies = [str(copy.pk) for copy in listed]
    return _done(request, found, lambda said: list_withdrawn(said, withdrawal=found, copies=copies))


def _nobody_knows(unknown: list[str]) -> str:
    shown = ", ".join(unknown[:MOST_SAID]) + (" …" if len(unknown) > MOST_SAID else "")
    return _("Таких номерів у фонді немає: %(shown)s. Нічого не додано.") % {"shown": shown or "—"}


def _done(request: HttpRequest, found: Withdrawal, run: Any) -> HttpResponse:
    said = act_of(request)
    try:
        run(said)
    except Refused as refusal:
        return page(request, _found(request, found.pk), None, status_of(refusal), _few(refusal.problems))
    return redirect(PAGE, pk=found.pk)


def _few(problems: list[Problem]) -> list[Problem]:
    """A list of a hundred copies may be wrong a hundred times."""
    if len(problems) <= MOST_SAID:
        return problems
    rest = _("І ще: %(many)d.") % {"many": len(problems) - MOST_SAID}
    return [*problems[:MOST_SAID], Blocker(code="more", text=rest)]


@require_POST
@access(EDIT)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk, EDIT)
    copies = request.POST.getlist("copy")
    known = [str(line.copy_id) for line in lines_of(found) if str(line.copy_id) in copies]
    return _done(request, found, lambda said: unlist_withdrawn(said, withdrawal=found, copies=known))


@require_POST
@access(EDIT)
def step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk, EDIT)
    return _done(request, found, lambda said: step_withdrawal(said, withdrawal=found, to=request.POST.get("to", "")[:10]))


@read_or_send
@access(EDIT)
def value(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk, EDIT)
    if not found.draft:
        return redirect(PAGE, pk=pk)
    lines, status = lines_of(found), 200
    typed = {str(line.copy_id): "" if line.price is None else str(line.price) for line in lines}
    factor = "" if found.factor is None else f"{found.factor.normalize():f}"
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: request.POST.get(f"{PRICE}{key}", "")[:20] for key in typed}
        factor, said = request.POST.get("factor", "")[:20], act_of(request)
        try:
            value_withdrawn(said, withdrawal=found, prices=typed, factor=factor)
        except Refused as refusal:
            wrong = {problem.field.removeprefix(PRICE): str(problem.text) for problem in refusal.problems}
            status = status_of(refusal)
        else:
            messages.success(request, _("Ціни записано."))
            return redirect(PAGE, pk=pk)
    rows = [(line, typed[str(line.copy_id)], wrong.get(str(line.copy_id), "")) for line in lines]
    here = (str(found), reverse(PAGE, args=[pk]))
    context = {"one": found, "rows": rows, "factor": factor, "wrong": wrong, "crumbs": _crumbs(here, (_("Ціни"), ""))}
    return render(request, "workspace/withdrawing/value.html", context, status=status)


@read_or_send
@access(SIGN)
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk, SIGN)
    here = (str(found), reverse(PAGE, args=[pk]))
    return signing(
        request,
        found,
        page=PAGE,
        waits=found.state == WithdrawalState.DESK,
        sign=partial(sign_withdrawal, withdrawal=found),
        told=_("Акт підписано: примірники вибули з фонду й стоять у частині 2 книги сумарного обліку."),
        template="workspace/withdrawing/sign.html",
        shown=lambda: {
            "one": found,
            "sums": sums(found, lines_of(found)),
            "crumbs": _crumbs(here, (_("Підписати акт"), "")),
        },
    )
