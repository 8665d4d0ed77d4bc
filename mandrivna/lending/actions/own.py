"""What a reader does with their own loans, from their own account. The verbs ask for the person, not for a right."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, Refused
from mandrivna.core.service import DISTANCE
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.circulation import event_of, lock, renewal_days
from mandrivna.lending.actions.refold import refold
from mandrivna.lending.erasure import forget_read
from mandrivna.lending.models import Event, Loan, Remembering
from mandrivna.lending.problems import LENDS, place_problems, renew_problems
from mandrivna.lending.queries import loans_in_hand
from mandrivna.lending.states import Act as Said
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Reader


@verb("lending.renew_own", may=Own("loan.reader_id"), at="loan.copy.place")
def renew_own(act: Act, *, loan: Loan, at: Unit | None = None) -> Event:
    """Keep the book longer without coming. Counts where the book was lent, as distance service, and is no visit of that place.

    `at` is the machine's place where the reader stands and asks: then they have come, and it counts there.
    """
    copy = lock(loan.copy)
    now = Loan.objects.filter(pk=loan.pk, reader=loan.reader_id).first()
    place = at or _counter_of(copy)
    rules_now = terms().of(loan.reader.audience if loan.reader else "", copy.material, place)
    standing = place.on(act.on)
    problems = [*_closed_problems(place), *place_problems(place, standing, act.on), *renew_problems(now, rules_now)]
    event = event_of(act, Said.RENEW, copy, place, standing, problems)
    event.target, event.days, event.limit = loan.pk, renewal_days(rules_now, now, act.on), rules_now.max_renewals
    if at is None:
        event.mode, event.counts_visit = DISTANCE, False
    return refold(act, copy, event, standing)


def _counter_of(copy: Copy) -> Unit:
    """Where the book was last dealt with; if that shelf is gone, the nearest open place above it."""
    chain = Unit.objects.filter(pk__in=copy.place.ancestor_ids).order_by("-path")
    return next((unit for unit in chain if unit.closed_on is None and unit.kind in LENDS), copy.place)


def _closed_problems(place: Unit) -> list[Problem]:
    """While the institution is closed there is nobody to answer for a new term."""
    if Unit.objects.filter(pk__in=place.ancestor_ids, closed_on__isnull=False).exclude(pk=place.pk).exists():
        return [Blocker(code="institution_closed", text=_("Бібліотеку зачинено. Книгу повернете, коли буде нагода."))]
    return []


@dataclass
class Renewed:
    """What came of asking for all at once: each loan stands for itself."""

    done: list[Loan] = field(default_factory=list)
    refused: list[tuple[Loan, list[Problem]]] = field(default_factory=list)


def renew_all(act: Act, reader: Reader, at: Unit | None = None) -> Renewed:
    """Every open loan of the reader, each an operation of its own; one that cannot be renewed does not stop the others."""
    answer = Renewed()
    for loan in loans_in_hand(reader):
        try:
            renew_own(act.part(str(loan.pk)), loan=loan, **({"at": at} if at else {}))
        except Refused as refusal:
            answer.refused.append((loan, refusal.problems))
        else:
            answer.done.append(loan)
    return answer


@verb("lending.keep_history", may=Own("reader.pk"), at="reader.institution")
def keep_history(act: Act, *, reader: Reader, keep: bool) -> Reader:
    """Begin or end the reader's own list of what they have read. Ending it destroys the list at once."""
    if keep:
        Remembering.objects.get_or_create(reader=reader, defaults={"since": act.on})
    else:
        forget_read(uuid.UUID(str(reader.pk)))
    return reader
