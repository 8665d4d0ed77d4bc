"""One row of the board: its words, what measures it, how it goes, and what is said of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mandrivna.core.act import Act
from mandrivna.faces.access import access
from mandrivna.faces.workspace.board.forms import DeliverForm, NoteForm, ReplanForm, TieForm, UntieForm
from mandrivna.faces.workspace.board.views import shown
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.ledger.rules import VIEW as OPEN_FACTS
from mandrivna.planning import actions, drill
from mandrivna.planning.agenda.whose import may_tell
from mandrivna.planning.board.revising import FROM_WORDS, first_numbers, revisions_of
from mandrivna.planning.board.rows import TieKind
from mandrivna.planning.board.sheet import BoardRow, acts_of, board_of, figure
from mandrivna.planning.board.suggesting import Suggestion, rules, suggestions, title_of
from mandrivna.planning.definitions import load
from mandrivna.planning.drill import openable
from mandrivna.planning.figures import number
from mandrivna.planning.models import PlanItem, PlanRevision
from mandrivna.planning.plan_states import TOLD
from mandrivna.planning.rules import EDIT, TELL, VIEW

PAGE = 50
OF_EVENTS = (TieKind.EVENTS, TieKind.PEOPLE)
COUNTED = (TieKind.INDICATOR, TieKind.EVENTS, TieKind.PEOPLE)


def item_or_404(request: HttpRequest, uid: uuid.UUID, permission: Any = VIEW) -> PlanItem:
    found = PlanItem.objects.select_related("plan__unit", "part", "note").filter(pk=uid, part__isnull=False).first()
    if found is None or not request.actor.can(permission, found.plan.unit.path):
        raise Http404
    return found


def told_or_404(request: HttpRequest, uid: uuid.UUID, *, see: bool = False) -> PlanItem:
    """A row of which this person may say how it goes, in whose plan soever it stands; `see`: or whose plan they may read."""
    found = PlanItem.objects.select_related("plan__unit", "part", "note").filter(pk=uid, part__isnull=False).first()
    if found is None or not ((see and request.actor.can(VIEW, found.plan.unit.path)) or may_tell(request.actor, found)):
        raise Http404
    return found


@require_GET
@access(VIEW)
def row(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, told_or_404(request, uid, see=True))


def _page(request: HttpRequest, item: PlanItem, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    """Forms that were refused come bound; the others are fresh."""
    definitions = load()
    found = board_of(item, today=timezone.localdate(), definitions=definitions)
    may_see = request.actor.can(VIEW, item.plan.unit.path)
    asks, changes = item.plan.state in TOLD, revisions_of(item)
    firsts = first_numbers(changes)
    told, ties = shown(found), [one.tie for one in found.measured]
    note, may_edit = found.note, request.actor.can(EDIT, item.plan.unit.path)
    said = {"outcome": note.outcome, "text": note.text, "moved_to": note.moved_to, "answers": note.answers} if note else {}
    context = {
        "item": item,
        "found": found,
        "shown": told,
        "numbers": [
            {
                **one, "named": _label(one["tie"], definitions), "was": figure(firsts.get(one["tie"].pk)),
                "url": _link(request, found, one["tie"], definitions),
            }
            for one in told["numbers"]
        ],
        "offered": [(one, _offer(one, definitions)) for one in _offered(item, found)],
        "tie_form": bound.get("tie") or TieForm(definitions, asks=asks),
        "note_form": bound.get("note") or NoteForm(initial=said, naming=may_edit, conditional=item.conditional),
        "refused": bound.get("replan") or bound.get("deliver") or bound.get("untie"),
        "replans": [(tie, _replanned(tie, asks=asks)) for tie in ties if tie.kind in COUNTED],
        "unties": [(tie, _label(tie, definitions), UntieForm(prefix=f"n{str(tie.pk)[-8:]}", asks=asks)) for tie in ties],
        "asks": asks,
        "changes": [(one, _told_change(one)) for one in changes],
        "delivers": [(tie, DeliverForm(initial=_delivered(tie))) for tie in ties if tie.kind == TieKind.DELIVERABLE],
        "by_events": any(one.tie.kind in OF_EVENTS and not one.fact for one in found.measured),
        "may_edit": may_edit,
        "may_tell": may_tell(request.actor, item),
        "may_see": may_see,
        "back": reverse("workspace:board_of", args=[item.plan_id]) if may_see else reverse("workspace:work_agenda"),
    }  # fmt: skip
    return render(request, "workspace/board/row.html", context, status=status)


def _replanned(tie: Any, *, asks: bool) -> ReplanForm:
    return ReplanForm(initial={"planned": tie.planned}, prefix=str(tie.pk)[:8], asks=asks)


def _told_change(one: PlanRevision) -> str:
    """«Довідки: 200 → 150»."""
    was, now = (number(said) if (said := side.get("planned")) is not None else "–" for side in (one.before, one.after))
    return f"{one.after.get('label') or one.before.get('label', '')}: {was} → {now}"


def _delivered(tie: Any) -> dict[str, Any]:
    return {"on": tie.done_on, "link": tie.link, "note": tie.note}


def _offered(item: PlanItem, found: BoardRow) -> list[Suggestion]:
    tied = {(one.tie.kind, one.tie.indicator, one.tie.line) for one in found.measured}
    offered = suggestions(title_of(item), item.meaning, item.plan.year, rules())
    return [one for one in offered if (one.kind, one.indicator, one.line) not in tied]


def _offer(one: Suggestion, definitions: Any) -> str:
    known = definitions.get(one.indicator)
    name = known.label if known else str(TieKind(one.kind).label)
    figure = f": {number(one.planned)}" if one.planned is not None else ""
    return f"{name}{figure}{f' ({one.label})' if one.label else ''}"


def _label(tie: Any, definitions: Any) -> str:
    known = definitions.get(tie.indicator)
    return known.label if known else str(TieKind(tie.kind).label)


def _link(request: HttpRequest, found: BoardRow, tie: Any, definitions: Any) -> str:
    """Where the fact opens: to the facts of the indicator, or to the events that name the row."""
    plan = found.item.plan
    if not request.actor.can(OPEN_FACTS, plan.unit.path):
        return ""
    if tie.kind in OF_EVENTS:
        return reverse("workspace:board_events", args=[found.item.pk])
    known = definitions.get(tie.indicator)
    if known is None or not openable(definitions, known):
        return ""
    return reverse("workspace:indicators_facts", args=[plan.unit_id, plan.year, tie.indicator])


@require_GET
@access(OPEN_FACTS)
def events(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The facts of events that were planned in this row."""
    item = item_or_404(request, uid, OPEN_FACTS)
    rows = acts_of(item).select_related("unit").order_by("-on", "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "item": item,
        "title": title_of(item),
        "page": page,
        "lines": drill.lines(page.object_list, request.actor),
        "query": "",
        "back": reverse("workspace:board_row", args=[item.pk]),
    }
    return render(request, "workspace/board/events.html", context)


