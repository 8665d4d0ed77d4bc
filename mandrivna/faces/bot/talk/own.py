"""One's own books: until when, keep them longer, the queue."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import Talk, command, day, menu_button, own, tap, uid_in
from mandrivna.lending.actions.holds import cancel_own_hold
from mandrivna.lending.actions.own import renew_all, renew_own
from mandrivna.lending.models import Loan
from mandrivna.lending.queries import OwnHold, own_hold, own_holds, own_loan, own_loans
from mandrivna.lending.states import HoldState

MOST = 10


@command("mine")
@tap("mine")
@own
def mine(talk: Talk, _about: str) -> None:
    assert talk.reader is not None
    talk.go()
    loans, holds = own_loans(talk.reader, talk.today), own_holds(talk.reader)
    if not loans and not holds:
        talk.say(_("У вас немає книжок і замовлень."), Button(_("Знайти книжку"), "find"), menu_button())
        return
    lines = [f"{number}. {one.loan.copy.record.title}: {_until(one.loan, one.late)}" for number, one in enumerate(loans, start=1)]
    if holds:
        lines += ["", _("Замовлено:"), *(f"{one.hold.record.title}: {_stands(one)}" for one in holds)]
    buttons = [
        Button(_("Продовжити: %s") % shortened(one.loan.copy.record.title, 40), f"renew:{one.loan.pk.hex}")
        for one in loans[:MOST]
        if one.may_renew
    ]
    if len(buttons) > 1:
        buttons.insert(0, Button(_("Продовжити все"), "renew_all"))
    buttons += [
        Button(_("Скасувати замовлення: %s") % shortened(one.hold.record.title, 30), f"unhold:{one.hold.pk.hex}")
        for one in holds[:MOST]
    ]
    talk.say("\n".join(lines), *buttons, menu_button())


def _until(loan: Loan, late: int) -> str:
    if late:
        return _("строк минув %s, поверніть, коли зможете") % day(loan.due_on)
    return _("до %s") % day(loan.due_on)


def _stands(one: OwnHold) -> str:
    if one.hold.state == HoldState.READY and one.hold.keep_until:
        where = one.hold.pickup if one.here else _("скоро буде тут: %s") % one.hold.pickup
        return _("відкладено, %(where)s, чекає до %(day)s") % {"where": where, "day": day(one.hold.keep_until)}
    return _("ви в черзі, номер %d") % one.turn


@tap("renew")
@own
def renew(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    uid = uid_in(about)
    loan = own_loan(talk.reader).filter(pk=uid).first() if uid else None
    if loan is None:
        talk.say(_("Цієї книжки у вас уже немає."), menu_button())
        return
    renew_own(talk.act(), loan=loan)
    loan.refresh_from_db()
    talk.say(_("Продовжено: %(title)s, до %(day)s.") % {"title": loan.copy.record.title, "day": day(loan.due_on)}, menu_button())


@tap("renew_all")
@own
def everything(talk: Talk, _about: str) -> None:
    assert talk.reader is not None
    done = renew_all(talk.act(), talk.reader)
    number = len(done.done)
    lines = [ngettext("Продовжено %(count)d книжку.", "Продовжено книжок: %(count)d.", number) % {"count": number}]
    lines += [f"{loan.copy.record.title}: {' '.join(str(problem) for problem in problems)}" for loan, problems in done.refused]
    talk.say("\n".join(lines), Button(_("Мої книжки"), "mine"), menu_button())


@tap("unhold")
@own
def cancel(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    uid = uid_in(about)
    found = own_hold(talk.reader).filter(pk=uid).first() if uid else None
    if found is None:
        talk.say(_("Такого замовлення вже немає."), menu_button())
        return
    cancel_own_hold(talk.act(), hold=found)
    talk.say(_("Замовлення скасовано: %s.") % found.record.title, menu_button())
