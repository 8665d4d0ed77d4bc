"""Loans that a former system had open: they come with their old days, as an opening balance. None of it was service of ours."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from itertools import batched

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.refold import refold, unfold
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import Effect
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Arrival, ArrivalRow, Reader, age_band
from mandrivna.readers.onhand import KNOWN, LENDERS, LENT, NOT_FOUND, READY, UNAVAILABLE, WRONG, Book, Fate, Lender

FIRST_YEAR, LONGEST, LARGEST, SHOWN = 1950, 3660, 2**31 - 1, 10
STANDS = (State.AVAILABLE, State.CHECK)
"""CHECK is what an import of the catalogue makes of a copy that the former system called lent."""
type Asked = tuple[uuid.UUID | None, Book]


def foresee(institution: Unit, asked: Sequence[Asked]) -> list[Fate]:
    fates: list[Fate] = []
    promised: set[uuid.UUID] = set()
    for some in batched(asked, 500):
        looking = _Looking(institution, some, promised)
        fates += [looking.judge(reader, book) for reader, book in some]
    return fates


def take(row: ArrivalRow, reader: Reader, books: Sequence[Book]) -> list[Fate]:
    """The caller's transaction holds the copies until all of them are written."""
    asked = [(reader.pk, book) for book in books]
    looking, fates = _Looking(reader.institution, asked, set(), lock=True), []
    for number, book in enumerate(books):
        fate = looking.judge(reader.pk, book)
        if fate.code == READY:
            _open(row, reader, looking.copy_of(book), book, number)
        fates.append(fate)
    return fates


def _open(row: ArrivalRow, reader: Reader, copy: Copy | None, book: Book, number: int) -> None:
    assert copy is not None
    lent, uid = dt.date.fromisoformat(book["lent"]), uuid.uuid5(row.uid, f"loan {number}")
    then = Act(actor=SYSTEM, uid=uid, at=timezone.make_aware(dt.datetime.combine(lent, dt.time(12))))
    usual = terms().of(reader.audience, copy.material, copy.place).loan_days
    due = dt.date.fromisoformat(book["due"]) if book.get("due") else lent + dt.timedelta(days=usual)
    event = Event(
        uid=uid, copy=copy, act=Said.ISSUE, place=copy.place, on=lent, at=then.at, first=then.first, reader=reader,
        days=(due - lent).days, audience=reader.audience, language=copy.language, material=copy.material,
        age=age_band(int(reader.birth_year) if reader.birth_year else None, lent.year), counts_visit=False, opening=row.arrival_id,
    )  # fmt: skip
    now = Act(actor=SYSTEM, uid=uid)
    refold(now, copy, event, copy.place.on(now.on))