# --- what people do -----------------------------------------------------------------------------------------------------


def _done(item: PlanItem) -> HttpResponse:
    return redirect("workspace:board_row", uid=item.pk)


def _attempt(
    request: HttpRequest, item: PlanItem, name: str, form: forms.Form, run: Callable[[Act, PlanItem], Any], said: str
) -> HttpResponse:
    if status := attempt(request, form, lambda act: run(act, item)):
        return _page(request, item, status=status, **{name: form})
    messages.success(request, said)
    return _done(item)


@require_POST
@access(EDIT)
def tie(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    item = item_or_404(request, uid, EDIT)
    form = TieForm(load(), request.POST, asks=item.plan.state in TOLD)
    return _attempt(
        request, item, "tie", form, lambda act, item: actions.tie_item(act, item=item, **form.said()), _("Рядок міряють цим.")
    )


@require_POST
@access(EDIT)
def accept(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of what was offered, with one press. What was offered is made anew: the words of the row may have changed meanwhile."""
    item = item_or_404(request, uid, EDIT)
    offered = suggestions(title_of(item), item.meaning, item.plan.year, rules())
    chosen = next((one for one in offered if one.key == request.POST.get("key")), None)
    if chosen is None:
        messages.warning(request, _("Слова рядка змінилися, і пропозиція вже інша. Подивіться ще раз."))
        return _done(item)
    actions.tie_item(
        act_of(request), item=item, kind=chosen.kind, indicator=chosen.indicator, planned=chosen.planned, unit=chosen.unit,
        label=chosen.label, line=chosen.line, where={name: list(of) for name, of in chosen.where.items()}, reason=str(FROM_WORDS),
    )  # fmt: skip
    messages.success(request, _("Рядок міряють цим."))
    return _done(item)


@require_POST
@access(EDIT)
def untie(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    item = item_or_404(request, uid, EDIT)
    form = UntieForm(request.POST, prefix=f"n{_tie(request)[-8:]}", asks=item.plan.state in TOLD)
    return _attempt(
        request, item, "untie", form,
        lambda act, item: actions.untie_item(act, item=item, tie=_tie(request), reason=form.reason),
        _("Цим рядок більше не міряють."),
    )  # fmt: skip


@require_POST
@access(EDIT)
def replan(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    item = item_or_404(request, uid, EDIT)
    form = ReplanForm(request.POST, prefix=_tie(request)[:8], asks=item.plan.state in TOLD)
    return _attempt(
        request, item, "replan", form,
        lambda act, item: actions.replan_tie(
            act, item=item, tie=_tie(request), planned=form.cleaned_data["planned"], reason=form.reason
        ),
        _("Число змінено."),
    )  # fmt: skip


@require_POST
@access(TELL)
def deliver(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    item, form = told_or_404(request, uid), DeliverForm(request.POST)
    return _attempt(
        request, item, "deliver", form,
        lambda act, item: actions.deliver(act, item=item, tie=_tie(request), **form.cleaned_data), _("Записано."),
    )  # fmt: skip


@require_POST
@access(TELL)
def note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    item = told_or_404(request, uid)
    form = NoteForm(request.POST, naming=request.actor.can(EDIT, item.plan.unit.path), conditional=item.conditional)
    return _attempt(
        request, item, "note", form, lambda act, item: actions.note_item(act, item=item, **form.cleaned_data), _("Записано.")
    )


def _tie(request: HttpRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get("tie", "")))
    except ValueError:
        return str(uuid.UUID(int=0))
