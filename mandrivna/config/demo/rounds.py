"""Shelves of the demonstration as things of their own: what was agreed, a visit that is over, one that is being packed, a check."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.stage import Shelf, Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Staff
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.checks import close_check, see_copy, start_check
from mandrivna.lending.actions.moves import lose, put, take
from mandrivna.lending.actions.needs import ask_need, bring_for_need
from mandrivna.lending.actions.rounds import add_stop, carry, come_home, hand_over, nobody_home, plan_round, set_off
from mandrivna.lending.actions.shelf_visits import pick, plan_visit, send_by, step_visit
from mandrivna.lending.actions.shelves import describe_shelf, set_shelf_contact
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.suggesting import to_bring, to_take
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.consents import shipped_version
from mandrivna.readers.models import Purpose, Reader
from mandrivna.shared.ids import new_uid

AGREED = (
    {"languages": ["ukr", "eng"], "ages": ["18-35", "36-59"], "subjects": "психологія, проза, історія", "capacity": 60},
    {"languages": ["ukr"], "ages": ["0-14"], "subjects": "казки, вірші", "capacity": 40, "note": "Стоїть низько: для найменших."},
)
BRINGS = 4


class _Clock:
    """The story's own ticks are its dice; these acts have a clock of theirs, a day before «now»."""

    def __init__(self, stage: Stage) -> None:
        self.now = stage.now - dt.timedelta(days=1)
        self.actor: Actor = stage.actors["director"]

    def act(self) -> Act:
        self.now += dt.timedelta(minutes=2)
        return Act(actor=self.actor, at=self.now, uid=new_uid(), channel="desk")


def go(stage: Stage) -> None:
    clock = _Clock(stage)
    for shelf in stage.shelves:
        describe_shelf(clock.act(), place=shelf.unit, about=AGREED[shelf.children])
    first, *others = [shelf for shelf in stage.shelves if not shelf.children]
    second = max(others, key=lambda shelf: Copy.objects.filter(place=shelf.unit, state=State.AVAILABLE).count())
    set_shelf_contact(clock.act(), place=first.unit, name=Withheld("Пані Надія (вигадана)"), phone=Withheld("+380 00 000 00 00"))
    _over(clock, first, second)
    _looked(clock, second)
    _packing(clock, second, first)


def _over(clock: _Clock, shelf: Shelf, base: Shelf) -> None:
    """From one shelf to another and back home, under an act."""
    visit = plan_visit(clock.act(), place=shelf.unit, base=base.unit, on=clock.now.date(), note="Їдемо автом, дві коробки.")
    step_visit(clock.act(), visit=visit, to="packing")
    brought = list(
        Copy.objects.filter(place=base.unit, state=State.AVAILABLE).order_by("-received_on", "inventory_number")[:BRINGS]
    )
    for copy in brought:
        take(clock.act(), copy=copy, place=base.unit, visit=visit)
    for step in ("on_way", "at_shelf"):
        step_visit(clock.act(), visit=visit, to=step)
    for copy in brought:
        put(clock.act(), copy=copy, place=shelf.unit, visit=visit)
    for step in ("handed", "closed"):
        step_visit(clock.act(), visit=visit, to=step)


def _looked(clock: _Clock, shelf: Shelf) -> None:
    """All of a shelf looked at: one book is not there, and that is written down without blame."""
    check = start_check(clock.act(), place=shelf.unit)
    standing = list(Copy.objects.filter(place=shelf.unit, state=State.AVAILABLE).order_by("inventory_number"))
    for copy in standing[1:]:
        see_copy(clock.act(), check=check, copy=copy)
    close_check(clock.act(), check=check, whole=True)
    if standing:
        lose(clock.act(), copy=standing[0], place=shelf.unit)


def _packing(clock: _Clock, shelf: Shelf, base: Shelf) -> None:
    day = clock.now.date() + dt.timedelta(days=3)
    visit = plan_visit(clock.act(), place=shelf.unit, base=base.unit, on=day, note="Попросили більше казок.")
    chosen = [*to_bring(visit, clock.now.date(), BRINGS), *to_take(visit, clock.now.date(), 2)]
    pick(clock.act(), visit=visit, picks=[{"copy": str(one.copy.pk), "way": str(one.way), "why": one.why} for one in chosen])
    step_visit(clock.act(), visit=visit, to="packing")
    send_by(clock.act(), visit=visit, carrier="Вигадана пошта", parcel="20450000000001")
    need = ask_need(clock.act(), place=shelf.unit, topic="казки про тварин", quantity=20, ages=["0-14"], note="Для садка поруч.")
    bring_for_need(clock.act(), need=need, many=6)


VOLUNTEER = "Пан Остап (вигаданий)"
DOORS = (
    ("вул. Вигадана, 3, кв. 8", "Другий під’їзд, домофон не працює: стукайте сусідам на першому поверсі.", "Пані Калина"),
    ("пров. Небувалий, 12", "Хвіртка з боку саду, після обіду.", ""),
)


def home(stage: Stage) -> None:
    """A round of home delivery that is over, driven with the list on paper, and one that waits for its day and for the volunteer
    who has a sign-in. Told last: what others wait for stays here."""
    clock, base = _Clock(stage), next(shelf for shelf in stage.shelves if not shelf.children)
    clock.actor = stage.actors[base.hub.name]
    day = stage.now.date() + dt.timedelta(days=2)
    readers = [guest.load() for guest in stage.enrolled(base.hub)[:12]]
    grown = [one for one in readers if one.age not in ("0-14", "15-17") and enrolled(one, day.year)]
    grown = sorted(grown, key=lambda one: Loan.objects.open().filter(reader=one).count())[: len(DOORS)]
    if not grown:
        return  # on the last days of a year nobody is registered for the next one yet
    awaited = Hold.objects.open().values("record")
    standing = Copy.objects.filter(place=base.unit, state=State.AVAILABLE).exclude(record__in=awaited)
    brought, *copies = standing.order_by("-inventory_number")[: 1 + len(DOORS)]
    for reader, (address, directions, ask_for) in zip(grown, DOORS, strict=False):
        said = {"address": Withheld(address), "directions": Withheld(directions), "ask_for": Withheld(ask_for)}
        set_doorstep(clock.act(), reader=reader, place=base.unit, agreed=shipped_version(Purpose.DELIVERY), **said)
    _delivered(clock, base, grown, brought)
    drives = Staff.objects.get(pk=stage.actors["volunteer"].staff_id or 0)
    delivery = plan_round(clock.act(), base=base.unit, on=day, volunteer=drives)
    doors = [add_stop(clock.act(), delivery=delivery, reader=reader) for reader in grown]
    for stop, copy in zip(doors, copies, strict=False):
        carry(clock.act(), stop=stop, copy=copy, way="bring")
    carry(clock.act(), stop=doors[0], copy=brought, way="take")


def _delivered(clock: _Clock, base: Shelf, readers: list[Reader], copy: Copy) -> None:
    """At the first door a book was handed over, at the others nobody was at home."""
    act = clock.act()
    delivery = plan_round(act, base=base.unit, on=act.on, volunteer_name=VOLUNTEER)
    first, *others = [add_stop(clock.act(), delivery=delivery, reader=reader) for reader in readers]
    carry(clock.act(), stop=first, copy=copy, way="bring")
    set_off(clock.act(), delivery)
    hand_over(clock.act(), first, copy)
    for stop in others:
        nobody_home(clock.act(), stop=stop)
    come_home(clock.act(), delivery)