class _Looking:
    """Some loans of a file beside what we know of their copies: a handful of questions for all of them."""

    def __init__(self, owner: Unit, asked: Sequence[Asked], promised: set[uuid.UUID], *, lock: bool = False) -> None:
        said = {book.get(name, "") for _reader, book in asked for name in ("inventory", "barcode")} - {""}
        numbers = {number for text in said if (number := _number(text)) is not None}
        ours = Copy.objects.filter(owner=owner).select_related("place")
        ours = ours.annotate(has=Subquery(Loan.objects.open().filter(copy=OuterRef("pk")).values("reader")[:1]))
        if lock:
            ours = ours.select_for_update(of=("self",))
        named = Q(inventory_number__in=numbers) | Q(inventory_text__in=said) | Q(barcode__in=said)
        copies = list(ours.filter(named)) if said else []
        self.promised, self.today = promised, timezone.localdate()
        self.numbers = {copy.inventory_number: copy for copy in copies if copy.inventory_number is not None}
        self.texts = {copy.inventory_text: copy for copy in copies if copy.inventory_text}
        self.codes = {copy.barcode: copy for copy in copies}
        self.readers = {copy.pk: copy.has for copy in copies}
        events = Event.objects.filter(copy__in=[copy.pk for copy in copies]).exclude(act=Said.UNDO).exclude(effect=Effect.UNDONE)
        self.last: dict[uuid.UUID, dt.date] = {}
        self.came: set[tuple[uuid.UUID, dt.date]] = set()
        for copy, on, opening in events.order_by("on").values_list("copy", "on", "opening"):
            self.last[copy] = on
            if opening:
                self.came.add((copy, on))

    def copy_of(self, book: Book) -> Copy | None:
        """By the inventory number, as a number or as the book has it; else by the barcode."""
        text, code = book.get("inventory", ""), book.get("barcode", "")
        number = _number(text)
        found = self.texts.get(text) or (self.numbers.get(number) if number is not None else None)
        return found or self.codes.get(code)

    def judge(self, reader: uuid.UUID | None, book: Book) -> Fate:
        copy = self.copy_of(book)
        if copy is None:
            return Fate(NOT_FOUND, _("У фонді закладу немає примірника з таким номером чи штрихкодом."))
        if wrong := self._wrong_days(book):
            return Fate(WRONG, wrong)
        if (copy.pk, dt.date.fromisoformat(book["lent"])) in self.came:
            return Fate(KNOWN)
        if copy.pk in self.promised:
            return Fate(LENT, _("У цьому файлі той самий примірник видано двічі."))
        if copy.state == State.ON_LOAN and reader is not None and self.readers.get(copy.pk) == reader:
            return Fate(KNOWN)
        if copy.state == State.ON_LOAN:
            return Fate(LENT, _("Цей примірник тут уже видано іншому читачеві."))
        if why := self._not_here(copy, book):
            return Fate(UNAVAILABLE, why)
        self.promised.add(copy.pk)
        return Fate(READY)

    def _wrong_days(self, book: Book) -> str:
        lent, due = _day(book.get("lent", "")), _day(book.get("due", ""))
        if lent is None or lent.year < FIRST_YEAR:
            return _("Не зрозуміло, коли видано.")
        if lent > self.today:
            return _("День видачі ще не настав.")
        if book.get("due") and (due is None or not 0 <= (due - lent).days <= LONGEST):
            return _("Не зрозуміло, до якого дня видано.")
        return ""

    def _not_here(self, copy: Copy, book: Book) -> str:
        if book.get("lost"):
            return _("Попередня система вважає цю книжку втраченою.")
        if copy.state == State.WITHDRAWN:
            return _("Примірник вилучено з фонду.")
        if copy.state == State.ASIDE:
            return _("Примірник відкладено для читача, який на нього чекав.")
        if copy.state not in STANDS:
            return _("За записами примірник у дорозі або його не знайшли.")
        last = self.last.get(copy.pk)
        if last is not None and last >= dt.date.fromisoformat(book["lent"]):
            return _("Після цієї видачі з примірником тут уже щось робили.")
        return ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 and 0 < int(text) <= LARGEST else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


# --- taken back ----------------------------------------------------------------------------------------------------------


def take_back(act: Act, arrival: Arrival) -> tuple[int, int]:
    """Brought back, kept longer or moved since, a loan is ours now; whoever has it stays with it."""
    brought = Event.objects.filter(opening=arrival.pk)
    copies = {copy.pk: copy for copy in Copy.objects.select_for_update().filter(pk__in=brought.values("copy"))}
    later = (
        Event.objects.filter(copy=OuterRef("copy"), first__gt=OuterRef("first"))
        .exclude(act=Said.UNDO)
        .exclude(effect=Effect.UNDONE)
    )
    whole = brought.filter(~Exists(later), Exists(Loan.objects.open().filter(pk=OuterRef("pk"))))
    gone, every = list(whole), brought.count()
    for event in gone:
        event.copy = copies[event.copy_id]
        unfold(act, event)
    return len(gone), every - len(gone)


def left(arrival: Arrival) -> list[str]:
    rows = Event.objects.filter(opening=arrival.pk).select_related("copy__record").order_by("first")[:SHOWN]
    return [f"{event.copy.record} ({event.copy})" for event in rows]


LENDERS.add("lending", Lender(foresee=foresee, take=take, take_back=take_back, left=left))
