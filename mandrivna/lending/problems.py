"""What speaks against an act at the desk, as values. An act that has happened is recorded all the same."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import WORKING, Standing
from mandrivna.core.problems import Blocker, Problem, Warning
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Event, Hold, Loan
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import Effect, HoldState, LoanState
from mandrivna.lending.terms import Terms
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.models import Reader

LENDS = frozenset({Kind.HUB, Kind.SHELF, Kind.PLACE, Kind.DEPARTMENT})
# What stays worth a person's look although the act has happened; the rest is told by the fold of the copy's events.
NOTED = frozenset({"withdrawn", "place_closed", "place_does_not_lend", "place_not_working", "foreign_copy"})
# Whoever serves here may not act on another institution's books and readers; a return is the exception, the book lies here.
FOREIGN = frozenset({"foreign_copy", "foreign_reader", "foreign_visit"})


WAS_LOST = Warning(code="was_lost", text=_("Книгу вважали втраченою. Добре, що знайшлася: запис про втрату знято."))


def place_kind_problems(place: Unit) -> list[Problem]:
    if place.kind not in LENDS:
        return [
            Blocker(code="place_does_not_lend", text=_("Тут не видають книг. Оберіть полицю, простір або відділ."), field="place")
        ]
    return []


def place_problems(place: Unit, standing: Standing, on: dt.date) -> list[Problem]:
    if problems := place_kind_problems(place):
        return problems
    if place.closed_on and place.closed_on <= on:
        return [Blocker(code="place_closed", text=_("Це місце закрито."), field="place")]
    if standing.mode not in WORKING:
        return [
            Blocker(code="place_not_working", text=_("Цього дня місце не працює: змініть режим роботи підрозділу."), field="place")
        ]
    return []


def copy_problems(copy: Copy, place: Unit) -> list[Problem]:
    if copy.owner_id not in place.ancestor_ids:
        return [Blocker(code="foreign_copy", text=_("Ця книга належить іншому закладу."), field="copy")]
    return []


def issue_problems(act: Act, copy: Copy, reader: Reader, place: Unit, standing: Standing, terms: Terms) -> list[Problem]:
    """All that the desk should see before it issues; the verb itself asks only for what would stop it."""
    own = terms.of(reader.audience, copy.material, place)
    blockers = issue_blockers(act, copy, reader, place, standing) + only_here_problems(own)
    return blockers + issue_warnings(copy, reader, place, own)


def issue_blockers(act: Act, copy: Copy, reader: Reader, place: Unit, standing: Standing) -> list[Problem]:
    problems = place_problems(place, standing, act.on)
    if copy.state == State.WITHDRAWN:
        problems.append(Blocker(code="withdrawn", text=_("Примірник вилучено з фонду."), field="copy"))
    if copy.state == State.CHECK:
        unseen = _("Примірник потребує звірки. Спершу позначте на його сторінці, що він на місці.")
        problems.append(Blocker(code="needs_check", text=unseen, field="copy"))
    if copy.state == State.ON_LOAN:
        problems.append(Blocker(code="on_loan", text=_("Цей примірник уже видано. Спершу прийміть повернення."), field="copy"))
    if copy.state == State.ASIDE and Hold.objects.filter(copy=copy, state=HoldState.READY).exclude(reader=reader).exists():
        kept = _("Цей примірник відкладено для іншого читача. Видайте інший або скасуйте те замовлення.")
        problems.append(Blocker(code="held_for_another", text=kept, field="copy"))
    problems += copy_problems(copy, place)
    if reader.institution_id not in place.ancestor_ids:
        problems.append(Blocker(code="foreign_reader", text=_("Цей читач записаний в іншому закладі."), field="reader"))
    if not act.happened and not enrolled(reader, act.on.year):
        text = _("Читача ще не перереєстровано на %(year)d рік.") % {"year": act.on.year}
        problems.append(Blocker(code="not_enrolled", text=text, field="reader"))
    return problems


def read_here_problems(act: Act, copy: Copy, reader: Reader | None, place: Unit, standing: Standing) -> list[Problem]:
    """A book kept for somebody may be looked into here meanwhile."""
    if reader is not None:
        found = issue_blockers(act, copy, reader, place, standing)
        return [problem for problem in found if problem.code != "held_for_another"]
    problems = [*place_problems(place, standing, act.on), *copy_problems(copy, place)]
    if copy.state == State.WITHDRAWN:
        problems.append(Blocker(code="withdrawn", text=_("Примірник вилучено з фонду."), field="copy"))
    if copy.state == State.ON_LOAN:
        problems.append(Blocker(code="on_loan", text=_("Цей примірник уже видано. Спершу прийміть повернення."), field="copy"))
    return problems


def issue_warnings(copy: Copy, reader: Reader, place: Unit, terms: Terms) -> list[Problem]:
    problems: list[Problem] = []
    if copy.place_id != place.pk and copy.state == State.AVAILABLE:
        problems.append(
            Warning(code="stands_elsewhere", text=_("За записами книга стоїть в іншому місці: %(place)s.") % {"place": copy.place})
        )
    if copy.state == State.TRANSIT:
        problems.append(Warning(code="on_the_road", text=_("За записами книга була в дорозі. Тепер вона в читача.")))
    if copy.state == State.LOST:
        problems.append(WAS_LOST)
    return problems + _limit(reader, terms)


def _limit(reader: Reader, terms: Terms) -> list[Problem]:
    held = Loan.objects.open().filter(reader=reader).count()
    if held < terms.max_loans:
        return []
    text = ngettext_lazy("У читача вже %(count)d книга.", "У читача вже %(count)d книг.", "count") % {"count": held}
    return [Warning(code="many_loans", text=text, field="reader")]


def renew_problems(loan: Loan | None, terms: Terms) -> list[Problem]:
    if loan is None or loan.state != LoanState.OPEN:
        return [Blocker(code="not_open", text=_("Цю книгу вже повернено."))]
    if loan.renewals >= terms.max_renewals:
        return [Blocker(code="renewed_enough", text=_("Книгу вже продовжували стільки разів, скільки дозволяють правила."))]
    if not terms.renew_while_awaited and _waited_for(loan.copy):
        text = _("На цю книгу чекає інший читач, тому продовжити її не можна. Поверніть її, будь ласка, до строку.")
        return [Blocker(code="awaited", text=text)]
    return []


def _waited_for(copy: Copy) -> bool:
    """By a reader of the same institution: another one's queue gets no book of ours."""
    return Hold.objects.filter(record=copy.record_id, institution=copy.owner_id, state=HoldState.WAITING).exists()


