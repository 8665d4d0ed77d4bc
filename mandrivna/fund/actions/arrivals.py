"""From the box to the shelf: a label printed, put on, the copy set on its shelf. Each step has its day."""

from __future__ import annotations

import functools
import operator
import uuid
from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund import facts, rules
from mandrivna.fund.models import Arrival, Copy, State, Way
from mandrivna.fund.opening_back import TOUCHED
from mandrivna.ledger.api import settle_all

MOST = 500


@verb("fund.mark_printed", may=rules.EDIT, at="unit")
def mark_printed(act: Act, *, unit: Unit, copies: list[str]) -> Unit:
    """Printed again after a paper jam it keeps the first day."""
    for arrival in _chosen(unit, copies):
        if arrival.printed_on is None:
            arrival.printed_on = act.on
            arrival.save(update_fields=["printed_on"])
    return unit


@verb("fund.mark_labelled", may=rules.EDIT, at="unit")
def mark_labelled(act: Act, *, unit: Unit, copies: list[str]) -> Unit:
    """Stamped, numbered and labelled: this is counted as technical processing, where it was done."""

    def label(arrival: Arrival) -> None:
        if arrival.labelled_on is None:
            arrival.printed_on, arrival.labelled_on, arrival.labelled_unit = arrival.printed_on or act.on, act.on, unit

    _settled(act, _chosen(unit, copies), label)
    return unit


@verb("fund.shelve", may=rules.EDIT, at="shelf")
def shelve(act: Act, *, shelf: Unit, copies: list[str]) -> Unit:
    """On its shelf for the first time, and from now on at home there. What came labelled already is labelled by this. Of what has
    been lent or carried since, whoever keeps that knows where it stands."""
    found = _chosen(shelf, copies)
    known = followed([one.copy_id for one in found])
    if elsewhere := next((one.copy for one in found if one.copy.state != State.AVAILABLE), None):
        text = _("№ %(number)s зараз не на місці, тому на полицю його не поставити.") % {"number": elsewhere.inventory}
        refuse_if([Blocker(code="not_available", text=text)])

    def stand(arrival: Arrival) -> None:
        if arrival.shelved_on is not None:
            return
        if arrival.labelled_on is None:
            arrival.labelled_on, arrival.labelled_unit = act.on, shelf
        arrival.shelved_on, arrival.shelved_unit = act.on, shelf
        arrival.copy.home = shelf
        if arrival.copy_id not in known:
            arrival.copy.place = shelf
        arrival.copy.save(update_fields=["home", "place"])

    _settled(act, found, stand)
    return shelf


@verb("fund.step_back", may=rules.EDIT, at="unit")
def step_back(act: Act, *, unit: Unit, copies: list[str]) -> Unit:
    """The last step was not taken after all. Where a copy stands is not guessed: it stays where it was put."""

    def back(arrival: Arrival) -> None:
        match arrival.way:
            case Way.SHELVED:
                arrival.shelved_on = arrival.shelved_unit = None
            case Way.LABELLED:
                arrival.labelled_on = arrival.labelled_unit = None
            case Way.PRINTED:
                arrival.printed_on = None

    _settled(act, _chosen(unit, copies), back)
    return unit


def followed(copies: list[uuid.UUID]) -> set[uuid.UUID]:
    touched = functools.reduce(operator.or_, [Q(source()) for source in TOUCHED], Q(pk__in=[]))
    return set(Copy.objects.filter(touched, pk__in=copies).values_list("pk", flat=True))


def _chosen(unit: Unit, copies: list[str]) -> list[Arrival]:
    if not copies or len(copies) > MOST:
        refuse_if([Blocker(code="nothing_chosen", text=_("Оберіть примірники: від одного до %(most)d.") % {"most": MOST})])
    rows = Arrival.objects.select_for_update(of=("self",)).standing().select_related("copy__home", "copy__place")
    found = list(
        rows.filter(pk__in=[uuid.UUID(key) for key in copies], copy__owner=institution_of(unit)).order_by(
            "accepted_on", "line", "pk"
        )
    )
    if len(found) != len(set(copies)):
        refuse_if([Blocker(code="not_here", text=_("Декотрих із цих примірників немає серед прийнятих вашим закладом."))])
    return found


def _settled(act: Act, found: list[Arrival], change: Callable[[Arrival], None]) -> None:
    for arrival in found:
        change(arrival)
        arrival.save()
    told = {f"fund.Arrival:{one.pk}": facts.arrival_lines(one) for one in found}
    told |= {f"fund.Copy:{one.pk}": facts.lines(one.copy) for one in found}
    settle_all(act, told)
    for record in {one.copy.record_id for one in found}:
        enqueue(count_holdings, record=str(record))
