"""What a reader does alone at a shelf, by a chat or by the site: take a book that stands there, and bring one back.

The shelf's code, scanned or typed, is what says that somebody is there; the face asks it before it names the place. What stands
elsewhere, is kept for another or is lent already cannot be taken this way: who holds such a book in their hands asks a librarian.
"""

from __future__ import annotations

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Own
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.circulation import event_of, lock, lock_reader, term_days
from mandrivna.lending.actions.refold import refold
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.problems import issue_blockers, only_here_problems, return_problems, undo_problems
from mandrivna.lending.self_problems import alone_problems, not_theirs
from mandrivna.lending.states import Act as Said
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Reader, age_band


@verb("lending.borrow_own", may=Own("reader.pk"), at="place")
def borrow_own(act: Act, *, copy: Copy, reader: Reader, place: Unit) -> Event:
    """The reader takes a book from the shelf they stand at."""
    lock_reader(reader)
    copy, standing = lock(copy), place.on(act.on)
    rules_now = terms().of(reader.audience, copy.material, place)
    problems = issue_blockers(act, copy, reader, place, standing)
    problems += only_here_problems(rules_now) + alone_problems(copy, reader, place, rules_now)
    event = event_of(act, Said.ISSUE, copy, place, standing, problems)
    event.reader, event.days, event.audience = reader, term_days(rules_now, place, act.on), reader.audience
    event.age = age_band(int(reader.birth_year) if reader.birth_year else None, act.on.year) or reader.age
    return refold(act, copy, event, standing)


@verb("lending.return_own", may=Own("loan.reader_id"), at="place")
def return_own(act: Act, *, loan: Loan, place: Unit) -> Event:
    """The reader puts the book on the shelf they stand at, whichever it is; from now on it stands there."""
    copy, standing = lock(loan.copy), place.on(act.on)
    problems = [*return_problems(copy, place, standing, act.on), *not_theirs(loan)]
    return refold(act, copy, event_of(act, Said.RETURN, copy, place, standing, problems), standing)


@verb("lending.undo_own", may=Own("loan.reader_id"), at="loan.place")
def undo_own(act: Act, *, loan: Loan) -> Event:
    """The wrong book was tapped: as if it had not been taken. Only a moment after, and only what the reader took alone."""
    copy, place, rules_now = lock(loan.copy), loan.place, terms()
    standing = place.on(act.on)
    target = Event.objects.filter(pk=loan.pk, act=Said.ISSUE).first()
    problems = [*undo_problems(act, target, copy, rules_now), *not_theirs(loan, alone=True)]
    event = event_of(act, Said.UNDO, copy, place, standing, problems)
    event.target, event.counts_visit, event.limit = loan.pk, False, rules_now.undo_minutes
    return refold(act, copy, event, standing)
