"""What readers reserved: what to find on the shelves, what lies ready, and for whom."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.menu import MENU, Item
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of, hidden_uid
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.holds import cancel_hold, set_aside
from mandrivna.lending.models import Hold
from mandrivna.lending.queries import desk_copies, holds_for
from mandrivna.lending.rules import ISSUE
from mandrivna.lending.states import HoldState
from mandrivna.readers.queries import shown

PAGE, MOST_COPIES = 30, 3


@require_safe
@access(ISSUE)
def listed(request: HttpRequest) -> HttpResponse:
    page = Paginator(holds_for(request.actor).order_by("state", "at", "uid"), PAGE).get_page(request.GET.get("page"))
    holds: list[Hold] = list(page.object_list)
    people: dict[Any, Any] = {one.reader.pk: one for one in shown(request.actor, [hold.reader for hold in holds if hold.reader])}
    standing: dict[Any, list[Copy]] = {}
    wanted = [hold.record_id for hold in holds if hold.state == HoldState.WAITING]
    for copy in (
        desk_copies(request.actor).filter(record__in=wanted, state=State.AVAILABLE).order_by("place__path", "pk") if wanted else ()
    ):
        standing.setdefault(copy.record_id, []).append(copy)
    rows = [
        (
            hold,
            people.get(hold.reader_id),
            standing.get(hold.record_id, [])[:MOST_COPIES] if hold.state == HoldState.WAITING else [],
        )
        for hold in holds
    ]
    return render(request, "workspace/holds/list.html", {"page": page, "rows": rows, "query": ""})


def _found(request: HttpRequest, pk: uuid.UUID) -> Hold:
    return get_object_or_404(holds_for(request.actor), pk=pk)


@require_POST
@access(ISSUE)
def aside(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    copy = get_object_or_404(desk_copies(request.actor), pk=hidden_uid(request.POST.get("copy", "")))
    set_aside(act_of(request), hold=found, copy=copy)
    messages.success(request, _("Відкладено: %(title)s, %(copy)s. Забрати: %(place)s.") % {
        "title": found.record.title, "copy": copy, "place": found.pickup,
    })  # fmt: skip
    return redirect("workspace:holds")


@require_POST
@access(ISSUE)
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    cancel_hold(act_of(request), hold=found)
    messages.success(request, _("Замовлення скасовано: %s.") % found.record.title)
    return redirect("workspace:holds")


MENU.add(
    "holds",
    Item(
        label=gettext_lazy("Замовлення"),
        url_name="workspace:holds",
        permission=ISSUE,
        group="service",
        icon="hourglass",
        order=310,
        key="m",
    ),
)
