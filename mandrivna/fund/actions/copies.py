from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.holdings import ELSEWHERE, HOLDINGS, MOVERS, STANDING, WORKED, Mover
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.prepared import change
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund import facts, rules
from mandrivna.fund.models import CONFIRMED, TRANSITIONS, Arrival, Copy, NumberSeries, State
from mandrivna.fund.queries import holdings_elsewhere, holdings_of
from mandrivna.ledger.api import Line, settle, settle_all


@verb("fund.accept_copy", may=rules.EDIT, at="place")
def accept_copy(act: Act, *, record: Record, place: Unit, barcode: str = "", inventory_number: int | None = None) -> Copy:
    """Take one copy into the fund and put it on a shelf. Without a number the next one of the owner's series is given."""
    owner = institution_of(place)
    barcode = barcode.strip()
    refuse_if(copy_problems(owner, barcode, inventory_number))
    number = _take_number(owner, inventory_number)
    copy = copy_of(act, record, place, owner, number, barcode)
    copy.full_clean(validate_unique=False, validate_constraints=False)
    taken_in(act, [(copy, Arrival(copy=copy, unit=place, accepted_on=act.on))])
    return copy


def copy_of(
    act: Act, record: Record, place: Unit, owner: Unit, number: int, barcode: str = "", *, uid: uuid.UUID | None = None
) -> Copy:
    return Copy(
        uid=uid or act.uid, record=record, owner=owner, inventory_number=number, barcode=barcode or own_barcode(owner, number),
        home=place, place=place, received_on=act.on, language=record.language, material=record.material,
    )  # fmt: skip


def taken_in(act: Act, pairs: Sequence[tuple[Copy, Arrival]]) -> None:
    """Copies with their arrivals, and what the ledger says of them. Nothing can stand for them yet."""
    told: dict[str, list[Line]] = {}
    for copy, arrival in pairs:
        copy.save(force_insert=True)
        arrival.save(force_insert=True)
        told |= {f"fund.Copy:{copy.pk}": facts.lines(copy), f"fund.Arrival:{copy.pk}": facts.arrival_lines(arrival)}
    settle_all(act, told, fresh=told)
    for record in {copy.record_id for copy, _arrival in pairs}:
        enqueue(count_holdings, record=str(record))


@verb("fund.withdraw_copy", may=rules.EDIT, at="copy.home")
def withdraw_copy(act: Act, *, copy: Copy, why: str) -> Copy:
    """Out of the fund, with a reason; the row and its number stay for ever."""
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if not why.strip():
        raise Refused([Blocker(code="no_reason", text=_("Вкажіть причину вилучення."), field="why")])
    if State.WITHDRAWN not in TRANSITIONS[copy.state]:
        raise Refused([Blocker(code="not_available", text=_("Вилучити можна лише примірник, який на місці."))])
    copy.state, copy.withdrawn_on, copy.withdrawn_why = State.WITHDRAWN, act.on, why.strip()[:120]
    copy.save(update_fields=["state", "withdrawn_on", "withdrawn_why"])
    settle(act, f"fund.Copy:{copy.pk}", facts.lines(copy))
    enqueue(count_holdings, record=str(copy.record_id))
    return copy


@verb("fund.confirm_copy", may=rules.EDIT, at="copy.home")
def confirm_copy(act: Act, *, copy: Copy) -> Copy:
    """Somebody has looked: the copy that an import left for checking stands on its shelf. Readers hear of it from now on."""
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if copy.state != State.CHECK:
        raise Refused([Blocker(code="nothing_to_check", text=_("Цей примірник звірки не потребує."))])
    copy.state, copy.extra = State.AVAILABLE, {**copy.extra, CONFIRMED: "1"}
    copy.save(update_fields=["state", "extra"])
    enqueue(count_holdings, record=str(copy.record_id))
    return copy


def set_standing(*, copy: Copy, state: str, place: int) -> None:
    """Where lending left the copy; part of a lending act, never called on its own."""
    if copy.state != state or copy.place_id != place:
        copy.state, copy.place_id = state, place
        change(copy, "state", "place")


def copy_problems(owner: Unit, barcode: str, number: int | None) -> list[Problem]:
    problems: list[Problem] = []
    if barcode and Copy.objects.filter(barcode=barcode).exists():
        problems.append(Blocker(code="barcode_taken", text=_("Примірник із таким штрихкодом уже є."), field="barcode"))
    if number is not None and not 1 <= number < 2**31:
        problems.append(Blocker(code="wrong_number", text=_("Інвентарний номер — додатне ціле число."), field="inventory_number"))
    elif number is not None and Copy.objects.filter(owner=owner, inventory_number=number).exists():
        text = _("Цей інвентарний номер уже використано. Номери не використовують повторно навіть після вилучення.")
        problems.append(Blocker(code="number_taken", text=text, field="inventory_number"))
    return problems


def _take_number(owner: Unit, wished: int | None) -> int:
    NumberSeries.objects.get_or_create(owner=owner)
    series = NumberSeries.objects.select_for_update().get(owner=owner)
    number = wished if wished is not None else series.next
    if number >= series.next:
        NumberSeries.objects.filter(owner=owner).update(next=number + 1)
    return number


def take_numbers(owner: Unit, many: int) -> range:
    """The next ones in a row. Whoever takes numbers meanwhile waits; an act that comes to nothing gives its numbers back, so
    there are no gaps."""
    NumberSeries.objects.get_or_create(owner=owner)
    following = NumberSeries.objects.select_for_update().get(owner=owner).next
    NumberSeries.objects.filter(owner=owner).update(next=following + many)
    return range(following, following + many)


def own_barcode(owner: Unit, number: int) -> str:
    """«2» + owner + number, digits only; readers' cards begin with «9», so one field at the desk takes both."""
    return f"2{owner.pk:04d}{number:07d}"


def _count(record: Record) -> tuple[int, int]:
    held = Copy.objects.held().filter(record=record)
    return held.count(), held.filter(state=State.AVAILABLE).count()


HOLDINGS.add("fund", _count)


def _keys(record: Record) -> list[str]:
    return [str(pk) for pk in Copy.objects.filter(record=record).values_list("pk", flat=True)]


def _move(keys: Sequence[str], record: Record) -> None:
    """Two descriptions of one title became one. What a copy reported of its language and material stays."""
    Copy.objects.filter(pk__in=keys).update(record=record)


def _bearing(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return set(Copy.objects.filter(record__in=records).values_list("record_id", flat=True))


MOVERS.add("fund.copies", Mover(_keys, _move))
WORKED.add("fund.copies", _bearing)
STANDING.add("fund", holdings_of)
ELSEWHERE.add("fund", holdings_elsewhere)
