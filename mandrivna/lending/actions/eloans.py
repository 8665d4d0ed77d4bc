"""Licences, and lending by them: a reader alone or at the desk, given back early, ended by the calendar, opened."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.notices import tell
from mandrivna.core.outbox import periodic, task
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.ledger.api import settle
from mandrivna.lending import facts, rules
from mandrivna.lending.actions.circulation import lock_reader
from mandrivna.lending.eloans import (
    address_problems,
    eloan_problems,
    licence_problems,
    new_licence_problems,
    not_open_problems,
    rules_for,
)
from mandrivna.lending.models import ELoan, Licence
from mandrivna.lending.states import ELoanState
from mandrivna.lending.terms import Terms
from mandrivna.readers.models import Reader, age_band

CUT_NOTICE = "lending.online_cut"


@verb("lending.add_licence", may=rules.LICENCES, at="institution")
def add_licence(
    act: Act, *, record: Record, institution: Unit, seats: int, days: int, address: Withheld, valid_until: dt.date | None = None
) -> Licence:
    """From now on readers of the institution find the title and can borrow it."""
    about = {"seats": seats, "days": days, "valid_until": valid_until}
    problems = [*licence_problems(act, record, institution, **about), *new_licence_problems(record)]  # type: ignore[arg-type]
    refuse_if([*problems, *address_problems(record, address)])
    licence = Licence(uid=act.uid, record=record, institution=institution, seats=seats, days=days, added_on=act.on)
    licence.address, licence.valid_until = str(address), valid_until
    licence.save(force_insert=True)
    changed(record.pk)
    return licence


@verb("lending.edit_licence", may=rules.LICENCES, at="licence.institution")
def edit_licence(
    act: Act, *, licence: Licence, seats: int, days: int, valid_until: dt.date | None = None, address: Withheld | None = None
) -> Licence:
    """Without an address the one that is kept stays. Who reads now keeps their seat, also when there are fewer from now on; their
    term only as long as the contract goes on."""
    found = _going_on(licence)
    about = {"seats": seats, "days": days, "valid_until": valid_until}
    problems = licence_problems(act, found.record, found.institution, **about)  # type: ignore[arg-type]
    refuse_if([*problems, *_readdressed(found, address)])
    found.seats, found.days, found.valid_until = seats, days, valid_until
    if address:
        found.address = str(address)
    found.save()
    if valid_until:
        ELoan.objects.open().filter(licence=found, until__gt=valid_until).update(until=valid_until)
    return found


def _readdressed(licence: Licence, address: Withheld | None) -> list[Blocker]:
    return [*address_problems(licence.record, address)] if address else []  # type: ignore[list-item]


@verb("lending.end_licence", may=rules.LICENCES, at="licence.institution")
def end_licence(act: Act, *, licence: Licence) -> Licence:
    """The contract is over: what is open by it ends at once, and whoever was still reading is told so."""
    found = _going_on(licence)
    for loan in ELoan.objects.select_for_update().open().filter(licence=found):
        going_on = loan.goes_on(act.on)
        _close(act, loan, ELoanState.EXPIRED)
        if going_on and loan.reader_id:
            tell(act, loan.reader_id, CUT_NOTICE, loan.pk)
    found.ended_on = act.on
    found.save(update_fields=["ended_on"])
    changed(found.record_id)
    return found


def _going_on(licence: Licence) -> Licence:
    found = _locked(licence)
    if found.ended_on:
        raise Refused([Blocker(code="licence_ended", text=_("Ліцензія на це видання вже не діє."))])
    return found


def _locked(licence: Licence) -> Licence:
    """One act on a licence at a time; on SQLite the whole database waits already."""
    return Licence.objects.select_for_update(of=("self",)).select_related("record", "institution").get(pk=licence.pk)


@verb("lending.borrow_online", may=Own("reader.pk"), at="licence.institution")
def borrow_online(act: Act, *, licence: Licence, reader: Reader) -> ELoan:
    """By the reader, from their own account. Counts where the licence is, and is no visit of any place."""
    return _lend(act, licence, reader, licence.institution, at_desk=False)


@verb("lending.lend_online", may=rules.ISSUE, at="place")
def lend_online(act: Act, *, licence: Licence, reader: Reader, place: Unit) -> ELoan:
    """The same at the desk; the reader opens it in their account."""
    return _lend(act, licence, reader, place, at_desk=True)


def _lend(act: Act, licence: Licence, reader: Reader, place: Unit, *, at_desk: bool) -> ELoan:
    lock_reader(reader)
    licence = _locked(licence)
    for late in ELoan.objects.open().filter(licence=licence, until__lt=act.on):
        _close(act, late, ELoanState.EXPIRED)
    own = rules_for(reader, place)
    refuse_if(eloan_problems(act, licence, reader, place, own, at_desk=at_desk))
    taken = set(ELoan.objects.open().filter(licence=licence).values_list("seat", flat=True))
    loan = ELoan(
        uid=act.uid, licence=licence, reader=reader, place=place, seat=next(seat for seat in _seats(licence) if seat not in taken),
        at=act.at, on=act.on, until=_until(act, licence, own), channel=act.channel, audience=reader.audience,
        age=age_band(int(reader.birth_year) if reader.birth_year else None, act.on.year) or reader.age,
        language=licence.record.language,
    )  # fmt: skip
    loan.save(force_insert=True)
    settle(act, f"lending.ELoan:{loan.pk}", facts.electronic(loan))
    return loan


def _seats(licence: Licence) -> range:
    """As many as there may be at once, and those that were there before the number was made less."""
    return range(1, licence.seats + 1)


def _until(act: Act, licence: Licence, own: Terms) -> dt.date:
    """The last day: as the licence allows and the reader's rule, never later than the contract itself."""
    last = act.on + dt.timedelta(days=min(licence.days, own.loan_days))
    return min(last, licence.valid_until) if licence.valid_until else last


