"""Reading reports: a list of those that somebody may see, narrowed by year, by the length of their time, by state."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
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
