"""Issuing, prolonging, taking back: the desk's own verbs, spoken by a program."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Problem
from mandrivna.faces.api import shapes, telling
from mandrivna.faces.api.endpoint import Call, endpoint
from mandrivna.faces.api.places import copy_or_404, place_or_404
from mandrivna.faces.api.problems import absent, stop
from mandrivna.faces.api.readers import reader_or_404
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import copies_for
from mandrivna.lending.actions.circulation import issue, renew, return_copy
from mandrivna.lending.models import Loan
from mandrivna.lending.problems import issue_problems, return_problems
from mandrivna.lending.queries import kept_for
from mandrivna.lending.rules import ISSUE, RETURN
from mandrivna.lending.rules import VIEW as LENDING_VIEW
from mandrivna.lending.terms import terms


@endpoint(LENDING_VIEW, tells=shapes.LoanTold, summary=_("Одна видача"))
def loan(call: Call, pk: str) -> shapes.LoanTold:
    uid = shapes.uid_of(pk)
    seen = Loan.objects.filter(below_any(call.actor.paths(LENDING_VIEW), "place__path")).select_related("copy__record", "place")
    found = seen.filter(pk=uid).first() if uid else None
    if found is None:
        raise absent()
    return telling.loan(found, call.actor)


@endpoint(ISSUE, tells=shapes.Issued, takes=shapes.NewLoan, writes=True, summary=_("Видати примірник читачеві"))
def issue_copy(call: Call) -> shapes.Issued:
    said, act = call.body, call.act
    place = place_or_404(call.actor, said.place, ISSUE)
    copy, reader = copy_or_404(call.actor, said.copy_id, ISSUE), reader_or_404(call.actor, said.reader, ISSUE)
    found = [] if call.again else issue_problems(act, copy, reader, place, place.on(act.on), terms())
    event = issue(act, copy=copy, reader=reader, place=place)
    return shapes.Issued(loan=_standing(call, event.pk), warnings=telling.notes(found))


@endpoint(ISSUE, tells=shapes.LoanTold, takes=shapes.AtPlace, writes=True, summary=_("Продовжити видачу"))
def renew_loan(call: Call, pk: str) -> shapes.LoanTold:
    uid = shapes.uid_of(pk)
    own = Loan.objects.filter(copy__in=copies_for(call.actor, ISSUE).values("pk"))
    found = own.select_related("copy__record", "reader").filter(pk=uid).first() if uid else None
    if found is None:
        raise absent()
    renew(call.act, loan=found, place=place_or_404(call.actor, call.body.place, ISSUE))
    return _standing(call, found.pk)


@endpoint(RETURN, tells=shapes.TakenBack, takes=shapes.NewReturn, writes=True, summary=_("Прийняти повернення"))
def take_back(call: Call) -> shapes.TakenBack:
    said, act = call.body, call.act
    place, copy = place_or_404(call.actor, said.place, RETURN), copy_or_404(call.actor, said.copy_id, RETURN)
    found: list[Problem] = [] if call.again else return_problems(copy, place, place.on(act.on), act.on)
    return_copy(act, copy=copy, place=place)
    now = Copy.objects.select_related("record").get(pk=copy.pk)
    hold = kept_for(now)
    return shapes.TakenBack(copy_told=telling.copy(now), hold=hold.pk if hold else None, warnings=telling.notes(found))


def _standing(call: Call, pk: uuid.UUID) -> shapes.LoanTold:
    found = Loan.objects.select_related("copy__record", "place").filter(pk=pk).first()
    if found is None:
        raise stop(409, "undone", _("Цю видачу вже скасовано."))
    return telling.loan(found, call.actor)
