"""Reports of the matrix: a draft at the hub, and one of another year signed and shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.planning.actions import make_report, publish_report, sign_report
from mandrivna.planning.models import Plan, PlanItem, Section
from tests.factories.library import Library


def report_things(lib: Library) -> dict[str, Any]:
    draft, signed = (make_report(lib.act(), plan=_plan(lib, year)) for year in (2034, 2021))
    said = {"on": dt.date(2022, 1, 10), "post": "Завідувачка", "name": "Сойка Лісова"}
    publish_report(lib.act(), report=sign_report(lib.act(), report=signed, **said))
    return {"report": draft.pk, "signed_report": signed.pk, "report_place": "intro", "report_paper": "xlsx"}


def _plan(lib: Library, year: int) -> Plan:
    """Of no year that another page plans in."""
    plan, made = Plan.objects.get_or_create(unit=lib.hub, year=year)
    if made:
        part = Section.objects.create(plan=plan, number="1", title="Послуги", columns=[{"title": "Назва", "role": "title"}])
        PlanItem.objects.create(plan=plan, part=part, section="1", number="1", cells=["Довідки"])
    return plan
