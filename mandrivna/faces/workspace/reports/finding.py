"""The report of an address, among those the actor may see; and what it says, if nobody has touched it since the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.planning.definitions import said_of_choices
from mandrivna.planning.models import Report
from mandrivna.planning.queries import table
from mandrivna.planning.reports.actions import genuine
from mandrivna.planning.reports.compose import composed, indicator_tables, of_year, signed
from mandrivna.planning.reports.composed import Composed, Indicators
from mandrivna.planning.reports.queries import seen_from
from mandrivna.planning.rules import APPROVE, EDIT, EXPORT, VIEW


def report_or_404(request: HttpRequest, uid: UUID, permission: Permission = VIEW, rows: QuerySet[Report] | None = None) -> Report:
    """`rows`: reports with something beside them that the page needs too."""
    report = (Report.objects.all() if rows is None else rows).select_related("plan__unit", "by").filter(pk=uid).first()
    if report is None or not request.actor.can(permission, report.plan.unit.path):
        raise Http404
    return report


def told(report: Report, *, indicators: bool = False) -> Composed | None:
    """None where a signed report does not match its seal: then no number of it is shown."""
    if not report.signed:
        return composed(report, indicators=indicators)
    return signed(report) if genuine(report) else None


def tables_of(report: Report) -> tuple[tuple[Indicators, ...], Sequence[str]] | None:
    """Its tables of indicators without the rest of it, and how they are counted; None as above."""
    if report.signed:
        whole = told(report)
        return (whole.indicators, whole.choices) if whole else None
    if not of_year(report):
        return (), ()
    found = table(report.plan.unit, report.plan.year, report.until)
    return indicator_tables(found), said_of_choices(row.row for row in found.shown)


def seen_on_site(report: Report) -> dt.date | None:
    """The day from which the site shows it, of one that it shows."""
    return seen_from(report) if report.public else None


def may(actor: Actor, report: Report) -> dict[str, bool]:
    path = report.plan.unit.path
    draft = not report.signed
    return {
        "may_write": draft and actor.can(EDIT, path),
        "may_sign": draft and actor.can(APPROVE, path),
        "may_show": report.signed and actor.can(APPROVE, path),
        "may_export": actor.can(EXPORT, path),
    }