def only_here_problems(terms: Terms) -> list[Problem]:
    if terms.only_here:
        return [Blocker(code="only_here", text=_("За правилами цю книгу читають тут, на руки її не видають."), field="copy")]
    return []


def hold_problems(act: Act, reader: Reader, record: Record, pickup: Unit, terms: Terms, *, at_desk: bool = False) -> list[Problem]:
    """`at_desk`: it is said to a colleague, not to the reader."""
    problems = place_problems(pickup, pickup.on(act.on), act.on)
    if reader.institution_id not in pickup.ancestor_ids:
        problems.append(Blocker(code="foreign_place", text=_("Це місце іншого закладу."), field="pickup"))
    if not Copy.objects.held().filter(record=record, owner=reader.institution_id).exists():
        problems.append(Blocker(code="no_copies", text=_("У бібліотеці немає жодного примірника цього видання.")))
    own = list(Hold.objects.open().filter(reader=reader).values_list("record_id", flat=True))
    if record.pk in own:
        ordered = _("Читач уже замовив це видання.") if at_desk else _("Ви вже замовили це видання.")
        problems.append(Blocker(code="held_already", text=ordered))
    if Loan.objects.open().filter(reader=reader, copy__record=record).exists():
        has = _("Це видання вже в читача на руках.") if at_desk else _("Це видання вже у вас на руках.")
        problems.append(Blocker(code="in_hand", text=has))
    if len(own) >= terms.max_holds:
        text = _("Замовити можна до %(most)d видань водночас.") % {"most": terms.max_holds}
        problems.append(Blocker(code="many_holds", text=text))
    return problems


def aside_problems(hold: Hold, copy: Copy) -> list[Problem]:
    if hold.state != HoldState.WAITING:
        return [Blocker(code="not_waiting", text=_("Це замовлення вже не в черзі."))]
    if copy.record_id != hold.record_id or copy.owner_id != hold.institution_id:
        return [Blocker(code="other_title", text=_("Це примірник іншого видання."), field="copy")]
    if copy.state != State.AVAILABLE:
        return [Blocker(code="not_here", text=_("Цей примірник не стоїть на полиці."), field="copy")]
    return []


def return_problems(copy: Copy, place: Unit, standing: Standing, on: dt.date) -> list[Problem]:
    problems = [*place_problems(place, standing, on), *copy_problems(copy, place)]
    if copy.state == State.LOST:
        return [
            *problems,
            Warning(code="was_lost", text=_("Книгу вважали втраченою. Добре, що знайшлася: запис про втрату знято.")),
        ]
    if copy.state != State.ON_LOAN:
        problems.append(Blocker(code="not_on_loan", text=_("За записами ця книга нікому не видана."), field="copy"))
    if copy.place_id != place.pk:
        problems.append(Warning(code="returned_elsewhere", text=_("Книгу брали в іншому місці; тепер вона стоятиме тут.")))
    return problems


def undo_problems(act: Act, target: Event | None, copy: Copy, terms: Terms) -> list[Problem]:
    if target is None or target.copy_id != copy.pk or target.act == Said.UNDO:
        return [Blocker(code="nothing_to_undo", text=_("Такої дії з цим примірником немає."))]
    if target.effect == Effect.UNDONE:
        return [Blocker(code="already_undone", text=_("Цю дію вже скасовано."))]
    if act.at - target.at > dt.timedelta(minutes=terms.undo_minutes):
        return [Blocker(code="too_late", text=_("Скасувати можна лише щойно зроблене. Виправте зворотною дією."))]
    if Event.objects.filter(copy=copy, first__gt=target.first).exclude(act=Said.UNDO).exclude(effect=Effect.UNDONE).exists():
        return [Blocker(code="not_the_last", text=_("Після цієї дії з книгою зробили ще одну. Спершу скасуйте пізнішу."))]
    return []
