"""One number a month for people in occupied territory, and the card of rules beside it. The form has and takes nothing else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.enquiries.actions.quiet import count_quiet
from mandrivna.enquiries.logged import quiet_counts, quiet_months, quiet_units
from mandrivna.enquiries.rules import QUIET
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.enquiries.forms import QuietForm
from mandrivna.faces.workspace.operate import attempt, sole

TAKEN = frozenset({"csrfmiddlewaretoken", "uid", "institution", "month", "number"})


@read_or_send
@access(QUIET)
def counted(request: HttpRequest) -> HttpResponse:
    units, months = quiet_units(request.actor), quiet_months(timezone.localdate())
    if request.method != "POST":
        initial = {"institution": sole(units), "month": months[0].isoformat() if months else ""}
        return _page(request, QuietForm(units, months, initial=initial), 200)
    form = QuietForm(units, months, request.POST)
    if set(request.POST) - TAKEN:  # not named and not kept: whatever it was, it has no business here
        form.add_error(None, _("Тут записують лише місяць і число. Нічого іншого програма не приймає й не зберігає."))
        return _page(request, form, 422)
    status = attempt(request, form, lambda act: count_quiet(act, **form.cleaned_data))
    if status:
        return _page(request, form, status)
    messages.success(request, _("Записано число за місяць. Більше про це не записано нічого."))
    return redirect("workspace:served_quiet")


def _page(request: HttpRequest, form: QuietForm, status: int) -> HttpResponse:
    crumbs = [(_("Довідки й консультації"), reverse("workspace:served")), (_("Консультації в окупацію"), "")]
    context = {"form": form, "counts": quiet_counts(request.actor)[:30], "crumbs": crumbs}
    return render(request, "workspace/enquiries/quiet.html", context, status=status)
