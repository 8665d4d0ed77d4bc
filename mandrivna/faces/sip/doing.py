"""What a reader does at a machine: takes, brings back, prolongs, stands in the queue. Each is one verb of the house.

What a line asks for that is so already (the answer was lost on the way, another line came sooner) is answered as done, and no verb
is spoken: a line said twice never makes a second loan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.problems import Refused
from mandrivna.faces.sip.about import about_place, due, named, now
from mandrivna.faces.sip.codec import Answer, Message, flag, moment
from mandrivna.faces.sip.session import Session, answers
from mandrivna.faces.sip.words import day, no_such_copy, not_let_in, not_yours, said_of
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.actions.holds import cancel_own_hold, hold
from mandrivna.lending.actions.own import renew_all, renew_own
from mandrivna.lending.actions.self_service import borrow_own, undo_own
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.queries import kept_for, open_loan, own_hold, own_loan
from mandrivna.readers.models import Reader

LATEST = dt.timedelta(days=30)
"""So old may be what a machine kept while we were away; an older date is taken for a wrong clock."""


def _last(copy: Copy) -> object:
    """How a copy stands, for what an act is known by. Asked before anything else is: what another connection does in between is
    then either seen, or the same act."""
    return Event.objects.filter(copy=copy).order_by("-first").values_list("pk", flat=True).first()


def _mine(reader: Reader, copy: Copy | None) -> Loan | None:
    return own_loan(reader).filter(copy=copy).select_related("place").first() if copy is not None else None


def _of_a_loan(session: Session, message: Message, head: str, copy: Copy | None, loan: Loan | None, said: str) -> Answer:
    answer = about_place(session, message, Answer(head)).add("AA", message["AA"]).add("AB", message["AB"])
    return named(copy, answer).add("AH", due(loan.due_on) if loan is not None else "").add("AF", said)


@answers("11")
def checkout(session: Session, message: Message) -> Answer:
    """«No block» lends nothing by itself: a machine is told that we do not want it to lend on its own word. With BI a machine that
    could not hand the book over takes its last act back."""
    reader = session.reader(message)
    copy = session.copy(message) if reader is not None else None
    loan, said = None, not_let_in() if reader is None else no_such_copy()
    done = False
    if reader is not None and copy is not None:
        stood = _last(copy)
        loan = _mine(reader, copy)
        if message["BI"].upper() == "Y":
            return _not_after_all(session, message, copy, loan)
        try:
            if loan is None:
                borrow_own(session.act(message, reader, stood), copy=copy, reader=reader, place=session.here.place)
                loan = _mine(reader, copy)
            done = loan is not None
            said = (
                _("Ви взяли: %(title)s. Поверніть до %(day)s.") % {"title": copy.record.title, "day": day(loan.due_on)}
                if loan
                else ""
            )
        except Refused as refusal:
            said = said_of(refusal)
    return _of_a_loan(session, message, f"12{int(done)}N{'N' if done else 'U'}{flag(on=done)}{now()}", copy, loan, said)


def _not_after_all(session: Session, message: Message, copy: Copy, loan: Loan | None) -> Answer:
    said, done = _("Скасовано: %s лишається на полиці.") % copy.record, True
    try:
        if loan is not None:
            undo_own(session.act(message, loan.reader, loan.pk), loan=loan)
    except Refused as refusal:
        said, done = said_of(refusal), False
    return _of_a_loan(session, message, f"12{int(done)}NUN{now()}", copy, None, said)


@answers("29")
def renew(session: Session, message: Message) -> Answer:
    reader = session.reader(message)
    copy = session.copy(message) if reader is not None else None
    loan = _mine(reader, copy) if reader is not None else None
    done, said = False, not_let_in()
    if reader is not None:
        said = no_such_copy() if copy is None else not_yours()
    if loan is not None:
        try:
            renew_own(session.act(message, reader, loan.pk), loan=loan, at=session.here.place)
            loan.refresh_from_db()
            done, said = True, _("Строк продовжено до %(day)s.") % {"day": day(loan.due_on)}
        except Refused as refusal:
            said = said_of(refusal)
    return _of_a_loan(session, message, f"30{int(done)}{flag(on=done)}{'N' if done else 'U'}N{now()}", copy, loan, said)


@answers("65")
def renew_each(session: Session, message: Message) -> Answer:
    reader = session.reader(message)
    if reader is None:
        answer = about_place(session, message, Answer(f"66000000000{now()}"))
        return answer.add("AF", not_let_in())
    found = renew_all(session.act(message, reader), reader, session.here.place)
    counts = f"{len(found.done):04d}{len(found.refused):04d}"
    answer = about_place(session, message, Answer(f"661{counts}{now()}"))
    answer.each("BM", [loan.copy.barcode for loan in found.done]).each("BN", [loan.copy.barcode for loan, _why in found.refused])
    said = _("Продовжено: %(done)d. Не продовжено: %(left)d.") % {"done": len(found.done), "left": len(found.refused)}
    reasons = dict.fromkeys(str(problem) for _loan, problems in found.refused for problem in problems)
    return answer.add("AF", " ".join([said, *reasons]))


# --- bringing back -----------------------------------------------------------------------------------------------------


@answers("09")
def checkin(session: Session, message: Message) -> Answer:
    """Whoever brings a book back need not say who they are. What lies here by our records is told so once more; with «no block» it
    has happened, and what does not fit becomes a discrepancy for a person."""
    copy = session.copy(message)
    if copy is None:
        return _brought(session, message, None, done=False, said=no_such_copy())
    at = _happened(message)
    happened = at is not None
    said = _("Повернуто: %(title)s. Дякуємо!") % {"title": copy.record.title}
    loan = open_loan(copy)
    if loan is None:  # another connection may have brought it back since the copy was read
        copy.refresh_from_db(fields=["state", "place"])
    if message["BI"].upper() == "Y" and not happened:
        return _brought(session, message, copy, done=False, said=_("Повернення скасовує лише бібліотекар."))
    if loan is None and not happened and copy.place_id == session.here.place_id and copy.state in (State.AVAILABLE, State.ASIDE):
        return _brought(session, message, copy, done=True, said=said)
    act = session.act(message, None, "" if happened or loan is None else loan.pk)
    try:
        return_copy(replace(act, happened=True, at=at) if at else act, copy=copy, place=session.here.place)
    except Refused as refusal:
        return _brought(session, message, copy, done=False, said=said_of(refusal))
    copy.refresh_from_db()
    return _brought(session, message, copy, done=True, said=said)


def _happened(message: Message) -> dt.datetime | None:
    """When, by the machine's own clock, it took the book in without us. Without a day that can be it is asked like any other."""
    zone = timezone.get_current_timezone()
    at = (moment(message.fixed[2], zone) or moment(message.fixed[1], zone)) if message.fixed[0] == "Y" else None
    latest = timezone.now()
    return at if at is not None and latest - LATEST <= at <= latest else None


