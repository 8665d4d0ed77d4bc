"""Places where books are lent, and what stands there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.faces.api import shapes, telling
from mandrivna.faces.api.endpoint import Call, endpoint
from mandrivna.faces.api.problems import absent, stop
from mandrivna.fund.models import State
from mandrivna.fund.queries import by_number, copies_for
from mandrivna.fund.rules import VIEW as FUND_VIEW
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.problems import LENDS
from mandrivna.lending.rules import ISSUE
from mandrivna.lending.rules import VIEW as LENDING_VIEW


def places_seen(actor: Actor, right: Permission) -> QuerySet[Unit]:
    return Unit.objects.filter(below_any(actor.paths(right)), kind__in=LENDS)


def place_or_404(actor: Actor, said: Any, right: Permission) -> Unit:
    """A unit outside of the key's is as good as absent."""
    number = str(said)
    known = number.isascii() and number.isdigit() and len(number) < 11 and int(number) <= shapes.LARGEST_UNIT
    found = Unit.objects.filter(pk=int(number)).first() if known else None
    if found is None or not actor.can(right, found.path):
        raise absent()
    return found


def open_place_or_404(call: Call, right: Permission) -> Unit:
    """Where somebody is to be served now; words that were answered before it closed are answered alike."""
    found = place_or_404(call.actor, call.body.place, right)
    if found.closed_on is not None and not call.again:
        raise stop(422, "place_closed", _("Це місце закрито."), field="place")
    return found


@endpoint(None, tells=shapes.Key, summary=_("Що може цей ключ"))
def key(call: Call) -> shapes.Key:
    token = call.token
    may = [code for code in token.permissions if call.actor.can(code)]
    return shapes.Key(name=token.name, unit=token.unit_id, unit_name=token.unit.name, may=may, expires_at=token.expires_at)


@endpoint(LENDING_VIEW, tells=shapes.Places, asks=shapes.PlacePage, summary=_("Полиці та інші місця, де видають книжки"))
def places(call: Call) -> shapes.Places:
    items: list[shapes.PlaceTold]
    items, following = telling.page(places_seen(call.actor, LENDING_VIEW), call.query, telling.places)
    return shapes.Places(items=items, next=following)


@endpoint(LENDING_VIEW, tells=shapes.PlaceTold, summary=_("Одна полиця або місце"))
def place(call: Call, pk: str) -> shapes.PlaceTold:
    return telling.places([place_or_404(call.actor, pk, LENDING_VIEW)])[0]


@endpoint(FUND_VIEW, tells=shapes.Copies, asks=shapes.Page, summary=_("Що зараз стоїть на полиці"))
def place_copies(call: Call, pk: str) -> shapes.Copies:
    unit = place_or_404(call.actor, pk, FUND_VIEW)
    rows = copies_for(call.actor, FUND_VIEW).filter(place=unit, state=State.AVAILABLE)
    items: list[shapes.CopyTold]
    items, following = telling.page(rows, call.query, telling.copies)
    return shapes.Copies(items=items, next=following)


@endpoint(LENDING_VIEW, tells=shapes.Loans, asks=shapes.Page, summary=_("Що видано з полиці й ще не повернено"))
def place_loans(call: Call, pk: str) -> shapes.Loans:
    unit = place_or_404(call.actor, pk, LENDING_VIEW)
    return telling.loans(Loan.objects.open().filter(place=unit), call.query, call.actor)


@endpoint(ISSUE, tells=shapes.Holds, asks=shapes.Page, summary=_("Замовлення, які тут заберуть"))
def place_holds(call: Call, pk: str) -> shapes.Holds:
    unit = place_or_404(call.actor, pk, ISSUE)
    return telling.holds(Hold.objects.open().filter(pickup=unit), call.query)


@endpoint(FUND_VIEW, tells=shapes.Copies, asks=shapes.CopyNamed, summary=_("Примірник за штрихкодом або інвентарним номером"))
def copies(call: Call) -> shapes.Copies:
    """Both named: the copy must have both. Numbers belong to institutions, so a key of several may find several by number."""
    query, rows = call.query, copies_for(call.actor, FUND_VIEW)
    if query.barcode is None and query.inventory is None:
        raise stop(422, "name_one", _("Назвіть штрихкод або інвентарний номер."))
    if query.barcode is not None:
        rows = rows.filter(barcode=query.barcode.strip())
    if query.inventory is None:
        return shapes.Copies(items=telling.copies(rows[:1]), next=None)
    found = by_number(rows, query.inventory)
    return shapes.Copies(items=telling.copies([found] if found else []), next=None)


@endpoint(FUND_VIEW, tells=shapes.CopyTold, summary=_("Один примірник"))
def copy(call: Call, pk: str) -> shapes.CopyTold:
    return telling.copy(copy_or_404(call.actor, pk, FUND_VIEW))


def copy_or_404(actor: Actor, said: Any, right: Permission) -> Any:
    from_text = shapes.uid_of(said)
    found = copies_for(actor, right).filter(pk=from_text).first() if from_text else None
    if found is None:
        raise absent()
    return found
