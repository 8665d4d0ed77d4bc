"""What a machine asks to know: who it talks to, a reader, a book."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.core.service import institution_of
from mandrivna.faces.sip.codec import Answer, Message, flag, stamp
from mandrivna.faces.sip.session import Session, answers
from mandrivna.faces.sip.words import day, no_such_copy, not_let_in
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.queries import loans_in_hand, open_loan, own_hold, queue_length
from mandrivna.lending.states import HoldState
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Reader

UNDERSTOOD = "YYYYYYYYYNYNNYYY"
"""By places: patron status, checkout, checkin, block, status, resend, login, patron information, end of session; no fees; item
information; no change of an item, no enabling of a reader; hold, renew, renew all."""
CIRCULATION = {
    State.AVAILABLE: "03", State.ON_LOAN: "04", State.ASIDE: "08", State.CHECK: "01", State.TRANSIT: "10", State.LOST: "13",
    State.WITHDRAWN: "01",
}  # fmt: skip
MOST_LISTED = 50


def now() -> str:
    return stamp(timezone.localtime())


def due(value: dt.date) -> str:
    return stamp(dt.datetime.combine(value, dt.time(23, 59)))


def about_place(session: Session, message: Message, answer: Answer) -> Answer:
    return answer.add("AO", message["AO"])


@answers("93")
def login(session: Session, message: Message) -> Answer:
    return Answer(f"94{int(session.sign_in(message['CN'], message['CO']))}")


@answers("99")
def status(session: Session, message: Message) -> Answer:
    """A stranger hears only that nothing is done for them. `N` for offline work: what a machine lends on its own word while we are
    away nobody has proved."""
    known = session.terminal
    online = flag(on=known is not None)
    answer = Answer(f"98{online}{online}{online}{online}NN100003{now()}2.00")
    if known is None:
        return answer.add("AO", "")
    known.seen()
    answer.add("AO", message["AO"] or known.login).add("AM", institution_of(known.place))
    return answer.add("BX", UNDERSTOOD).add("AN", known.place)


# --- a reader ----------------------------------------------------------------------------------------------------------


@dataclass
class Standing:
    """What a reader has, and what they may: nothing is denied for a mere delay here, so a flag is a word and no lock."""

    loans: list[Loan]
    holds: list[Hold]
    today: dt.date

    @classmethod
    def of(cls, reader: Reader | None) -> Standing:
        today = timezone.localdate()
        return cls(loans_in_hand(reader), list(own_hold(reader)), today) if reader is not None else cls([], [], today)

    @property
    def overdue(self) -> list[Loan]:
        return [loan for loan in self.loans if loan.due_on < self.today]

    @property
    def ready(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.state == HoldState.READY]

    def flags(self, reader: Reader | None) -> str:
        if reader is None:
            return "YYYY" + " " * 10
        return " " * 6 + ("Y" if self.overdue else " ") + " " * 7

    def said(self) -> str:
        parts = []
        if count := len(self.overdue):
            one = ngettext(
                "%(count)d книжка чекає на повернення або продовження.", "Чекають на повернення або продовження: %(count)d.", count
            )
            parts.append(one % {"count": count})
        if count := len(self.ready):
            one = ngettext("Для вас відкладено %(count)d книжку.", "Для вас відкладено книжок: %(count)d.", count)
            parts.append(one % {"count": count})
        return " ".join(parts)


def _who(session: Session, message: Message, answer: Answer, reader: Reader | None) -> Answer:
    """Never the name: the screen of a machine faces the hall."""
    about_place(session, message, answer).add("AA", message["AA"])
    answer.add("AE", _("Квиток …%(end)s") % {"end": message["AA"][-4:]} if reader is not None else "")
    return answer.add("BL", flag(on=reader is not None)).add("CQ", flag(on=reader is not None))


@answers("01")
@answers("23")
def patron_status(session: Session, message: Message) -> Answer:
    """A machine that keeps a card and asks to block it is answered, and nobody is blocked on a machine's word."""
    reader = session.reader(message)
    standing = Standing.of(reader)
    answer = Answer(f"24{standing.flags(reader)}{_language(message)}{now()}")
    _who(session, message, answer, reader)
    return answer.add("AF", standing.said() if reader is not None else not_let_in())


@answers("63")
def patron_information(session: Session, message: Message) -> Answer:
    reader = session.reader(message)
    standing = Standing.of(reader)
    waiting = len(standing.holds) - len(standing.ready)
    counts = (len(standing.ready), len(standing.overdue), len(standing.loans), 0, 0, waiting)
    answer = Answer(
        f"64{standing.flags(reader)}{_language(message)}{now()}" + "".join(f"{min(count, 9999):04d}" for count in counts)
    )
    _who(session, message, answer, reader)
    if reader is not None:
        limits = terms()
        answer.add("BZ", f"{limits.max_holds:04d}").add("CB", f"{limits.max_self_loans:04d}")
        listed = {
            0: ("AS", [hold.copy.barcode for hold in standing.ready if hold.copy is not None]),
            1: ("AT", [loan.copy.barcode for loan in standing.overdue]),
            2: ("AU", [loan.copy.barcode for loan in standing.loans]),
            5: ("CD", [hold.record.title for hold in standing.holds if hold.state != HoldState.READY]),
        }
        name, values = listed.get(message.fixed[2].find("Y"), ("", []))
        first, last = _range(message)
        answer.each(name, values[first - 1 : last])
    return answer.add("AF", standing.said() if reader is not None else not_let_in())


def _range(message: Message) -> tuple[int, int]:
    """Which of the listed are wanted, counted from one."""
    found = []
    for name, otherwise in (("BP", 1), ("BQ", MOST_LISTED)):
        said = message[name]
        found.append(int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 5 else otherwise)
    first = max(found[0], 1)
    return first, min(found[1], first + MOST_LISTED - 1)


def _language(message: Message) -> str:
    said = message.fixed[0]
    return said if len(said) == 3 and said.isascii() and said.isdigit() else "000"


@answers("35")
def end(session: Session, message: Message) -> Answer:
    session.forget()
    answer = about_place(session, message, Answer(f"36Y{now()}")).add("AA", message["AA"])
    return answer.add("AF", _("Дякуємо! Гарного читання."))


# --- a book ------------------------------------------------------------------------------------------------------------


@answers("17")
def item(session: Session, message: Message) -> Answer:
    """Where it is, never who has it."""
    copy = session.copy(message)
    if copy is None:
        answer = Answer(f"18010001{now()}").add("AB", message["AB"]).add("AJ", "")
        return answer.add("AF", no_such_copy())
    loan = open_loan(copy)
    answer = Answer(f"18{CIRCULATION[State(copy.state)]}0001{now()}").add("CF", queue_length(copy.record))
    if loan is not None:
        answer.add("AH", due(loan.due_on))
    named(copy, answer.add("AB", message["AB"]))
    answer.add("AQ", copy.home).add("AP", copy.place)
    return answer.add("AF", _("Видано до %(day)s.") % {"day": day(loan.due_on)} if loan is not None else copy.get_state_display())


def named(copy: Copy | None, answer: Answer) -> Answer:
    return answer.add("AJ", copy.record.title if copy is not None else "")
