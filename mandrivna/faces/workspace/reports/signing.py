"""The signature, after which a report stands still, and its showing to everybody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.reports.finding import report_or_404
from mandrivna.faces.workspace.reports.forms import SignForm
from mandrivna.faces.workspace.reports.views import tallies
from mandrivna.planning import actions
from mandrivna.planning.board.rows import WITH_REASON
from mandrivna.planning.models import Report
from mandrivna.planning.queries import last_day
from mandrivna.planning.reports.compose import UNSAID, composed
from mandrivna.planning.reports.composed import Composed
from mandrivna.planning.reports.paper import as_of
from mandrivna.planning.rules import APPROVE


@require_http_methods(["GET", "POST"])
@access(APPROVE, step_up=True)
def sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    report = report_or_404(request, uid, APPROVE)
    if report.signed:
        return redirect("workspace:report", uid=report.pk)
    about = {"post": report.plan.approver_post, "name": report.plan.approver_name}
    form, status = SignForm(request.POST or None, initial=about), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: actions.sign_report(act, report=report, **form.cleaned_data))
        if not status:
            messages.success(request, _("Звіт підписано. Пізніші факти стоятимуть поруч і його не змінять."))
            return redirect("workspace:report", uid=report.pk)
    whole = composed(report, indicators=False)
    context = {
        "report": report,
        "form": form,
        "as_of": as_of(whole),
        "from_day": last_day(report.plan.year, report.until),
        "tallies": tallies(whole),
        **_gaps(whole),
    }
    return render(request, "workspace/reports/sign.html", context, status=status)


def _gaps(whole: Composed) -> dict[str, int]:
    """What whoever signs should know is missing; nothing of it forbids to sign."""
    return {
        "unsaid": sum(line.state == UNSAID for line in whole.lines),
        "unexplained": sum(line.state in WITH_REASON and not line.text for line in whole.lines),
        "silent": sum((bool(part.rows) or not whole.lines) and not part.text for part in whole.parts),
    }


@require_POST
@access(APPROVE, step_up=True)
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _shown(request, uid, actions.publish_report, _("Звіт на сайті: його може прочитати кожен."))


@require_POST
@access(APPROVE)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    said = _("Звіт знято з сайту. Для працівників він лишається таким, яким його підписали.")
    return _shown(request, uid, actions.withdraw_report, said)


def _shown(request: HttpRequest, uid: UUID, verb: Callable[..., Report], said: str) -> HttpResponse:
    report = report_or_404(request, uid, APPROVE)
    verb(act_of(request), report=report)
    messages.success(request, said)
    return redirect("workspace:report", uid=report.pk)
