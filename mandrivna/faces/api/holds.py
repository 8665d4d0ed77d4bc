"""The queue for a title: placing somebody in it, looking, taking them off."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.models.units import below_any
from mandrivna.faces.api import shapes, telling
from mandrivna.faces.api.endpoint import Call, endpoint
from mandrivna.faces.api.places import place_or_404
from mandrivna.faces.api.problems import absent
from mandrivna.faces.api.readers import reader_or_404
from mandrivna.lending.actions.holds import cancel_hold, hold_for
from mandrivna.lending.models import Hold
from mandrivna.lending.rules import ISSUE


def _hold_or_404(call: Call, pk: str) -> Hold:
    uid = shapes.uid_of(pk)
    seen = Hold.objects.filter(below_any(call.actor.paths(ISSUE), "pickup__path")).select_related("record", "pickup")
    found = seen.filter(pk=uid).first() if uid else None
    if found is None:
        raise absent()
    return found


@endpoint(ISSUE, tells=shapes.HoldTold, summary=_("Одне замовлення"))
def hold(call: Call, pk: str) -> shapes.HoldTold:
    return telling.hold(_hold_or_404(call, pk))


@endpoint(ISSUE, tells=shapes.HoldTold, takes=shapes.NewHold, writes=True, summary=_("Замовити видання для читача"))
def place_hold(call: Call) -> shapes.HoldTold:
    said = call.body
    pickup, reader = place_or_404(call.actor, said.pickup, ISSUE), reader_or_404(call.actor, said.reader, ISSUE)
    record = Record.objects.current().filter(pk=said.record).first()
    if record is None:
        raise absent()
    return telling.hold(hold_for(call.act, reader=reader, record=record, pickup=pickup))


@endpoint(ISSUE, tells=shapes.HoldTold, takes=shapes.Nothing, writes=True, summary=_("Скасувати замовлення"))
def end_hold(call: Call, pk: str) -> shapes.HoldTold:
    found = cancel_hold(call.act, hold=_hold_or_404(call, pk))
    return telling.hold(Hold.objects.select_related("record").get(pk=found.pk))
