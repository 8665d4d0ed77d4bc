"""The programme: a month as a list of days, all events as a table, and one event."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.faces.access import access
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.programme.count_form import CountForm
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.faces.workspace.programme.forms import ListFilter, ReasonForm
from mandrivna.faces.workspace.programme.moves import boxes, mover
from mandrivna.faces.workspace.programme.signups import signing_up
from mandrivna.programme.models import Event
from mandrivna.programme.queries import by_day, events_for, may_count, may_plan, of_month, read_month
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.signups import differs, suggested
from mandrivna.programme.states import STANDING, TRANSITIONS, Format, State, Way
from mandrivna.programme.terms import closed_days, is_closed, terms
from mandrivna.programme.year import filter_choices, narrowed
from mandrivna.readers.models import Age

TONES = {State.DRAFT: "", State.PLANNED: "accent", State.HELD: "good", State.CANCELLED: "warn"}
MOST = 200
"""Of a month; a larger one is read as a table."""


@require_safe
@access(VIEW)
def month(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    chosen = read_month(request.GET.get("month", ""), today)
    gone = request.GET.get("gone") == "1"
    rows = of_month(events_for(request.actor), chosen)
    listed = list((rows if gone else rows.exclude(state=State.CANCELLED))[: MOST + 1])
    days = by_day([one for one in listed[:MOST] if one.on >= chosen.first], chosen.first)
    walls = boxes(request.actor, chosen, days)
    context = {
        "month": chosen,
        "days": days,
        "boxes": walls,
        "going": [one for one in listed[:MOST] if one.on < chosen.first],
        **mover([may for box in walls for _one, may in box.rows]),
        "more": len(listed) > MOST,
        "total": len(listed[:MOST]),
        "today": today,
        "gone": gone,
        "terms": terms(),
        "may_plan": request.actor.can(PLAN),
    }
    return render(request, "workspace/programme/month.html", context)


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    told = filter_choices(events_for(request.actor), timezone.localdate())
    table = Table(
        request,
        events_for(request.actor).select_related("place", "series", "plan_item"),
        _columns(),
        name="podii",
        title=gettext_lazy("Події"),
        sort="-on",
        search=lambda rows, said: rows.named(said),
        search_label=gettext_lazy("Назва або тема"),
        filters=ListFilter(request.GET or None, told=told),
        narrow=lambda rows, said: _narrow(rows, said, told.towns),
        empty=Empty(
            title=gettext_lazy("Подій ще немає"),
            text=gettext_lazy("Запишіть цикл із плану: програма запропонує його дні. Або додайте одну подію."),
            mark="calendar",
            action=gettext_lazy("До програми"),
            url=reverse("workspace:programme"),
        ),
    )
    return table.render(
        "workspace/programme/list.html", {"crumbs": [(_("Програма"), reverse("workspace:programme")), (_("Таблиця"), "")]}
    )


def _narrow(rows: Any, said: dict[str, Any], towns: dict[int, str]) -> Any:
    if said.get("year"):
        rows = rows.filter(on__year=said["year"])
    if said.get("on"):
        rows = rows.filter(on=said["on"])
    if state := said.get("state"):
        rows = rows.filter(state__in=STANDING if state == "standing" else (state,))
    return narrowed(rows, said, towns)


def _columns() -> list[Column[Event]]:
    known = terms()

    def people(event: Event) -> int | None:
        return event.people if event.state == State.HELD else None

    def way(number: int, event: Event) -> int | None:
        return number if event.state == State.HELD else None

    return [
        Column(key="on", label=gettext_lazy("День"), cell=_when, sort=("on", "starts")),
        Column(
            key="title", label=gettext_lazy("Назва"), cell=_named, sort="title", words=True, head=True, export=lambda one: one.title
        ),
        Column(key="subtitle", label=gettext_lazy("Тема"), cell=lambda one: one.subtitle, shown=False),
        Column(key="form", label=gettext_lazy("Форма роботи"), cell=lambda one: known.form_label(one.form), sort="form"),
        Column(key="direction", label=gettext_lazy("Напрям"), cell=lambda one: known.direction_label(one.direction), shown=False),
        Column(key="audience", label=gettext_lazy("Аудиторія"), cell=lambda one: known.audience_words(one.audiences)),
        Column(key="place", label=gettext_lazy("Місце"), cell=lambda one: str(one.place), sort="place__name", words=True),
        Column(key="format", label=gettext_lazy("Наживо чи онлайн"), cell=lambda one: one.get_format_display(), shown=False),
        Column(key="state", label=gettext_lazy("Стан"), cell=lambda one: Tag(one.get_state_display(), TONES[State(one.state)])),
        Column(key="people", label=gettext_lazy("Людей"), cell=people, number=True),
        Column(key="here", label=gettext_lazy("З них на місці"), cell=lambda one: way(one.here, one), number=True, shown=False),
        Column(key="online", label=gettext_lazy("З них онлайн"), cell=lambda one: way(one.online, one), number=True, shown=False),
        Column(key="counted_as", label=gettext_lazy("Як рахується"), cell=lambda one: one.get_counted_as_display(), shown=False),
        Column(key="project", label=gettext_lazy("Проєкт"), cell=lambda one: one.project, shown=False),
        Column(key="plan", label=gettext_lazy("Рядок плану"), cell=lambda one: str(one.plan_item or ""), shown=False),
        Column(key="series", label=gettext_lazy("Цикл"), cell=lambda one: str(one.series or ""), shown=False),
        Column(key="report", label=gettext_lazy("Звіт"), cell=lambda one: one.report or one.reason, shown=False),
    ]


def _when(event: Event) -> Any:
    until = _("до %(day)s") % {"day": date_format(event.until, "SHORT_DATE_FORMAT")} if event.until else event.clock
    return Cell(text=event.on, note=until)


def _named(event: Event) -> Cell:
    return Cell(text=event.title, url=reverse("workspace:event", args=[event.pk]), note=event.subtitle)


# --- one event --------------------------------------------------------------------------------------------------------


@require_safe
@access(VIEW)
def event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, found(request, pk))


def page(
    request: HttpRequest, one: Event, status: int = 200, *, count: CountForm | None = None, reason: ReasonForm | None = None
) -> HttpResponse:
    today, known, plans = timezone.localdate(), terms(), may_plan(request.actor, one)
    counts = may_count(request.actor, one) and State.HELD in TRANSITIONS[one.state] and one.on <= today
    found = suggested(one) if counts else []
    fill = found if one.state != State.HELD or request.GET.get("fill") == "1" else []
    crumbs = [(_("Програма"), f"{reverse('workspace:programme')}?month={one.on:%Y-%m}")]
    if one.series is not None:
        crumbs.append((str(one.series), reverse("workspace:series_one", args=[one.series_id])))
    context = {
        "event": one,
        "form_label": known.form_label(one.form),
        "direction": known.direction_label(one.direction),
        "audiences": known.audience_words(one.audiences),
        "told": [(way, known.audience_label(who), Age(age).label if age else "", n) for way, who, age, n in _lines(one)],
        "class_open": one.form in known.forms and known.forms[one.form].verify,
        "closed_day": is_closed(one.on, closed_days()) and one.state in (State.DRAFT, State.PLANNED),
        "hybrid": one.format == Format.HYBRID,
        "count": (count or CountForm(one, filled=fill)) if counts else None,
        "found": sum(line[-1] for line in found),
        "differs": one.state == State.HELD and differs(one, found),
        "filled": bool(fill) and one.state == State.HELD,
        **signing_up(request, one),
        "reason": reason or ReasonForm(),
        "may_plan": plans,
        "may_move": plans and one.state in (State.DRAFT, State.PLANNED),
        "may_cancel": plans and State.CANCELLED in TRANSITIONS[one.state],
        "may_restore": plans and one.state == State.CANCELLED,
        "tone": TONES[State(one.state)],
        "on_site": one.shown and one.state in (State.PLANNED, State.HELD),
        "crumbs": [*crumbs, (str(one), "")],
    }
    return render(request, "workspace/programme/event.html", context, status=status)


def _lines(one: Event) -> list[tuple[Any, str, str, int]]:
    return [(Way(way).label, who, age, number) for way, who, age, number in one.counts]
