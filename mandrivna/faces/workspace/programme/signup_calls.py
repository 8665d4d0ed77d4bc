"""Who signed up and has to be called, in the bell and on the page of the list; one press says that they know."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.models import Unit
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of
from mandrivna.programme import rules
from mandrivna.programme.actions.signups import told_signup
from mandrivna.programme.models import Admission, Event, SignUp
from mandrivna.programme.signups import WHAT, lists_to_call, page_events, sees_names, signups_to


def people_to_call(actor: Actor, event: Event) -> list[SignUp]:
    """Of the lists of this event those whose names the actor may know."""
    rows = signups_to(event).to_call().select_related(*WHAT, "reader").order_by("turn", "at")
    return [row for row in rows if sees_names(actor, row.admission)]


@require_POST
@access(rules.SIGNUPS)
def told(request: HttpRequest, pk: uuid.UUID, one: uuid.UUID) -> HttpResponse:
    """Said twice, by two colleagues at once, it is as good as once."""
    row = get_object_or_404(SignUp.objects.standing().select_related(*WHAT), pk=one)
    event = get_object_or_404(Event, pk=pk)
    if not (sees_names(request.actor, row.admission) and signups_to(event).filter(pk=row.pk).exists()):
        raise Http404
    told_signup(act_of(request), signup=row)
    messages.success(request, gettext("Записано: людина знає."))
    return redirect("workspace:event_signups", pk=event.pk)


# --- in the bell ------------------------------------------------------------------------------------------------------


def lists(actor: Actor, _place: Unit | None) -> QuerySet[Admission]:
    return lists_to_call(actor, timezone.localdate())


def lists_told(_actor: Actor, rows: Sequence[Admission]) -> list[Waiting]:
    """No names: the list of people has them."""
    events = page_events([row.series_id for row in rows if row.series_id], timezone.localdate())
    return [Waiting(str(row), _page(row.event_id or events.get(row.series_id)), str(row.place)) for row in rows]


def _page(event: uuid.UUID | None) -> str:
    return f"{reverse('workspace:event_signups', args=[event])}#h-call" if event else ""


ATTENTION.add(
    "programme_signups",
    Attention(
        label=_("Записи на події: кому подзвонити"),
        permission=rules.SIGNUPS,
        icon="users",
        url_name="workspace:programme",
        act=_("До людей"),
        rows=lists,
        told=lists_told,
        order=44,
    ),
)
