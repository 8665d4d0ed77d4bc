"""Writing in the table of a section: one cell, a range, a row; in place with a script, by plain forms without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.core.act import Act
from mandrivna.core.problems import Blocker, Refused
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.operate import act_of, attempt, hidden_uid
from mandrivna.faces.workspace.partial import only_part
from mandrivna.faces.workspace.plans.finding import item_or_404, may, part_or_404
from mandrivna.faces.workspace.plans.forms import CommentForm, RowForm
from mandrivna.faces.workspace.plans.views import lines, part_context, table_context
from mandrivna.planning.actions import plans
from mandrivna.planning.models import PlanItem, Section
from mandrivna.planning.plan_queries import strategies_for
from mandrivna.planning.plan_states import PartKind, RowKind
from mandrivna.planning.rules import EDIT, VIEW

CONFLICT = 409


def part_url(part: Section) -> str:
    return reverse("workspace:plan_part", args=[part.pk])


@require_POST
@access(EDIT)
def cell(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One cell, as the script sends it. The answer is every row that now says something else; 409 shows both texts."""
    item = item_or_404(request, uid, EDIT)
    part = item.part
    if part is None:
        return HttpResponse(status=404)
    before = _standing(part)
    said = request.POST
    try:
        plans.write_cell(
            act_of(request), item=item, column=_number(said.get("column", "")), text=said.get("text", ""),
            version=_number(said.get("version", "")), was=said.get("was", ""), reason=said.get("reason", ""),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, refusal)
    now = _standing(part)
    keys = [key for key, said in now.items() if before.get(key) != said or key == item.pk]
    changed = list(PlanItem.objects.filter(pk__in=keys).select_related("serves", "serves_part").order_by("position", "uid"))
    context = {**may(request.actor, part.plan), "plan": part.plan, "part": part, "lines": lines(part, changed)}
    return render(request, "workspace/plans/_rows.html", context)


def _standing(part: Section) -> dict[UUID, tuple[int, str]]:
    """What stands in the rows and what is understood of them, as it is kept: of hundreds of rows one or two will be shown anew."""
    rows = PlanItem.objects.filter(part=part).annotate(kept=Cast("meaning", TextField()))
    return {key: (version, kept) for key, version, kept in rows.values_list("pk", "version", "kept")}


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    clash = next((problem for problem in refusal.problems if problem.code == "cell_changed"), None)
    context = {"problems": refusal.problems, "clash": clash, "mine": request.POST.get("text", "")}
    status = CONFLICT if clash is not None else status_of(refusal)
    return render(request, "workspace/plans/_refused.html", context, status=status)


def _number(said: str) -> int:
    """−1 is no column and no version: the verb refuses it in words."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1


@require_POST
@access(EDIT)
def change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Adding, pasting, moving, taking off: the answer is the table, or the page when there is no script."""
    part = part_or_404(request, uid, EDIT)
    run = DOES.get(request.POST.get("do", ""))
    try:
        if run is None:
            raise Refused([Blocker(code="unknown_act", text=_("Оновіть сторінку й повторіть."))])
        run(act_of(request), request, part)
    except Refused as refusal:
        return _not_done(request, part, refusal)
    part = part_or_404(request, _to(request, part).pk, EDIT)
    if only_part(request):
        return render(request, "workspace/plans/_table.html", table_context(request, part))
    if request.POST.get("alone"):
        return HttpResponseRedirect(reverse("workspace:plan_last_year", args=[part.pk]))
    return HttpResponseRedirect(part_url(part) + ("#last-year" if request.POST.get("do") == "take" else ""))


def _not_done(request: HttpRequest, part: Section, refusal: Refused) -> HttpResponse:
    if only_part(request):
        return _refused(request, refusal)
    context = {**part_context(request, part), "problems": refusal.problems}
    return render(request, "workspace/plans/part.html", context, status=status_of(refusal))


def _of(request: HttpRequest, name: str, part: Section | None = None) -> PlanItem | None:
    """The row a hidden field names, if it is in this plan."""
    if not (said := request.POST.get(name, "")):
        return None
    found = PlanItem.objects.filter(pk=hidden_uid(said)).select_related("plan", "plan__unit").first()
    return found if found is not None and (part is None or found.plan_id == part.plan_id) else None


def _row(request: HttpRequest, part: Section) -> PlanItem:
    if (found := _of(request, "row", part)) is None:
        raise Refused([Blocker(code="row_gone", text=_("Цього рядка вже немає: його щойно прибрали. Оновіть сторінку."))])
    return found


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _add(act: Act, request: HttpRequest, part: Section) -> None:
    level = max(_number(request.POST.get("level", "0")), 0)
    kind = request.POST.get("kind", "row")
    plans.add_row(act, part=part, after=_of(request, "row", part), level=level, kind=kind, reason=_reason(request))


def _paste(act: Act, request: HttpRequest, part: Section) -> None:
    table = [line.split("\t") for line in _lines(request.POST.get("table", ""))]
    plans.paste_cells(
        act, part=part, table=table, item=_of(request, "row", part), column=max(_number(request.POST.get("column", "0")), 0),
        versions=_versions(request), reason=_reason(request),
    )  # fmt: skip


def _versions(request: HttpRequest) -> dict[str, int]:
    try:
        said = json.loads(request.POST.get("versions", "") or "{}")
    except ValueError:
        return {}
    return {str(key): value for key, value in said.items() if type(value) is int} if isinstance(said, dict) else {}


