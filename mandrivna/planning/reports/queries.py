"""Reading reports: a list of those that somebody may see, narrowed by year, by the length of their time, by state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.planning.forms.definitions import load as load_forms
from mandrivna.planning.models import Plan, Report
from mandrivna.planning.reports.kinds import PLAN, kinds
from mandrivna.planning.reports.rows import ReportState
from mandrivna.planning.rules import EDIT, VIEW

LENGTHS = {"year": _("річний"), "quarter": _("квартальний"), "month": _("місячний")}
BEGINNINGS = {"quarter": "q", "month": "m"}


def reports_for(actor: Actor, *, year: int | None = None, what: str = "", state: str = "") -> QuerySet[Report]:
    """Without what was sealed: a list needs none of it. `what`: a length of time, or a kind of document."""
    units = Unit.objects.visible_to(actor, VIEW)
    rows = Report.objects.filter(plan__unit__in=units).select_related("plan__unit", "by").defer("frozen", "intro", "closing")
    if year is not None:
        rows = rows.filter(plan__year=year)
    if what in LENGTHS:
        rows = rows.filter(kind=PLAN)
        rows = rows.filter(until__startswith=BEGINNINGS[what]) if what in BEGINNINGS else rows.filter(until="")
    elif what:
        rows = rows.filter(kind=what[:20])
    if state in ReportState.values:
        rows = rows.filter(state=state)
    return rows.order_by("-plan__year", "plan__unit__path", "-made_at", "-pk")


def seen_from(report: Report) -> dt.date:
    """The day from which the site shows a signed report that it may show: like state forms, some days after the signature."""
    assert report.signed_on is not None
    return report.signed_on + dt.timedelta(days=load_forms().settings["lag_days"])


def told_before(report: Report) -> list[Report]:
    """What everybody could read before this one was let out, oldest first, and can set beside it: of the same unit and of years
    that its tables name. In the order of the site, not of signatures; what was taken down has been read all the same."""
    years = (report.plan.year - 1, report.plan.year, report.plan.year + 1)
    rows = Report.objects.filter(state=ReportState.SIGNED, plan__unit=report.plan.unit_id, plan__year__in=years)
    rows = rows.filter(Q(public=True) | Q(public_at__isnull=False)).exclude(pk=report.pk).select_related("plan")
    lag = dt.timedelta(days=load_forms().settings["lag_days"])

    def shown(one: Report) -> tuple[Any, ...]:
        """An older base does not know when it was let out: soon after the signature, as likely as not."""
        let = one.public_at or one.known_by
        assert one.signed_on is not None
        assert let is not None
        return max(timezone.localdate(let), one.signed_on + lag), let, one.signed_on, one.known_by, one.pk

    return sorted((one for one in rows if shown(one) < shown(report)), key=shown)


def what_of(report: Report) -> str:
    """Its kind, and of a report of the plan the length of its time."""
    if report.kind != PLAN:
        return report.kind
    return next((name for name, letter in BEGINNINGS.items() if report.until.startswith(letter)), "year")


def whats() -> dict[str, str]:
    """What a report may be, in words."""
    return {**{code: str(label) for code, label in LENGTHS.items()}, **{code: kind.label for code, kind in kinds().items()}}


def years_of_reports(actor: Actor) -> list[int]:
    units = Unit.objects.visible_to(actor, VIEW)
    return list(Report.objects.filter(plan__unit__in=units).order_by("-plan__year").values_list("plan__year", flat=True).distinct())


def plans_to_report(actor: Actor) -> QuerySet[Plan]:
    """Plans of the units where this person may make a report, or a document of the year that needs no row; newest first."""
    units = Unit.objects.visible_to(actor, EDIT)
    return (
        Plan.objects.filter(unit__in=units)
        .select_related("unit").order_by("-year", "unit__path", "kind", "-pk")
    )  # fmt: skip
