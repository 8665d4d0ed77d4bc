"""Home delivery: reads, and what speaks against its acts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.service import institution_of
from mandrivna.fund.models import Copy, State
from mandrivna.lending import rules
from mandrivna.lending.models import Carried, Event, Hold, Loan, Round, Stop
from mandrivna.lending.states import ROUND_OPEN, ROUND_STEPS, CarryState, HoldState, RoundState, Way
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.models import Doorstep, Reader

MOST_STOPS = 60
MOST_BOOKS = 20
DOORS_FOR = dt.timedelta(days=14)
OVER = Blocker(code="round_closed", text=_("Цей обхід уже завершено."))
WRONG_STEP = Blocker(
    code="wrong_step", text=_("Цей крок зараз неможливий. Оновіть сторінку: можливо, його вже зробили.")
)  # fmt: skip


def doors_shown(delivery: Round, today: dt.date) -> bool:
    """Addresses are on a round while it goes on. Of one that nobody ends or puts off they are gone two weeks after its day."""
    return delivery.state in ROUND_OPEN and delivery.planned_on + DOORS_FOR >= today


def rounds_for(actor: Actor) -> QuerySet[Round]:
    rows = Round.objects.filter(below_any(actor.paths(rules.DELIVER), "base__path"))
    return rows.select_related("base__parent", "volunteer")


def own_rounds(actor: Actor) -> QuerySet[Round]:
    """Those the actor drives, and no other of the same place: whoever drives another is as good as absent."""
    rows = Round.objects.filter(below_any(actor.paths(rules.DELIVER_OWN), "base__path"), volunteer__isnull=False)
    return rows.filter(volunteer=actor.staff_id).select_related("base__parent", "volunteer")


def stops_of(delivery: Round) -> list[Stop]:
    """In the order of the road, each with whom, where and the books; three questions however many there are."""
    books = Carried.objects.select_related("copy__record", "copy__place").order_by("way", "copy__record__order", "pk")
    rows = Stop.objects.filter(round=delivery).select_related("reader__doorstep").order_by("turn", "uid")
    return list(rows.prefetch_related(Prefetch("carried", queryset=books, to_attr="books")))


def on_offer(delivery: Round, stops: list[Stop]) -> tuple[dict[str, list[Copy]], dict[str, list[Copy]]]:
    """By reader: what is kept for them at the base, and what they have in hand; without what is on a list already."""
    readers = [stop.reader_id for stop in stops if stop.reader_id]
    listed = {book.copy_id for stop in stops for book in stop.books}  # type: ignore[attr-defined]
    kept: dict[str, list[Copy]] = {}
    held: dict[str, list[Copy]] = {}
    ready = Hold.objects.filter(reader__in=readers, state=HoldState.READY).select_related("copy__record", "copy__place")
    for hold in ready.order_by("at", "uid"):
        if hold.copy and hold.copy_id not in listed and delivery.base_id in hold.copy.place.ancestor_ids:
            kept.setdefault(str(hold.reader_id), []).append(hold.copy)
    for loan in Loan.objects.open().filter(reader__in=readers).select_related("copy__record").order_by("due_on", "uid"):
        if loan.copy_id not in listed:
            held.setdefault(str(loan.reader_id), []).append(loan.copy)
    return kept, held


def fresh_at_doors(stops: list[Stop]) -> set[uuid.UUID]:
    """What was tapped at the doors so lately that it can still be taken back."""
    acts = [book.by for stop in stops for book in stop.books if book.by]  # type: ignore[attr-defined]
    if not acts:
        return set()
    since = timezone.now() - dt.timedelta(minutes=terms().undo_minutes)
    return set(Event.objects.filter(pk__in=acts, at__gt=since).values_list("pk", flat=True))


def waiting_at_home(institution: Unit, without: Iterable[uuid.UUID]) -> list[Reader]:
    """Readers of the institution who asked that books be brought, by how they are called."""
    rows = Reader.objects.filter(doorstep__isnull=False, institution=institution, merged_into=None).exclude(pk__in=list(without))
    return sorted(rows, key=str)


# --- what speaks against -----------------------------------------------------------------------------------------------


def plan_problems(base: Unit, on: dt.date, today: dt.date, *, named: bool) -> list[Problem]:
    found: list[Problem] = []
    if base.closed_on:
        found.append(Blocker(code="place_closed", text=_("Це місце закрито."), field="base"))
    if on < today:
        found.append(Blocker(code="past", text=_("Цей день уже минув."), field="on"))
    if not named:
        text = _("Запишіть, хто везе: оберіть працівника або впишіть ім’я.")
        found.append(Blocker(code="nobody_goes", text=text, field="volunteer_name"))
    return found


def replan_problems(delivery: Round, on: dt.date, today: dt.date, *, named: bool) -> list[Problem]:
    if delivery.closed_on:
        return [OVER]
    if delivery.state != RoundState.PLANNED:
        return [Blocker(code="left_already", text=_("Обхід уже в дорозі: день і волонтера не змінити."))]
    return plan_problems(delivery.base, on, today, named=named)


def stop_problems(delivery: Round, reader: Reader) -> list[Problem]:
    if delivery.closed_on:
        return [OVER]
    if reader.institution_id != institution_of(delivery.base).pk:
        return [Blocker(code="foreign_reader", text=_("Цей читач записаний в іншому закладі."), field="reader")]
    if not Doorstep.objects.filter(reader=reader).exists():
        text = _("У читача не записано, куди везти. Спершу запишіть адресу за його згодою.")
        return [Blocker(code="no_doorstep", text=text, field="reader")]
    if not enrolled(reader, delivery.planned_on.year):
        again = _("Читача ще не перереєстровано на %(year)d рік.") % {"year": delivery.planned_on.year}
        return [Blocker(code="not_enrolled", text=again, field="reader")]
    if delivery.stops.filter(reader=reader).exists():
        return [Blocker(code="stops_already", text=_("До цього читача в обході вже їдемо."), field="reader")]
    if delivery.stops.count() >= MOST_STOPS:
        return [Blocker(code="too_many", text=_("В обході вже %(most)d зупинок.") % {"most": MOST_STOPS}, field="reader")]
    return []


def carry_problems(stop: Stop, copy: Copy, way: str) -> list[Problem]:
    """Bringing: it stands at the base and is kept for nobody else. Taking back: it is in this reader's hands."""
    if stop.round.closed_on:
        return [OVER]
    if way not in Way.values:
        return [Blocker(code="unknown_way", text=_("Невідомо, везти книжку чи забрати."))]
    if Carried.objects.filter(round=stop.round_id, copy=copy).exists():
        return [Blocker(code="carried_already", text=_("Ця книжка вже в переліку обходу."), field="code")]
    if stop.carried.count() >= MOST_BOOKS:
        return [
            Blocker(code="too_many", text=_("Для однієї зупинки досить: %(most)d книжок.") % {"most": MOST_BOOKS}, field="code")
        ]
    if way == Way.TAKE:
        if stop.reader_id is None or not Loan.objects.open().filter(copy=copy, reader=stop.reader_id).exists():
            return [Blocker(code="not_theirs", text=_("За записами цієї книжки в читача немає."), field="code")]
        return []
    if stop.round.state != RoundState.PLANNED:
        return [Blocker(code="left_already", text=_("Обхід уже в дорозі: нового з полиці не візьмеш."), field="code")]
    if stop.round.base_id not in copy.place.ancestor_ids or copy.state not in (State.AVAILABLE, State.ASIDE):
        text = _("Ця книжка зараз не стоїть там, звідки вирушає обхід.")
        return [Blocker(code="not_here", text=text, field="code")]
    if Hold.objects.filter(copy=copy, state=HoldState.READY).exclude(reader=stop.reader_id).exists():
        kept = _("Цей примірник відкладено для іншого читача. Видайте інший або скасуйте те замовлення.")
        return [Blocker(code="held_for_another", text=kept, field="code")]
    return []