def _brought(session: Session, message: Message, copy: Copy | None, *, done: bool, said: str) -> Answer:
    """A book that somebody waits for lies apart: the machine sounds, and the one who stands there is asked to put it aside."""
    kept = kept_for(copy) if copy is not None and done else None
    if kept is not None:
        said += " " + _("На неї чекають: віддайте її, будь ласка, бібліотекареві.")
    head = f"10{int(done)}{flag(on=done)}U{flag(on=kept is not None or not done)}{now()}"
    answer = about_place(session, message, Answer(head)).add("AB", message["AB"]).add("AQ", copy.home if copy is not None else "")
    named(copy, answer)
    if kept is not None:
        answer.add("CV", "01")
    elif not done:
        answer.add("CV", "99")
    return answer.add("AF", said)


# --- the queue ---------------------------------------------------------------------------------------------------------


@answers("15")
def stand_in_line(session: Session, message: Message) -> Answer:
    """For the title of the book that is shown; it is collected where the machine stands."""
    reader = session.reader(message)
    copy = session.copy(message) if reader is not None else None
    done, said = False, not_let_in() if reader is None else no_such_copy()
    stood = _last(copy) if copy is not None else None
    mine = own_hold(reader).filter(record=copy.record_id).first() if reader is not None and copy is not None else None
    try:
        if reader is not None and copy is not None and message.fixed[0] == "+":
            if mine is None:
                act = session.act(message, reader, stood)
                mine = hold(act, reader=reader, record=copy.record, pickup=session.here.place)
            done, said = True, _("Замовлено: %(title)s. Повідомимо, щойно буде для вас.") % {"title": copy.record.title}
        elif reader is not None and copy is not None and message.fixed[0] == "-":
            if mine is not None:
                cancel_own_hold(session.act(message, reader, mine.pk), hold=mine)
            done, said = True, _("Замовлення скасовано.")
        elif copy is not None:
            said = _("Змінити замовлення можна у своєму кабінеті або з бібліотекарем.")
    except Refused as refusal:
        said = said_of(refusal)
    answer = about_place(session, message, Answer(f"16{int(done)}N{now()}")).add("BS", session.here.place)
    answer.add("AA", message["AA"]).add("AB", message["AB"])
    return named(copy, answer).add("AF", said)
