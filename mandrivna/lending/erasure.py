"""How lending forgets who borrowed: on request at once, otherwise some days after the return. Facts do not notice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import chain

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser, scrub
from mandrivna.core.models import Operation
from mandrivna.core.outbox import periodic
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.retention import HANDLERS
from mandrivna.lending.actions.queue import end, release
from mandrivna.lending.forgetting import NAMELESS, forget_nameless_doors, unlink_doors
from mandrivna.lending.models import Carried, ELoan, Event, Hold, Loan, Read, Remembering, Reminder, SheetLine, Stop
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import ELoanState, HoldState, LoanState
from mandrivna.lending.terms import terms

BATCH = 500


def _find(subject: uuid.UUID) -> Iterable[models.Model]:
    own = (Loan, Event, Remembering, Read, Hold, SheetLine, Stop, ELoan, Reminder)
    carried = Carried.objects.filter(stop__reader=subject)
    return chain(*(model._default_manager.filter(reader=subject) for model in own), carried)


def _forget(act: Act, subject: uuid.UUID) -> int:
    """What waited for the person goes to the next in the queue."""
    for hold in Hold.objects.open().filter(reader=subject).select_related("copy"):
        kept = hold.copy if hold.state == HoldState.READY else None
        end(hold, HoldState.CANCELLED, act.on)
        if kept is not None:
            release(act, kept)
    unlinked = Event.objects.filter(reader=subject).update(reader=None) + Loan.objects.filter(reader=subject).update(reader=None)
    unlinked += Hold.objects.filter(reader=subject).update(reader=None) + Stop.objects.filter(reader=subject).update(reader=None)
    gone = ELoan.objects.filter(reader=subject)
    gone.open().update(state=ELoanState.GIVEN_BACK, closed_at=act.at, closed_on=act.on)
    unlinked += gone.update(reader=None)
    unlinked += SheetLine.objects.filter(reader=subject).update(reader=None, said=None)
    unlinked += Reminder.objects.filter(reader=subject).delete()[0]
    return unlinked + forget_read(subject)


def forget_read(subject: uuid.UUID) -> int:
    """The reader's own list and the wish to keep one."""
    return Read.objects.filter(reader=subject).delete()[0] + Remembering.objects.filter(reader=subject).delete()[0]


def _objections(act: Act, subject: uuid.UUID) -> list[Problem]:
    if not Loan.objects.open().filter(reader=subject).exists():
        return []
    text = _("У читача на руках книги: спершу прийміть повернення.")
    if act.actor.reader == subject:
        text = _("Поверніть спершу книги, які у вас на руках. Якщо якусь загублено, скажіть бібліотекареві.")
    return [Blocker(code="erasure_books", text=text, field="subject")]


eraser(Eraser("lending.Loan", _find, _forget, objections=_objections))


def forget_returned(now: dt.datetime) -> int:
    """Loans closed longer ago than a dispute may last lose their reader, and so do the operations that named them."""
    last = timezone.localdate(now) - dt.timedelta(days=terms().forget_after_days)
    closed = Loan.objects.exclude(state=LoanState.OPEN).filter(closed_on__lt=last, reader__isnull=False)
    online = ELoan.objects.exclude(state=ELoanState.OPEN).filter(closed_on__lt=last, reader__isnull=False)
    return _unlink(closed) + _forget_loose(last) + _unlink_online(online)


def forget_pseudonymous(now: dt.datetime) -> int:
    """Whoever gave neither a name nor a way to reach them is not asked about a damaged book: the link goes as soon as nothing can
    be undone."""
    last = now - dt.timedelta(minutes=terms().undo_minutes)
    settled = Event.objects.filter(pk=OuterRef("closed_by"), at__lt=last)
    closed = Loan.objects.exclude(state=LoanState.OPEN).filter(Exists(settled))
    nameless = {**NAMELESS, "reader__isnull": False}
    read = list(Event.objects.filter(act=Said.READ, at__lt=last, **nameless).values_list("pk", flat=True))
    online = ELoan.objects.exclude(state=ELoanState.OPEN).filter(closed_at__lt=last, **nameless)
    unlinked = _unlink(closed.filter(**nameless)) + _unname(read) + _unlink_online(online)
    return unlinked + forget_nameless_doors(now)


def _unlink(closed: models.QuerySet[Loan]) -> int:
    count = 0
    while chosen := list(closed.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            _keep_for_readers(chosen)
            events = list(Event.objects.filter(loan__in=chosen).values_list("pk", flat=True))
            Operation.objects.filter(pk__in=events, body__isnull=False).update(body=None)
            Event.objects.filter(pk__in=events).update(reader=None)
            unlink_doors(events)
            count += Loan.objects.filter(pk__in=chosen).update(reader=None)
    return count


def _unlink_online(closed: models.QuerySet[ELoan]) -> int:
    """The operation that lent it named the reader; those that ended or opened it named the loan alone."""
    count = 0
    while chosen := list(closed.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            wished = Remembering.objects.values("reader")
            kept = ELoan.objects.filter(pk__in=chosen, reader__in=wished).select_related("licence__record")
            Read.objects.bulk_create([_line_online(loan) for loan in kept], ignore_conflicts=True)
            Operation.objects.filter(pk__in=chosen, body__isnull=False).update(body=None)
            count += ELoan.objects.filter(pk__in=chosen).update(reader=None)
    return count


def _line_online(loan: ELoan) -> Read:
    assert loan.reader_id is not None
    about = {"title": str(loan.licence.record), "issued_on": str(loan.on), "closed_on": str(loan.closed_on)}
    return Read(uid=loan.pk, reader_id=loan.reader_id, about=about)


def _keep_for_readers(chosen: list[uuid.UUID]) -> None:
    """Before the link goes: a line in the list of whoever asked for one. Nobody else ever reads it."""
    wished = Remembering.objects.values("reader")
    loans = Loan.objects.filter(pk__in=chosen, reader__in=wished).select_related("copy__record")
    Read.objects.bulk_create([_line(loan) for loan in loans], ignore_conflicts=True)


def _line(loan: Loan) -> Read:
    assert loan.reader_id is not None
    about = {"title": str(loan.copy.record), "issued_on": str(loan.issued_on), "closed_on": str(loan.closed_on)}
    return Read(uid=loan.pk, reader_id=loan.reader_id, about=about)


def _forget_loose(last: dt.date) -> int:
    """Events that belong to no loan (read on the spot, undone, said twice) name a reader too."""
    loose = Q(loan=None) | Q(act=Said.READ)
    return _unname(list(Event.objects.filter(loose, on__lt=last, reader__isnull=False).values_list("pk", flat=True)))


def _unname(pks: list[uuid.UUID]) -> int:
    Operation.objects.filter(pk__in=pks, body__isnull=False).update(body=None)
    unlink_doors(pks)
    return Event.objects.filter(pk__in=pks).update(reader=None)


HANDLERS.add("lending.forget_returned", forget_returned)
HANDLERS.add("lending.forget_pseudonymous", forget_pseudonymous)


@periodic("lending.forget_pseudonymous", every=dt.timedelta(minutes=15))
@task(priority=-30)
def forget_often() -> None:
    if forget_pseudonymous(timezone.now()):
        scrub()
