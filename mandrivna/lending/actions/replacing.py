"""A lost or damaged book is not paid for: the reader brings an equal one, and the loan is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.fund.actions.replacing import take_equal
from mandrivna.fund.models import Copy, ReplacedWhy, State
from mandrivna.fund.problems import price_of
from mandrivna.fund.replacing import replaced
from mandrivna.lending import rules
from mandrivna.lending.actions.circulation import event_of, lock
from mandrivna.lending.actions.refold import refold
from mandrivna.lending.models import Event
from mandrivna.lending.problems import copy_problems, place_kind_problems
from mandrivna.lending.states import Act as Said

LONGEST = 300


@verb("lending.replace", may=rules.REPLACE, at="place")
def replace(act: Act, *, copy: Copy, place: Unit, record: Record, why: str, equal: str = "", price: str = "") -> Event:
    """`copy` is what was lost or damaged, `record` what was brought for it. The loan is closed as replaced; the book that came has
    a number of its own at once, and the old one leaves the fund when the act is signed. Until then all of it can be undone. Of
    another title or edition `equal` says why it is as good."""
    copy, standing = lock(copy), place.on(act.on)
    worth, wrong = price_of(price)
    equal = " ".join(equal.split())
    refuse_if([*place_kind_problems(place), *copy_problems(copy, place), *replace_problems(copy, record, why, equal), *wrong])
    event = event_of(act, Said.SWAP if why == ReplacedWhy.LOST else Said.WORN, copy, place, standing, [])
    event = refold(act, copy, event, standing)
    take_equal(act, old=copy, record=record, place=place, why=why, equal=equal, price=worth)
    return event


def replace_problems(copy: Copy, record: Record, why: str, equal: str) -> list[Problem]:
    if (done := replaced(copy)) is not None:
        text = _("Замість цієї книжки вже прийнято рівноцінну: № %(number)s.") % {"number": done.new.inventory}
        return [Blocker(code="replaced_already", text=text, field="copy")]
    found: list[Problem] = []
    if copy.state not in (State.ON_LOAN, State.LOST):
        said = _("За записами ця книжка не в читача і не втрачена, тож замінювати нічого.")
        found.append(Blocker(code="nothing_to_replace", text=said, field="copy"))
    if why not in ReplacedWhy.values:
        found.append(Blocker(code="no_reason", text=_("Позначте, що сталося з книжкою."), field="why"))
    elif copy.state == State.LOST and why != ReplacedWhy.LOST:
        said = _("За записами цю книжку втрачено. Якщо вона у вас, спершу прийміть повернення.")
        found.append(Blocker(code="was_lost", text=said, field="why"))
    if record.withdrawn_on is not None:
        found.append(Blocker(code="record_gone", text=_("Цього опису в каталозі вже немає. Оберіть інший."), field="record"))
    if record.pk != copy.record_id and not equal:
        said = _("Принесли інше видання: напишіть кількома словами, чому воно рівноцінне.")
        found.append(Blocker(code="not_told_why", text=said, field="equal"))
    if len(equal) > LONGEST:
        found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": LONGEST}, field="equal"))
    return found
