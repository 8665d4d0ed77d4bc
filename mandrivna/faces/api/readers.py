"""Readers as the number on a card and a pseudonym: names and telephones come in and never go out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Refused
from mandrivna.faces.api import limits, shapes, telling
from mandrivna.faces.api.endpoint import Call, endpoint
from mandrivna.faces.api.places import open_place_or_404
from mandrivna.faces.api.problems import absent
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.rules import ISSUE
from mandrivna.readers.actions.enrolment import enrol, reenrol
from mandrivna.readers.models import Enrolment, Reader
from mandrivna.readers.queries import by_card, readers_for
from mandrivna.readers.rules import ENROL, VIEW


def reader_or_404(actor: Actor, said: Any, right: Permission) -> Reader:
    uid = shapes.uid_of(said)
    found = readers_for(actor, right).filter(pk=uid).first() if uid else None
    if found is None:
        raise absent()
    return found


def _told(found: Reader) -> shapes.ReaderTold:
    return telling.readers([found], timezone.localdate())[0]


def _enrolled(enrolment: Enrolment, call: Call) -> shapes.EnrolmentTold:
    """Of a reader forgotten since, the same words are still an answer that was given; nobody is left to be told of."""
    pk = enrolment.reader_id
    known = readers_for(call.actor, ENROL).filter(pk=pk).first() if pk else None
    if known is None:
        raise absent()
    return shapes.EnrolmentTold(
        reader=_told(known), year=enrolment.year, on=enrolment.on, place=enrolment.place_id, how=enrolment.how
    )


@endpoint(VIEW, tells=shapes.Readers, asks=shapes.Page, summary=_("Читачі закладу, посторінково"))
def readers(call: Call) -> shapes.Readers:
    today = timezone.localdate()
    items: list[shapes.ReaderTold]
    items, following = telling.page(readers_for(call.actor, VIEW), call.query, lambda found: telling.readers(found, today))
    return shapes.Readers(items=items, next=following)


@endpoint(ISSUE, tells=shapes.ReaderTold, takes=shapes.CardShown, summary=_("Знайти читача за номером квитка"))
def find_reader(call: Call) -> shapes.ReaderTold:
    """The number comes in the body: addresses are written into journals of servers on the way, bodies are not."""
    found = by_card(readers_for(call.actor, ISSUE), call.body.card)
    if found is None:
        raise absent()
    return _told(found)


@endpoint(ISSUE, tells=shapes.ReaderTold, summary=_("Один читач"))
def reader(call: Call, pk: str) -> shapes.ReaderTold:
    return _told(reader_or_404(call.actor, pk, ISSUE))


@endpoint(ENROL, tells=shapes.EnrolmentTold, takes=shapes.NewReader, writes=True, summary=_("Записати нового читача"))
def enrol_reader(call: Call) -> shapes.EnrolmentTold:
    place = open_place_or_404(call, ENROL)
    about = call.body.model_dump(exclude={"place"}, exclude_defaults=True)
    try:
        return _enrolled(enrol(call.act, place=place, **about), call)
    except Refused:
        limits.count_refused(call.token)
        raise


@endpoint(ENROL, tells=shapes.EnrolmentTold, takes=shapes.AtPlace, writes=True, summary=_("Перереєструвати читача на цей рік"))
def reenrol_reader(call: Call, pk: str) -> shapes.EnrolmentTold:
    found, place = reader_or_404(call.actor, pk, ENROL), open_place_or_404(call, ENROL)
    return _enrolled(reenrol(call.act, reader=found, place=place), call)


@endpoint(ISSUE, tells=shapes.Loans, asks=shapes.Page, summary=_("Що читач має на руках"))
def reader_loans(call: Call, pk: str) -> shapes.Loans:
    found = reader_or_404(call.actor, pk, ISSUE)
    return telling.loans(Loan.objects.open().filter(reader=found), call.query, call.actor)


@endpoint(ISSUE, tells=shapes.Holds, asks=shapes.Page, summary=_("Що читач замовив"))
def reader_holds(call: Call, pk: str) -> shapes.Holds:
    found = reader_or_404(call.actor, pk, ISSUE)
    return telling.holds(Hold.objects.open().filter(reader=found), call.query)
