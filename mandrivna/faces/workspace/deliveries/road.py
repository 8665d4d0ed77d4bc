"""On the road, with a telephone: what is tapped at a door is an ordinary issue or return at the place the round started from."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.core.act import Act
from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.deliveries.views import found_stop, page
from mandrivna.faces.workspace.operate import act_of
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.rounds import collect, hand_over, not_so, unopened
from mandrivna.lending.models import Carried, Stop
from mandrivna.lending.rules import DELIVER

DOES = {"given": hand_over, "taken": collect, "undo": not_so}

NOBODY = {"nobody": True, "somebody": False}


@require_POST
@access(DELIVER)
def door(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return tapped(request, found_stop(request, pk), page, "workspace:delivery")


def tapped(request: HttpRequest, stop: Stop, shown: Callable[..., HttpResponse], back: str) -> HttpResponse:
    """Each book is an act of its own, with an identity that follows from the form's: a form sent twice adds nothing."""
    act, said = act_of(request), request.POST.get("said", "")
    if said in NOBODY:
        runs: list[Callable[[], Any]] = [lambda: unopened(act, stop, nobody=NOBODY[said])]
    elif said not in DOES:
        runs = []
    else:
        ticked = set(request.POST.getlist("copy"))
        rows = Carried.objects.filter(stop=stop).select_related("copy")
        runs = [_run(DOES[said], act, stop, row.copy) for row in rows.order_by("pk") if str(row.copy_id) in ticked]
    problems: list[Problem] = []
    status = 200
    for run in runs:
        try:
            run()
        except Refused as refusal:
            problems += refusal.problems
            status = status_of(refusal)
    if problems:
        return shown(request, stop.round, status, problems)
    messages.success(request, _("Записано.") if runs else _("Нічого не позначено."))
    return redirect(back, pk=stop.round_id)


def _run(do: Callable[[Act, Stop, Copy], None], act: Act, stop: Stop, copy: Copy) -> Callable[[], None]:
    return lambda: do(act, stop, copy)
