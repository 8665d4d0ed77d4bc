"""What lending tells a reader by the way they chose: a book is kept for them, or its term comes near, or what
they read in the network is closed. A title and a day, no more.

Whether it is still so is asked when it is sent: a book brought back meanwhile is asked for no longer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import batched

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models import Operation
from mandrivna.core.notices import ASKED, NOTICES, tell
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.fund.models import State
from mandrivna.lending import rules
from mandrivna.lending.actions.eloans import CUT_NOTICE
from mandrivna.lending.actions.queue import READY_NOTICE
from mandrivna.lending.models import ELoan, Hold, Loan
from mandrivna.lending.reminding import due_soon
from mandrivna.lending.states import HoldState
from mandrivna.lending.terms import terms

DUE = "lending.due"
MADE_UP, CHUNK = 3, 500
"""How many days after the term it is still said that it has passed; how many loans are looked at at once."""


def hold_ready(ref: str) -> str:
    hold = Hold.objects.filter(pk=ref, state=HoldState.READY).select_related("record", "pickup", "copy__place").first()
    if hold is None or hold.keep_until is None or hold.copy is None:
        return ""
    about = {"title": hold.record.title, "place": hold.pickup, "day": date_format(hold.keep_until, "j E Y")}
    if hold.copy.state == State.ASIDE and hold.pickup_id in hold.copy.place.ancestor_ids:
        return _("Для вас відкладено: %(title)s. Заберіть до %(day)s: %(place)s.") % about
    return _("Для вас відкладено: %(title)s. Книжку везуть сюди: %(place)s. Вона чекає на вас до %(day)s.") % about


def due(ref: str) -> str:
    loan = Loan.objects.open().filter(pk=ref.partition("|")[0]).select_related("copy__record").first()
    if loan is None or str(loan.due_on) != ref.partition("|")[2]:
        return ""  # brought back or kept longer meanwhile
    about = {"title": loan.copy.record.title, "day": date_format(loan.due_on, "j E Y")}
    if loan.is_overdue(timezone.localdate()):
        return (
            _("Нагадуємо: строк книжки «%(title)s» був до %(day)s. Поверніть, коли зможете, або продовжіть у «Моїх книжках».")
            % about
        )
    return _("Нагадуємо: «%(title)s» просимо повернути до %(day)s. Продовжити можна в «Моїх книжках».") % about


def online_cut(ref: str) -> str:
    loan = ELoan.objects.filter(pk=ref, reader__isnull=False).select_related("licence__record").first()
    if loan is None:
        return ""
    return _("Доступ до видання «%(title)s» закрито: договір бібліотеки на нього скінчився.") % {"title": loan.licence.record.title}


NOTICES.add(CUT_NOTICE, online_cut)
NOTICES.add(READY_NOTICE, hold_ready)
ASKED.add(READY_NOTICE, True)  # they stood in the queue for it: no reminder of a term that somebody may have turned off
NOTICES.add(DUE, due)


@verb("lending.remind", may=rules.ISSUE, at="loan.place", audited=False)
def remind(act: Act, *, loan: Loan) -> Loan:
    """Said once for each term: its number follows from the loan and the day, so the clock may ask again."""
    if loan.reader_id is None:
        refuse_if([Blocker(code="nobody", text=_("Читача цієї видачі вже забуто."))])
    assert loan.reader_id is not None
    tell(act, loan.reader_id, DUE, f"{loan.pk}|{loan.due_on}")
    return loan


def reminder_uid(loan: Loan, late: bool) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(str(loan.pk)), f"remind {loan.due_on} {late}")


@periodic("lending.remind", at="10:10")
@task(priority=-20)
def remind_all(*, today: str = "") -> None:
    """Some days before the term, and once after it. Nobody is reminded more often, and nobody is blamed.

    A day on which nothing ran, for there was no current, is made up for: what was to be said is said now, while it helps.
    """
    day, before = dt.date.fromisoformat(today) if today else timezone.localdate(), terms().remind_days
    if not before:
        return
    mine = Loan.objects.open().filter(reader__isnull=False)
    soon = mine.filter(due_soon(day, before))
    over = mine.filter(due_on__lt=day, due_on__gte=day - dt.timedelta(days=MADE_UP))
    for late, rows in ((False, soon), (True, over)):
        for loan in _not_said_yet(rows.select_related("place").order_by("pk"), late):
            remind(Act(actor=SYSTEM, uid=reminder_uid(loan, late)), loan=loan)


def _not_said_yet(rows: QuerySet[Loan], late: bool) -> Iterator[Loan]:
    for loans in batched(rows, CHUNK):
        said = Operation.objects.filter(pk__in=[reminder_uid(loan, late) for loan in loans]).values_list("pk", flat=True)
        known = set(said)
        yield from (loan for loan in loans if reminder_uid(loan, late) not in known)
