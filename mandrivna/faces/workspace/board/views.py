"""The live board of a plan: how each row goes, what needs eyes first, and where each number comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mandrivna.faces.access import access
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.board.charts import chart_of
from mandrivna.faces.workspace.board.finding import plan_and_others, plan_or_404, until_of
from mandrivna.faces.workspace.operate import act_of
from mandrivna.planning import actions
from mandrivna.planning.agenda.whose import named_so, names_of
from mandrivna.planning.board import pace
from mandrivna.planning.board.export import xlsx as spreadsheet
from mandrivna.planning.board.pace import Light
from mandrivna.planning.board.sheet import Board, BoardRow, board, figure
from mandrivna.planning.figures import NBSP
from mandrivna.planning.models import Section
from mandrivna.planning.periods import period_label, until_choices
from mandrivna.planning.plan_states import Role
from mandrivna.planning.rules import EDIT, EXPORT, VIEW

PAGE = 25
LOOKS = {Light.DONE: "good", Light.ON: "info", Light.BEHIND: "warn", Light.FAR: "bad", Light.EARLY: "", Light.NONE: ""}
FILTERS = ("section", "who", "direction", "light", "q")


@require_GET
@access(VIEW)
def board_page(request: HttpRequest, plan: int | None = None) -> HttpResponse:
    found, others = plan_and_others(request, plan)
    if found is None:
        return render(request, "workspace/board/none.html")
    whole = board(found, until=until_of(request), today=timezone.localdate())
    asked, rows = _chosen(request, whole)
    apart = {name: said for name, said in asked.items() if name != "light"}
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": found,
        "board": whole,
        "period": period_label(found.year, whole.until),
        "untils": until_choices(),
        "asked": asked,
        "sections": _sections(whole),
        "lights": [
            (light, pace.WORDS[light], whole.lights[light], LOOKS[light], _query({**apart, "light": light}, whole.until))
            for light in pace.ORDER
            if whole.lights[light]
        ],
        "without_light": _query(apart, whole.until),
        "page": page,
        "shown": [shown(row) for row in page.object_list],
        "number": len(rows),
        "chart": chart_of(whole),
        "others": others,
        "untied": sum(not row.measured for row in whole.rows),
        "query": "".join(f"&{one}" for one in [_query(asked, whole.until)] if one),
        "may_edit": request.actor.can(EDIT, found.unit.path),
        "may_export": request.actor.can(EXPORT, found.unit.path),
    }
    return render(request, "workspace/board/board.html", context)


def _chosen(request: HttpRequest, whole: Board) -> tuple[dict[str, str], list[BoardRow]]:
    """What was asked for, and the rows that fit: on the page and in its spreadsheet alike."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    named = names_of(asked["who"], (row.answering for row in whole.rows))
    within = _within(whole.sections, asked["section"]) if asked["section"] else set()
    return asked, [row for row in whole.rows if _fits(row, asked, within, named, whole.projects.get(str(row.item.pk), ()))]


def _query(asked: dict[str, str], until: str) -> str:
    return urlencode({name: said for name, said in (*asked.items(), ("until", until)) if said})


def _places(sections: Iterable[Section]) -> dict[UUID, set[str]]:
    """Section → what it may be asked by: its number and its key, and those of every section above it."""
    found: dict[UUID, set[str]] = {}
    for one in sections:
        own = {str(one.pk), one.number.rstrip(".")} - {""}
        found[one.pk] = own | (found.get(one.parent_id, set()) if one.parent_id else set())
    return found


def _within(sections: Iterable[Section], asked: str) -> set[UUID]:
    """The sections asked for, with all under them by number or by their place in the plan."""
    asked, places = asked.rstrip("."), _places(sections)
    return {one.pk for one in sections if asked in places[one.pk] or f"{one.number}.".startswith(f"{asked}.")}


def _sections(whole: Board) -> list[tuple[str, Section]]:
    """What may be chosen: every section that has rows, itself or in those under it; one without a number by its key."""
    parts = {row.item.part_id for row in whole.rows}
    codes = [(one.number or str(one.pk), one) for one in whole.sections]
    return [(code, one) for code, one in codes if parts & _within(whole.sections, code)]


def _fits(
    row: BoardRow, asked: dict[str, str], within: set[UUID], named: tuple[str, frozenset[int]], projects: Iterable[str]
) -> bool:
    """A section with all under it; an executor under any name of the same unit."""
    words = f"{row.item.title} {row.said(Role.TITLE)} {row.said(Role.DIRECTION)} {' '.join(projects)}".casefold()
    return (
        (not asked["section"] or row.item.part_id in within)
        and named_so(row.answering, named)
        and (not asked["direction"] or asked["direction"] in row.said(Role.DIRECTION).split("\n"))
        and (not asked["light"] or row.light == asked["light"])
        and asked["q"].casefold() in words
    )


def shown(row: BoardRow) -> dict[str, Any]:
    """A row as the page prints it."""
    return {
        "row": row,
        "title": row.said(Role.TITLE) or row.item.title,
        "term": row.said(Role.TERM),
        "who": ", ".join(row.executors),
        "light": row.light_word,
        "look": LOOKS[row.light],
        "numbers": [
            {
                "tie": one.tie, "planned": figure(one.planned), "wanted": figure(one.wanted if one.planned is not None else None),
                "fact": figure(one.fact), "percent": f"{one.percent}{NBSP}%" if one.percent is not None else "",
                "deviation": _signed(one.deviation), "forecast": figure(one.forecast), "before": figure(one.before),
                "own": figure(one.own), "unknown": one.unknown,
            }
            for one in row.measured
        ],
    }  # fmt: skip


def _signed(value: int | None) -> str:
    return "" if value is None else f"+{figure(value)}" if value > 0 else figure(value)


@require_POST
@access(EDIT)
def accept_all(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_or_404(request, plan)
    if not request.actor.can(EDIT, found.unit.path):
        raise Http404
    tied = actions.tie_all(act_of(request), plan=found)
    if tied:
        said = ngettext("Прив’язано %(number)s число.", "Прив’язано чисел: %(number)s.", tied) % {"number": tied}
        messages.success(request, said)
    else:
        messages.info(request, _("Нових пропозицій немає: усі рядки з числами вже чимось міряють."))
    return redirect("workspace:board_of", plan=found.pk)


@require_GET
@access(EXPORT, step_up=True)
def xlsx(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_or_404(request, plan)
    if not request.actor.can(EXPORT, found.unit.path):
        raise Http404
    whole = board(found, until=until_of(request), today=timezone.localdate())
    every = len(whole.rows)
    _asked, whole.rows = _chosen(request, whole)
    response = HttpResponse(spreadsheet(whole, of=every), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="doshka-{found.pk}-{found.year}.xlsx"'
    return response