@verb("lending.end_own_online", may=Own("loan.reader_id"), at="loan.place")
def end_own_online(act: Act, *, loan: ELoan) -> ELoan:
    """Read sooner: the seat is free for the next at once."""
    return _given_back(act, loan)


@verb("lending.end_online", may=rules.RETURN, at="loan.place")
def end_online(act: Act, *, loan: ELoan) -> ELoan:
    """By the staff, because the reader said so."""
    return _given_back(act, loan)


def _given_back(act: Act, loan: ELoan) -> ELoan:
    found = _open(act, loan)
    return _close(act, found, ELoanState.GIVEN_BACK)


def _open(act: Act, loan: ELoan) -> ELoan:
    found = ELoan.objects.select_for_update(of=("self",)).select_related("licence").get(pk=loan.pk)
    refuse_if(not_open_problems(found, act.on))
    return found


def _close(act: Act, loan: ELoan, state: str) -> ELoan:
    loan.state, loan.closed_at, loan.closed_on = state, act.at, act.on
    loan.save(update_fields=["state", "closed_at", "closed_on"])
    return loan


@verb("lending.open_online", may=Own("loan.reader_id"), at="loan.place", audited=False)
def open_online(act: Act, *, loan: ELoan) -> ELoan:
    """Counted once a loan and day, by a fact that names nobody."""
    found = _open(act, loan)
    if act.on not in found.openings:
        found.opened = [*found.opened, {act.channel: str(act.on)}]
        found.save(update_fields=["opened"])
        settle(act, f"lending.ELoan:{found.pk}", facts.electronic(found))
    return found


def opening_uid(loan: ELoan, on: dt.date) -> uuid.UUID:
    """The same for a whole day, so that opening it again says nothing new."""
    return uuid.uuid5(uuid.UUID(str(loan.pk)), f"open {on}")


@verb("lending.expire_online", may=rules.RETURN, at="loan.place")
def expire_online(act: Act, *, loan: ELoan) -> ELoan:
    """Every night by the clock. The address has opened nothing since the day passed; now the seat is free, too."""
    found = ELoan.objects.select_for_update().get(pk=loan.pk)
    if found.state != ELoanState.OPEN or found.until >= act.on:
        raise Refused([Blocker(code="not_late", text=_("Строк цього видання ще не минув або його вже завершено."))])
    return _close(act, found, ELoanState.EXPIRED)


@periodic("lending.expire_online_loans", at="00:20")
@task(priority=-30)
def expire_online_loans(*, today: str = "") -> None:
    day = dt.date.fromisoformat(today) if today else timezone.localdate()
    for late in ELoan.objects.open().filter(until__lt=day).select_related("place").order_by("until", "pk"):
        with contextlib.suppress(Refused):  # given back or ended in this very moment: the others still wait for their end
            expire_online(Act(actor=SYSTEM), loan=late)
