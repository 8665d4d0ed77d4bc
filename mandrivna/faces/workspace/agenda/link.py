"""One's own terms in the calendar of a telephone: a secret address, made and taken back by its owner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mandrivna.core.codec import Withheld
from mandrivna.core.models import Staff
from mandrivna.core.problems import Blocker, Refused
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.agenda.choosing import LONGEST
from mandrivna.faces.workspace.operate import act_of
from mandrivna.planning import actions
from mandrivna.planning.agenda.links import token_of
from mandrivna.planning.models import AgendaLink
from mandrivna.planning.rules import VIEW


@read_or_send
@access(VIEW)
def link(request: HttpRequest) -> HttpResponse:
    staff = Staff.objects.get(pk=request.actor.staff_id)
    if request.method == "POST":
        _done(request, staff)
        return redirect("workspace:work_agenda_link")
    kept = AgendaLink.objects.filter(staff=staff).first()
    context: dict[str, Any] = {
        "kept": kept,
        "address": request.build_absolute_uri(reverse("site:agenda_calendar", args=[token_of(kept.pk)])) if kept else "",
        "who": request.GET.get("who", "").strip()[:LONGEST],
        "crumbs": [(_("Мої строки"), reverse("workspace:work_agenda")), (_("Календар на телефоні"), "")],
    }
    return render(request, "workspace/agenda/link.html", context)


def _done(request: HttpRequest, staff: Staff) -> None:
    match request.POST.get("do"):
        case "open":
            actions.open_agenda(act_of(request), staff=staff, who=Withheld(request.POST.get("who", "").strip()[:LONGEST]))
            messages.success(request, _("Адресу зроблено. Попередня, якщо була, більше нічого не каже."))
        case "close":
            actions.close_agenda(act_of(request), staff=staff)
            messages.success(request, _("Адресу забрано: календар за нею більше нічого не дістане."))
        case _unknown:
            raise Refused([Blocker(code="unknown", text=_("Форма прийшла неповною. Оновіть сторінку й повторіть дію."))])
