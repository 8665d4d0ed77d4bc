"""«Мої строки»: a list of what is due, a wall calendar of the month, a strip of the year, and the same rows on paper."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mandrivna.faces.access import access
from mandrivna.faces.look.weeks import WEEK
from mandrivna.faces.workspace.agenda.choosing import Chosen, chosen
from mandrivna.faces.workspace.indicators.paper import DOCX, PDF
from mandrivna.planning.agenda.sheet import Agenda, Line, Standing
from mandrivna.planning.agenda.terms import SCOPES, Scope, period
from mandrivna.planning.board.pace import Light, Stretch, merged
from mandrivna.planning.printing.extract import extract
from mandrivna.planning.rules import EXPORT, VIEW
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable

PAGE = 40
LOOKS = {Standing.OVERDUE: "bad", Standing.SOON: "warn", Standing.AHEAD: "", Standing.DONE: "good", Standing.SAID: "info"}
FILES = {"docx": (word.write, DOCX), "pdf": (portable.write, PDF)}


def _context(asked: Chosen, found: Agenda, here: str) -> dict[str, Any]:
    """What stands above the rows on each of the three pages."""
    return {
        "asked": asked,
        "agenda": found,
        "plan": found.plan,
        "period": found.period,
        "today": found.today,
        "here": here,
        "query": asked.query(),
        "files": asked.query(),
        "views": [
            ("list", "workspace:work_agenda", _("Перелік"), asked.query()),
            ("month", "workspace:work_agenda_month", _("Місяць"), asked.query(scope="")),
            ("year", "workspace:work_agenda_year", _("Рік смугами"), asked.query(scope="")),
        ],
        "before": asked.query(on=found.period.before.first.isoformat()),
        "after": asked.query(on=found.period.after.first.isoformat()),
        "may_see": asked.may_see,
        "may_open": asked.may_open,
        "may_export": asked.may_export,
    }


def _none(request: HttpRequest, asked: Chosen) -> HttpResponse:
    context = {
        "year": asked.period.year, "before": asked.query(on=asked.period.before.first.isoformat()),
        "after": asked.query(on=asked.period.after.first.isoformat()), "period": asked.period,
    }  # fmt: skip
    return render(request, "workspace/agenda/none.html", context)


@require_GET
@access(VIEW)
def agenda_page(request: HttpRequest) -> HttpResponse:
    asked = chosen(request)
    if asked.plan is None:
        return _none(request, asked)
    found = asked.agenda(asked.plan)
    groups = [
        ("overdue", _("Прострочено"), [_row(line, line.due) for line in found.overdue]),
        ("due", _("Строк у цей час"), [_row(line, day) for day, line in found.due]),
        ("running", _("Триває"), [_row(line, line.due) for line in found.running]),
        ("coming", _("Далі"), [_row(line, line.due) for line in found.coming]),
        ("undated", _("Без дати"), [_row(line, None) for line in found.undated]),
    ]
    rows = [(code, label, len(listed), row) for code, label, listed in groups for row in listed]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown: dict[str, tuple[str, int, list[Row]]] = {}
    for code, label, number, row in page.object_list:
        shown.setdefault(code, (label, number, []))[2].append(row)
    scopes = [(scope, label, asked.query(scope=scope, on=asked.said("on"))) for scope, label in SCOPES.items()]
    context = {
        **_context(asked, found, "list"), "page": page, "groups": [(code, *about) for code, about in shown.items()],
        "scopes": scopes, "query": f"&{asked.query()}",
    }  # fmt: skip
    return render(request, "workspace/agenda/list.html", context)


@dataclass(frozen=True)
class Row:
    """One line of the list: what, until when, how it stands."""

    line: Line
    day: dt.date | None
    word: str
    look: str


def _row(line: Line, day: dt.date | None) -> Row:
    """That a day lies ahead its date says; what is worth a word then is that the row falls behind."""
    standing = line.standing if day is None else line.standing_on(day)
    if standing in (Standing.AHEAD, Standing.SOON) and line.row.light in (Light.BEHIND, Light.FAR):
        return Row(line, day, line.row.light_word, LOOKS[Standing.SOON])
    if standing in (None, Standing.AHEAD):
        return Row(line, day, "", "")
    return Row(line, day, line.word_of(standing), LOOKS[standing])


# --- a month on the wall --------------------------------------------------------------------------------------------------


@require_GET
@access(VIEW)
def month_page(request: HttpRequest) -> HttpResponse:
    asked = chosen(request, Scope.MONTH)
    if asked.plan is None:
        return _none(request, asked)
    found = asked.agenda(asked.plan)
    days: dict[dt.date, list[Row]] = {}
    for line in found.lines:
        for day in sorted({last for _first, last in line.spans if found.period.holds(last)}):
            days.setdefault(day, []).append(_row(line, day))
    first = found.period.first
    weeks = [
        [(day, day.month == first.month, days.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    context = {
        **_context(asked, found, "month"), "weeks": weeks, "week": WEEK, "number": sum(map(len, days.values())),
        "running": found.running[:PAGE],
    }  # fmt: skip
    return render(request, "workspace/agenda/month.html", context)


# --- a year in strips -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """So many months side by side: with work in them (`text` says which days), or none."""

    months: int
    text: str = ""


@require_GET
@access(VIEW)
def year_page(request: HttpRequest) -> HttpResponse:
    asked = chosen(request, Scope.YEAR)
    if asked.plan is None:
        return _none(request, asked)
    found = asked.agenda(asked.plan)
    page = Paginator([line for line in found.lines if line.spans], PAGE).get_page(request.GET.get("page"))
    rows = [(line, LOOKS[line.standing], bars(line.spans, found.plan.year)) for line in page.object_list]
    months = [(number, str(MONTHS[number])[:3], str(MONTHS[number])) for number in range(1, 13)]
    context = {
        **_context(asked, found, "year"), "page": page, "rows": rows, "months": months, "query": f"&{asked.query()}",
        "this_month": found.today.month if found.today.year == found.plan.year else 0,
    }  # fmt: skip
    return render(request, "workspace/agenda/year.html", context)


def bars(spans: list[Stretch], year: int) -> list[Bar]:
    """Twelve months in all. What shares a month stands in one bar."""
    taken: list[tuple[int, int, list[str]]] = []
    whole = period(Scope.YEAR, dt.date(year, 1, 1))
    for first, last in merged(spans):
        if last < whole.first or first > whole.last:
            continue
        begins, ends = max(first, whole.first).month, min(last, whole.last).month
        said = f"{first:%d.%m}–{last:%d.%m}" if first != last else f"{first:%d.%m}"
        if taken and begins <= taken[-1][1]:
            taken[-1] = (taken[-1][0], max(ends, taken[-1][1]), [*taken[-1][2], said])
        else:
            taken.append((begins, ends, [said]))
    found, month = [], 1
    for begins, ends, said_of in taken:
        if begins > month:
            found.append(Bar(begins - month))
        found.append(Bar(ends - begins + 1, ", ".join(said_of)))
        month = ends + 1
    return [*found, Bar(13 - month)] if month <= 12 else found


# --- on paper -------------------------------------------------------------------------------------------------------------


@require_GET
@access(EXPORT, step_up=True)
def paper(request: HttpRequest, plan: int, kind: str) -> HttpResponse:
    """Of the rows that stand on the page with the same choice."""
    asked = chosen(request, plan=plan)
    if kind not in FILES or asked.plan is None or not asked.may_export:
        raise Http404
    found = asked.agenda(asked.plan)
    whose = asked.said("who") or (_("Усі виконавці") if asked.everybody else _("Мої строки й строки мого відділу"))
    items = [line.row.item for line in found.shown]
    write, content_type = FILES[kind]
    made = extract(found.plan, items, [whose, found.period.label], now=timezone.now())
    response = HttpResponse(write(made), content_type=content_type)
    name = f"vytiah-{found.plan.pk}-{found.period.first:%Y-%m-%d}-{found.period.scope}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
