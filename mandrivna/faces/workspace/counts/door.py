"""The counter at the door: one big button, a tap that was a mistake taken back, who came if one sees it; also without a network.

The page is bare on purpose. Its worker keeps it on the phone, and a page that is kept may hold nobody's name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.codec import encode
from mandrivna.core.intake import perform
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.problems import Refused
from mandrivna.faces import look
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.operate import act_of
from mandrivna.lending.actions.visits import tap_visits
from mandrivna.lending.models import VisitCount
from mandrivna.lending.rules import COUNT_VISITS
from mandrivna.readers.models import Audience

WORKER = Path(look.__file__).parent / "static/look/door-worker.js"
MOST_SENT, LARGEST = 100, 64 * 1024
LATE = dt.timedelta(minutes=2)
"""A tap that took longer than this to arrive waited for a network."""


@require_safe
@access(COUNT_VISITS)
def doors(request: HttpRequest) -> HttpResponse:
    """Places with a counter, the outermost of each branch: whoever passes the door of a hub is not counted again at its shelf."""
    units = Unit.objects.visible_to(request.actor, COUNT_VISITS).open().filter(visits_from=VisitsFrom.COUNTER)
    units = units.exclude(parent__visits_from=VisitsFrom.COUNTER).order_by("path")
    today = VisitCount.objects.filter(place__in=units, on=timezone.localdate(), counted=True).order_by()
    sums = dict(today.values_list("place").annotate(sum=Sum("number")))
    rows = [(unit, sums.get(unit.pk, 0)) for unit in units]
    if len(rows) == 1 and "all" not in request.GET:
        return redirect("workspace:door", pk=rows[0][0].pk)
    return render(request, "workspace/counts/doors.html", {"rows": rows})


@read_or_send
@access(COUNT_VISITS)
def door(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, COUNT_VISITS)
    if request.method == "POST":  # without a script each tap is a form
        return _tapped(request, unit)
    today = _today(unit)
    rest = [(code, str(label), today.get(code, 0)) for code, label in Audience.choices if code != Audience.GENERAL]
    context = {
        "unit": unit, "counts": unit.visits_from == VisitsFrom.COUNTER, "today": today, "total": sum(today.values()),
        "rest": rest, "general": (Audience.GENERAL.value, str(Audience.GENERAL.label)), "last": request.session.get(_key(unit), ""),
        "scope": reverse("workspace:doors"), "at": _now(),
    }  # fmt: skip
    return render(request, "workspace/counts/door.html", context)


def _now() -> int:
    """In the milliseconds a script counts by."""
    return int(timezone.now().timestamp() * 1000)


def _key(unit: Unit) -> str:
    return f"door:{unit.pk}"


def _tapped(request: HttpRequest, unit: Unit) -> HttpResponse:
    back = "undo" in request.POST
    audience = request.session.get(_key(unit), "") if back else request.POST.get("audience", "")
    act = act_of(request)
    try:
        tap_visits(act, place=unit, on=act.on, number=-1 if back else 1, audience=audience)
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem.text))
    else:
        request.session[_key(unit)] = "" if back else audience
    return redirect("workspace:door", pk=unit.pk)


def _today(unit: Unit) -> dict[str, int]:
    rows = VisitCount.objects.filter(place=unit, on=timezone.localdate(), counted=True).exclude(mode="distance").order_by()
    return dict(rows.values_list("audience").annotate(sum=Sum("number")))


@require_POST
@access(COUNT_VISITS)
def sent(request: HttpRequest, pk: int) -> JsonResponse:
    """What a phone wrote down, each tap with its own identity: said twice it counts once, and what cannot be counted is kept in
    quarantine and not by the phone."""
    unit = unit_or_404(request, pk, COUNT_VISITS)
    taps = _taps(request)
    if taps is None:
        return JsonResponse({"error": "taps"}, status=422)
    for tap in taps:
        perform(_operation(unit, tap), actor=request.actor)
    return JsonResponse({"done": [str(tap["uid"]) for tap in taps], "today": _today(unit), "at": _now()})


def _taps(request: HttpRequest) -> list[dict[str, Any]] | None:
    if len(request.body) > LARGEST:
        return None
    try:
        said = json.loads(request.body)["taps"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    fits = isinstance(said, list) and len(said) <= MOST_SENT and all(isinstance(tap, dict) and "uid" in tap for tap in said)
    return said if fits else None


def _operation(unit: Unit, tap: Mapping[str, Any]) -> dict[str, Any]:
    """The day is that of the tap and not of its arrival; of a moment that is none the intake says so."""
    at = _moment(tap.get("at"))
    body = {"place": encode(unit), "number": tap.get("number"), "audience": tap.get("audience")}
    if at is not None:
        body["on"] = encode(timezone.localdate(at))
    late = at is not None and timezone.now() - at > LATE
    channel = "offline" if late else "desk"
    return {"uid": tap["uid"], "verb": "lending.tap_visits", "schema": 1, "at": tap.get("at"), "channel": channel, "body": body}


def _moment(said: Any) -> dt.datetime | None:
    try:
        found = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@cache
def _worker() -> str:
    return WORKER.read_text(encoding="utf-8")


@require_safe
@access(COUNT_VISITS)
def worker(request: HttpRequest) -> HttpResponse:
    """Its address decides what it may serve: the pages of the counter and nothing else."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
