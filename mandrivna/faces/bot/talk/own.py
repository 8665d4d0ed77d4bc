"""One's own books: until when, keep them longer, the queue; what is open online, what was wished for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.core.addresses import page_url
from mandrivna.enquiries.queries import own_wishes
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import Talk, command, day, menu_button, own, tap, uid_in
from mandrivna.faces.bot.talk.wishes import unwish_button
from mandrivna.lending.actions.eloans import end_own_online
from mandrivna.lending.actions.holds import cancel_own_hold
from mandrivna.lending.actions.own import renew_all, renew_own
from mandrivna.lending.eloans import OwnELoan, own_eloan, own_eloans
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
    online, wishes = own_eloans(talk.reader, talk.today), own_wishes(talk.reader, most=MOST)
    if not loans and not holds and not online and not wishes:
        talk.say(_("У вас немає книжок і замовлень."), Button(_("Знайти книжку"), "find"), menu_button())
        return
    lines = [f"{number}. {one.loan.copy.record.title}: {_until(one.loan, one.late)}" for number, one in enumerate(loans, start=1)]
    if online:
        lines += [*([""] if lines else []), _("Відкрито в мережі:")]
        lines += [_("%(title)s: до %(day)s включно") % {"title": _title(one), "day": day(one.loan.until)} for one in online]
    if holds:
        lines += [*([""] if lines else []), _("Замовлено:"), *(f"{one.hold.record.title}: {_stands(one)}" for one in holds)]
    if wishes:
        lines += [*([""] if lines else []), _("Про що ви просили:"), *(f"{one.refusal}: {one.said}" for one in wishes)]
    buttons = [
        Button(_("Продовжити: %s") % shortened(one.loan.copy.record.title, 40), f"renew:{one.loan.pk.hex}")
        for one in loans[:MOST]
        if one.may_renew
    ]
    if len(buttons) > 1:
        buttons.insert(0, Button(_("Продовжити все"), "renew_all"))
    buttons += [button for one in online[:MOST] for button in online_buttons(one)]
    buttons += [
        Button(_("Скасувати замовлення: %s") % shortened(one.hold.record.title, 30), f"unhold:{one.hold.pk.hex}")
        for one in holds[:MOST]
    ]
    buttons += [unwish_button(one.refusal) for one in wishes]
    talk.say("\n".join(lines), *buttons, menu_button())


def _title(one: OwnELoan) -> str:
    return one.loan.licence.record.title


def online_buttons(one: OwnELoan) -> list[Button]:
    """The address of ours may lie in a chat: it opens nothing until its reader has come in with card and PIN, so neither whoever
    took the chat over nor the messenger that looks behind a link learns where it leads."""
    buttons = [Button(_("Завершити раніше: %s") % shortened(_title(one), 40), f"unonline:{one.loan.pk.hex}")]
    if url := page_url("public:eloan_open", one.token):
        buttons.insert(0, Button(_("Відкрити: %s") % shortened(_title(one), 48), url=url))
    return buttons


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


@tap("unonline")
@own
def end_online(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    uid = uid_in(about)
    loan = own_eloan(talk.reader).select_related("place").filter(pk=uid).first() if uid else None
    if loan is None:
        talk.say(_("Доступ до цього видання вже закрито."), menu_button())
        return
    end_own_online(talk.act(), loan=loan)
    talk.say(_("Завершено: %s. Місце вільне для іншого читача. Дякуємо!") % loan.licence.record.title, menu_button())