def step_problems(delivery: Round, to: str) -> list[Problem]:
    if to not in ROUND_STEPS[delivery.state]:
        return [WRONG_STEP]
    if to == RoundState.ON_WAY:
        if not delivery.stops.exists():
            return [Blocker(code="no_stops", text=_("Спершу додайте, до кого їдемо."))]
        if Carried.objects.filter(round=delivery, way=Way.BRING, state=CarryState.CHOSEN).exists():
            return [Blocker(code="not_packed", text=_("Не все з переліку в сумці. Покладіть або приберіть з переліку."))]
    elif (left := in_the_bag(delivery)) > 0:
        text = _("Ще в сумці, книжок: %(count)d. Поставте їх на місце, тоді завершуйте.") % {"count": left}
        return [Blocker(code="still_on_the_road", text=text)]
    return []


def in_the_bag(delivery: Round) -> int:
    return Carried.objects.filter(round=delivery, state=CarryState.BAG, copy__state=State.TRANSIT).count()


def door_problems(delivery: Round | None, copy: Copy, place: Unit, way: str, reader: Reader | None = None) -> list[Problem]:
    """An ordinary issue or return said to be at a reader's door: the round is on its way, and the book is on its list for them."""
    if delivery is None:
        return []
    if delivery.state != RoundState.ON_WAY:
        text = _("Обхід зараз не в дорозі: віддати чи забрати на ньому не можна.")
        return [Blocker(code="not_on_way", text=text)]
    return listed_problems(delivery, copy, place, way, reader)


def listed_problems(delivery: Round | None, copy: Copy, place: Unit, way: str = "", reader: Reader | None = None) -> list[Problem]:
    if delivery is None:
        return []
    if delivery.closed_on:
        return [OVER]
    if delivery.base_id not in place.ancestor_ids:
        return [Blocker(code="other_base", text=_("Обхід вирушає з іншого місця."), field="place")]
    rows = Carried.objects.filter(round=delivery, copy=copy)
    rows = rows.filter(way=way) if way else rows
    if not (rows.filter(stop__reader=reader) if reader else rows).exists():
        return [Blocker(code="not_on_round", text=_("Цієї книжки немає в переліку обходу для цього читача."), field="copy")]
    return []


def carried_to(delivery: Round | None, hold: Hold) -> bool:
    """What is kept for a reader goes to their own door; what was just taken back rides home, whoever waits for it there."""
    if delivery is None:
        return False
    rows = Carried.objects.filter(round=delivery, copy=hold.copy)
    return rows.filter(way=Way.TAKE).exists() or rows.filter(stop__reader=hold.reader_id).exists()
