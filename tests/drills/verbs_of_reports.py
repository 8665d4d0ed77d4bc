"""One true call of each verb about reports, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.planning.models import Plan, Report, Section
from mandrivna.planning.reports.actions import make_report, publish_report, sign_report, withdraw_report, write_report_text

type Told = Callable[[Any], dict[str, Any]]

YEAR, DAY = 2024, dt.date(2025, 1, 9)
SIGNED = {"on": DAY, "post": "Директорка", "name": "Ганна Приклад"}


def _plan(world: Any) -> Plan:
    plan, _made = Plan.objects.get_or_create(unit=world.lib.root, year=YEAR, kind="programme")
    Section.objects.get_or_create(plan=plan, number="1", defaults={"title": "Читання"})
    return plan


def _report(world: Any) -> Report:
    return make_report(world.lib.act(), plan=_plan(world), until="q1")


def _signed(world: Any) -> Report:
    return sign_report(world.lib.act(), report=_report(world), **SIGNED)


def _public(world: Any) -> Report:
    return publish_report(world.lib.act(), report=_signed(world))


REPORTS: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.make_report": (make_report, lambda w: {"plan": _plan(w), "until": "q2"}),
    "planning.write_report_text": (
        write_report_text, lambda w: {"report": _report(w), "place": "intro", "text": "Надано {references} довідок."}
    ),
    "planning.sign_report": (sign_report, lambda w: {"report": _report(w), **SIGNED}),
    "planning.publish_report": (publish_report, lambda w: {"report": _signed(w)}),
    "planning.withdraw_report": (withdraw_report, lambda w: {"report": _public(w)}),
}  # fmt: skip