def _lines(text: str) -> list[str]:
    """Rows as a spreadsheet copies them: a cell with a line break inside stands in quotes."""
    found, line, inside = [], "", False
    for piece in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = f"{line}\n{piece}" if inside else piece
        inside = line.count('"') % 2 == 1 and ('\t"' in line or line.startswith('"'))
        if not inside:
            found.append(line)
    if inside:
        found.append(line)
    while found and not found[-1].strip():
        found.pop()
    return ["\t".join(_unquoted(cell) for cell in line.split("\t")) for line in found]


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and ("\n" in cell or '""' in cell)
    return cell[1:-1].replace('""', '"') if quoted else cell


def _move(act: Act, request: HttpRequest, part: Section) -> None:
    level = request.POST.get("level", "")
    plans.move_row(
        act, item=_row(request, part), part=_to(request, part), before=_of(request, "before", part),
        level=_number(level) if level else None, reason=_reason(request),
    )  # fmt: skip


def _to(request: HttpRequest, part: Section) -> Section:
    """The section a form without a script has chosen; in place it is the one on the screen."""
    said = request.POST.get("to", "")
    found = Section.objects.filter(plan=part.plan, pk=hidden_uid(said)).first() if said else None
    return found or part


def _remove(act: Act, request: HttpRequest, part: Section) -> None:
    version = request.POST.get("version", "")
    seen = _number(version) if version else None
    plans.remove_row(act, item=_row(request, part), version=seen, reason=_reason(request))


def _undo(act: Act, request: HttpRequest, part: Section) -> None:
    plans.undo_plan(act, plan=part.plan, reason=_reason(request))


def _take(act: Act, request: HttpRequest, part: Section) -> None:
    """A row of last year's plan; the verb refuses that of another unit."""
    if (row := _of(request, "last")) is None:
        raise Refused([Blocker(code="row_gone", text=_("Цього рядка вже немає: його щойно прибрали. Оновіть сторінку."))])
    plans.take_row(act, part=part, row=row, reason=_reason(request))


DOES: dict[str, Callable[[Act, HttpRequest, Section], None]] = {
    "add": _add,
    "paste": _paste,
    "move": _move,
    "remove": _remove,
    "undo": _undo,
    "take": _take,
}


@require_http_methods(["GET", "POST"])
@access(VIEW)
def row_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A row as a form: everything that the table does in place, without a script; and what stands only here."""
    item = item_or_404(request, uid)
    part = item.part
    if part is None:
        return HttpResponseRedirect(reverse("workspace:plan_loose", args=[item.plan_id]))
    form, status = RowForm(item, part, request.POST or None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: _save(act, request, item, form))
        if not status:
            messages.success(request, _("Рядок збережено."))
            return HttpResponseRedirect(f"{part_url(part)}#row-{item.pk}")
    return render(request, "workspace/plans/row.html", _row_context(request, item, part, form), status=status)


def _save(act: Act, request: HttpRequest, item: PlanItem, form: RowForm) -> None:
    data, seen = form.cleaned_data, request.POST.get("version", "")
    plans.edit_row(
        act, item=item, cells=form.cells(), level=data["level"] or 0, kind=data["kind"], coordinator=data["coordinator"],
        version=_number(seen) if seen else None, reason=form.reason,
    )  # fmt: skip
    said = request.POST.get("serves")
    if said is not None and said != serving(item):
        plans.link_row(act.part("link"), item=item, reason=form.reason, **_goal(item, said))


WHOLE = "part:"
"""Before the key of a direction, where that of a row stands alone."""


def serving(item: PlanItem) -> str:
    return f"{WHOLE}{item.serves_part_id}" if item.serves_part_id else str(item.serves_id or "")


def _goal(item: PlanItem, said: str) -> dict[str, Any]:
    """A row or a whole direction of what this plan carries out; of another plan nothing can be named."""
    if not said:
        return {}
    key, above = hidden_uid(said.removeprefix(WHOLE)), strategies_for(item.plan)
    found: PlanItem | Section | None
    if said.startswith(WHOLE):
        found = Section.objects.filter(pk=key, plan__in=above).first()
    else:
        found = PlanItem.objects.filter(pk=key, plan__in=above).first()
    if found is None:
        text = _("Такого напряму чи рядка в стратегії або плані закладу вже немає. Оновіть сторінку й оберіть ще раз.")
        raise Refused([Blocker(code="no_goal", text=text)])
    return {"serves_part" if isinstance(found, Section) else "serves": found}


def _goals(item: PlanItem) -> list[dict[str, Any]]:
    """Each direction, and below it its rows: two questions, however many there are."""
    above = strategies_for(item.plan)
    parts = Section.objects.filter(plan__in=above, kind__in=PLANNED).select_related("plan").order_by("plan", "position")
    rows = PlanItem.objects.filter(plan__in=above, part__kind__in=PLANNED, dropped_on=None, kind=RowKind.ROW)
    below: dict[UUID | None, list[PlanItem]] = {}
    for row in rows.order_by("part__position", "position").only("part_id", "section", "number", "title"):
        below.setdefault(row.part_id, []).append(row)
    return [{"part": part, "key": f"{WHOLE}{part.pk}", "rows": below.get(part.pk, [])} for part in parts]


PLANNED = (PartKind.SECTION, PartKind.GOAL, PartKind.DIRECTION)


def _row_context(request: HttpRequest, item: PlanItem, part: Section, form: RowForm) -> dict[str, Any]:
    (line,) = lines(part, [item])
    return {
        **may(request.actor, item.plan),
        "plan": item.plan,
        "part": part,
        "item": item,
        "form": form,
        "line": line,
        "goals": _goals(item),
        "serving": request.POST.get("serves", serving(item)),
        "parts": Section.objects.filter(plan=item.plan).order_by("position").only("number", "title"),
        "comments": item.comments.filter(solved_at=None).select_related("by").order_by("at"),
        "comment_form": CommentForm(),
    }
