"""Books brought home: a whole round, what it counts, what it refuses, and that nothing of it is left of a reader who goes."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db.models import Sum

from mandrivna.core.actions.erasure import erase
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Operation
from mandrivna.core.policy import edit
from mandrivna.core.problems import Refused
from mandrivna.core.retention import execute as retention
from mandrivna.core.service import service_mode
from mandrivna.fund.models import State
from mandrivna.ledger.models import Fact
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.holds import hold_for
from mandrivna.lending.actions.rounds import (
    add_stop,
    carry,
    collect,
    come_home,
    drop_stop,
    hand_over,
    nobody_home,
    not_so,
    plan_round,
    replan_round,
    set_off,
    step_round,
    stop_earlier,
    uncarry,
)
from mandrivna.lending.delivering import doors_shown
from mandrivna.lending.erasure import forget_pseudonymous
from mandrivna.lending.models import Carried, Event, Hold, Loan, Round, Stop
from mandrivna.lending.moving import whereabouts
from mandrivna.lending.notices import hold_ready
from mandrivna.lending.queries import own_holds
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.actions.merging import merge, unmerge
from mandrivna.readers.actions.withdrawing import withdraw_consent
from mandrivna.readers.models import Agreement, Doorstep, Reader
from tests.factories import staff as people
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def codes(run) -> list[str]:
    with pytest.raises(Refused) as refusal:
        run()
    return [problem.code for problem in refusal.value.problems]


def at_home(lib: Library, pseudonym: str = "Калина", **about) -> Reader:
    reader = lib.reader(pseudonym=pseudonym, **about)
    said = {"address": Withheld("вул. Вигадана, 1"), "directions": Withheld("другий поверх")}
    set_doorstep(lib.act(), reader=reader, place=lib.shelf, agreed="1", **said)
    return reader


def planned(lib: Library, *readers: Reader) -> tuple[Round, list[Stop]]:
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Пані Волонтерка")
    return delivery, [add_stop(lib.act(), delivery=delivery, reader=reader) for reader in readers]


def states(delivery: Round) -> list[tuple[str, str]]:
    return list(Carried.objects.filter(round=delivery).order_by("pk").values_list("way", "state"))


def sums() -> dict[str, int]:
    return dict(Fact.objects.values_list("kind").annotate(n=Sum("quantity")).order_by())


def test_a_round_from_the_shelf_to_the_doors_and_home(lib):
    reader, away = at_home(lib), at_home(lib, "Ясен")
    brought, old, unwanted = lib.copy(), lib.copy(), lib.copy()
    issue(lib.act(), copy=old, reader=reader, place=lib.shelf)
    before = sums()
    delivery, (door, other) = planned(lib, reader, away)
    carry(lib.act(), stop=door, copy=brought, way="bring")
    carry(lib.act(), stop=door, copy=old, way="take")
    carry(lib.act(), stop=other, copy=unwanted, way="bring")
    off = lib.act()
    assert set_off(off, delivery).state == set_off(off, delivery).state == "on_way"
    assert (whereabouts(lib.root, off.on)["transit"], whereabouts(lib.root, off.on)["loan"]) == (2, 1)
    given, back = lib.act(), lib.act()
    for _twice in range(2):
        issue(given, copy=brought, reader=reader, place=lib.shelf, delivery=delivery)
        collect(back, Stop.objects.get(pk=door.pk), old)
    nobody_home(lib.act(), stop=other)
    assert states(delivery) == [("bring", "done"), ("take", "bag"), ("bring", "bag")]
    assert whereabouts(lib.root, off.on)["transit"] == 2
    home = lib.act()
    assert come_home(home, delivery).state == come_home(home, delivery).state == "closed"
    assert states(delivery) == [("bring", "done"), ("take", "back"), ("bring", "back")]
    assert {copy.inventory_number: copy.state for copy in type(old).objects.filter(pk__in=[old.pk, unwanted.pk])} == {
        old.inventory_number: State.AVAILABLE, unwanted.inventory_number: State.AVAILABLE,
    }  # fmt: skip
    assert (Loan.objects.open().get().copy, sum(whereabouts(lib.root, home.on).values())) == (brought, 3)
    told = list(Stop.objects.order_by("turn").values_list("served_on", "nobody_on", "closed_on"))
    assert told == [(given.on, None, home.on), (None, home.on, home.on)]
    assert {Event.objects.get(pk=given.uid).mode, Event.objects.get(copy=old, act="return").mode} == {"nonstationary"}
    grown = {kind: number - before.get(kind, 0) for kind, number in sums().items() if number != before.get(kind, 0)}
    assert grown == {"lending.home_delivery": 1, "lending.issue": 1, "lending.return": 1, "lending.restock": 2}


def test_what_was_tapped_by_mistake_is_undone_and_the_book_is_in_the_bag_again(lib):
    reader, copy = at_home(lib), lib.copy()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    set_off(lib.act(), delivery)
    given = lib.act()
    issue(given, copy=copy, reader=reader, place=lib.shelf, delivery=delivery)
    undo(lib.act(), copy=copy, target=given.uid, place=lib.shelf)
    copy.refresh_from_db()
    assert (copy.state, states(delivery), sums()["lending.home_delivery"]) == (State.TRANSIT, [("bring", "bag")], 0)
    assert codes(lambda: step_round(lib.act(), delivery=delivery, to="closed")) == ["still_on_the_road"]
    come_home(lib.act(), delivery)
    copy.refresh_from_db()
    assert copy.state == State.AVAILABLE


def test_what_was_said_to_be_taken_back_by_mistake_is_with_the_reader_again(lib):
    reader, copy = at_home(lib), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="take")
    set_off(lib.act(), delivery)
    door = Stop.objects.get(pk=door.pk)
    before = sums()
    collect(lib.act(), door, copy)
    mistaken = lib.act()
    for _twice in range(2):
        not_so(mistaken, door, copy)
    copy.refresh_from_db()
    told = (copy.state, states(delivery), Loan.objects.open().get().reader, Stop.objects.get().served_on)
    assert told == (State.ON_LOAN, [("take", "chosen")], reader, None)
    assert {kind: number - before.get(kind, 0) for kind, number in sums().items() if number != before.get(kind, 0)} == {}
    collect(lib.act(), door, copy)
    assert states(delivery) == [("take", "bag")]
    assert codes(lambda: not_so(lib.act(minutes=60), door, copy)) == ["too_late"]


def test_whoever_is_forgotten_on_the_way_gets_nothing_and_the_book_rides_home(lib, settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    reader, copy = at_home(lib), lib.copy()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    set_off(lib.act(), delivery)
    one, two = (people.person(name, "director", lib.root, password=None) for name in ("one", "two"))
    erase(lib.act(actor=people.actor(one)), subject=reader.pk, reason="request", second=two)
    left = Stop.objects.get()
    assert (left.reader, Doorstep.objects.count()) == (None, 0)
    assert codes(lambda: hand_over(lib.act(), left, copy)) == ["reader_forgotten"]
    come_home(lib.act(), delivery)
    copy.refresh_from_db()
    assert copy.state == State.AVAILABLE


def test_a_step_that_cannot_be_made_moves_no_book(lib):
    reader, copy = at_home(lib), lib.copy()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    for to in ("closed", "on_way", "anything"):
        assert codes(lambda to=to: come_home(lib.act(), delivery, to)) == ["wrong_step"]
    set_off(lib.act(), delivery)
    for to in ("cancelled", "on_way", "anything"):
        assert codes(lambda to=to: come_home(lib.act(), delivery, to)) == ["wrong_step"]
    assert states(delivery) == [("bring", "bag")]


def test_what_is_kept_for_a_reader_rides_to_them_and_ends_the_wait(lib):
    reader, copy = at_home(lib), lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    hold_for(lib.act(), reader=reader, record=copy.record, pickup=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    delivery, (door,) = planned(lib, reader)
    copy.refresh_from_db()
    carry(lib.act(), stop=door, copy=copy, way="bring")
    set_off(lib.act(), delivery)
    assert Hold.objects.get().state == "ready"
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf, delivery=delivery)
    assert Hold.objects.get().state == "collected"


def test_whoever_waits_next_is_told_that_the_book_is_being_brought(lib):
    reader, following, copy = at_home(lib), lib.reader(), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    hold_for(lib.act(), reader=following, record=copy.record, pickup=lib.shelf)
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="take")
    set_off(lib.act(), delivery)
    collect(lib.act(), Stop.objects.get(), copy)
    hold = Hold.objects.get()
    told = (hold.state, own_holds(following)[0].here, "Книжку везуть сюди" in hold_ready(str(hold.pk)))
    assert told == ("ready", False, True)
    come_home(lib.act(), delivery)
    assert (own_holds(following)[0].here, "Книжку везуть сюди" in hold_ready(str(hold.pk))) == (True, False)


def test_what_was_handed_over_is_not_undone_once_the_round_is_over(lib):
    reader, copy = at_home(lib), lib.copy()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    set_off(lib.act(), delivery)
    given = lib.act()
    issue(given, copy=copy, reader=reader, place=lib.shelf, delivery=delivery)
    come_home(lib.act(), delivery)
    assert codes(lambda: undo(lib.act(), copy=copy, target=given.uid, place=lib.shelf)) == ["round_closed"]
    copy.refresh_from_db()
    assert (copy.state, states(delivery)) == (State.ON_LOAN, [("bring", "done")])


def test_at_a_place_with_a_counter_a_door_is_a_visit_of_its_own_and_once(lib):
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": "counter"})
    lib.shelf.refresh_from_db()
    reader, old, copy, late = at_home(lib), lib.copy(), lib.copy(), lib.copy()
    issue(lib.act(), copy=old, reader=reader, place=lib.shelf)
    assert "lending.visit" not in sums()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=old, way="take")
    carry(lib.act(), stop=door, copy=copy, way="bring")
    set_off(lib.act(), delivery)
    collect(lib.act(), Stop.objects.get(), old)
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf, delivery=delivery)
    assert (sums()["lending.visit"], set(Fact.objects.filter(kind="lending.visit").values_list("mode", flat=True))) == (
        1, {"nonstationary"},
    )  # fmt: skip
    said = lib.act(happened=True)
    issue(said, copy=late, reader=reader, place=lib.shelf, delivery=delivery)  # on no list of this round
    event = Event.objects.get(pk=said.uid)
    assert (event.mode, event.counts_visit) == (service_mode(lib.shelf, lib.shelf.on(said.on)), False)


def test_nobody_at_home_tapped_by_mistake_is_taken_back(lib):
    delivery, (door,) = planned(lib, at_home(lib))
    set_off(lib.act(), delivery)
    nobody_home(lib.act(), stop=door)
    assert nobody_home(lib.act(), stop=door, nobody=False).nobody_on is None


def test_a_closed_place_and_a_list_that_is_too_long_are_refused(lib, monkeypatch):
    delivery, (door,) = planned(lib, at_home(lib))
    another = at_home(lib, "Ясен")
    monkeypatch.setattr("mandrivna.lending.delivering.MOST_STOPS", 1)
    monkeypatch.setattr("mandrivna.lending.delivering.MOST_BOOKS", 0)
    assert codes(lambda: add_stop(lib.act(), delivery=delivery, reader=another)) == ["too_many"]
    copy = lib.copy()
    assert codes(lambda: carry(lib.act(), stop=door, copy=copy, way="bring")) == ["too_many"]
    lib.shelf.closed_on = lib.today
    lib.shelf.save()
    asked = {"base": lib.shelf, "on": lib.act().on, "volunteer_name": "Хтось"}
    assert "place_closed" in codes(lambda: plan_round(lib.act(), **asked))


def test_an_address_is_written_only_by_a_consent_and_goes_with_it(lib):
    reader = lib.reader(pseudonym="Калина")
    write = {"reader": reader, "place": lib.shelf, "address": Withheld(" вул.  Вигадана, 1 ")}
    assert codes(lambda: set_doorstep(lib.act(), **write)) == ["no_explicit_consent"]
    assert codes(lambda: set_doorstep(lib.act(), **{**write, "address": Withheld(" ")}, agreed="1")) == ["no_address"]
    assert codes(lambda: set_doorstep(lib.act(), **write, directions=Withheld("а" * 301), agreed="1")) == ["too_long"]
    organisation = lib.reader(kind="organisation", name="Вигаданий гурток")
    assert codes(lambda: set_doorstep(lib.act(), **{**write, "reader": organisation}, agreed="1")) == ["not_a_person"]
    set_doorstep(lib.act(), **write, agreed="1")
    assert set_doorstep(lib.act(), **write, ask_for=Withheld("Тітка Калина")).address == "вул. Вигадана, 1"
    assert [(row.purpose, row.version) for row in Agreement.objects.filter(reader=reader)] == [("delivery", "1")]
    delivery, _stops = planned(lib, reader)
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="delivery")
    assert (Doorstep.objects.count(), Agreement.objects.get(reader=reader).withdrawn_on) == (0, lib.act().on)
    assert codes(lambda: add_stop(lib.act(), delivery=delivery, reader=reader)) == ["no_doorstep"]


def test_of_two_records_made_one_the_address_goes_over_and_back(lib):
    gone, kept = at_home(lib), lib.reader(pseudonym="Інша")
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    over = Doorstep.objects.get()
    assert (over.reader_id, over.address, over.directions, over.ask_for) == (kept.pk, "вул. Вигадана, 1", "другий поверх", None)
    unmerge(lib.act(), merge=made, place=lib.shelf)
    back = Doorstep.objects.get()
    assert (back.reader_id, back.address, back.directions, back.since) == (gone.pk, "вул. Вигадана, 1", "другий поверх", over.since)


def test_an_address_written_down_anew_after_two_records_were_made_one_stays_with_whom_it_was_said(lib):
    gone, kept = at_home(lib), lib.reader(pseudonym="Інша")
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    withdraw_consent(lib.act(), reader=kept, place=lib.shelf, purpose="delivery")
    set_doorstep(lib.act(), reader=kept, place=lib.shelf, address=Withheld("вул. Інша, 2"), agreed="1")
    unmerge(lib.act(), merge=made, place=lib.shelf)
    assert (Doorstep.objects.get().reader_id, Doorstep.objects.get().address) == (kept.pk, "вул. Інша, 2")


@pytest.mark.parametrize("merged", [False, True])
def test_no_operation_holds_an_address_even_of_a_record_made_one_with_another(lib, merged):
    reader = kept = at_home(lib)
    if merged:
        kept = lib.reader(pseudonym="Інша")
        merge(lib.act(), kept=kept, gone=reader, place=lib.shelf)
    withdraw_consent(lib.act(), reader=kept, place=lib.shelf, purpose="delivery")
    bodies = Operation.objects.filter(verb="readers.set_doorstep").values_list("body", flat=True)
    assert [word for word in ("Вигадана", "поверх") if word in json.dumps([str(body) for body in bodies], ensure_ascii=False)] == []
    assert Doorstep.objects.count() == 0


NAMED = {"name": "Тестова Олена", "consent": "1"}


def known(lib: Library, days: int) -> tuple[bool, str, bool]:
    """After so many days: does the stop know its reader, what is the volunteer called, does an operation still name the reader."""
    retention(lib.now + dt.timedelta(days=days))
    said = Operation.objects.filter(verb__in=("lending.add_stop", "lending.plan_round"), body__isnull=False)
    return Stop.objects.get().reader_id is not None, Round.objects.get().volunteer_name, said.exists()


def driven(lib: Library, *readers: Reader) -> tuple[Round, list[Stop]]:
    delivery, doors = planned(lib, *readers)
    set_off(lib.act(), delivery)
    come_home(lib.act(), delivery)
    return delivery, doors


def test_two_weeks_after_the_round_nobody_knows_to_whom_it_went(lib):
    driven(lib, at_home(lib, **NAMED))
    assert known(lib, 13) == (True, "Пані Волонтерка", True)
    assert known(lib, 16) == (False, "", False)


def test_a_round_that_nobody_ends_is_forgotten_two_weeks_after_its_addresses(lib):
    planned(lib, at_home(lib, **NAMED))
    assert known(lib, 27) == (True, "Пані Волонтерка", True)
    assert known(lib, 30) == (False, "", False)


def test_stops_are_forgotten_no_later_than_loans(lib):
    edit(lib.act(), policy="lending", key="forget_after_days", value=3, reason="наші правила")
    reader, old, brought = at_home(lib, **NAMED), lib.copy(), lib.copy()
    issue(lib.act(), copy=old, reader=reader, place=lib.shelf)
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=old, way="take")
    carry(lib.act(), stop=door, copy=brought, way="bring")
    set_off(lib.act(), delivery)
    collect(lib.act(), Stop.objects.get(), old)
    handed = lib.act()
    issue(handed, copy=brought, reader=reader, place=lib.shelf, delivery=delivery)
    come_home(lib.act(), delivery)
    retention(lib.now + dt.timedelta(days=2))
    assert (Stop.objects.get().reader, Operation.objects.get(pk=handed.uid).body is None) == (reader, False)
    retention(lib.now + dt.timedelta(days=5))
    told = (Stop.objects.get().reader, Loan.objects.open().get().reader, Operation.objects.get(pk=handed.uid).body)
    assert (*told, Carried.objects.filter(by__isnull=False).exists()) == (None, reader, None, False)


def test_whoever_gave_no_name_is_forgotten_as_soon_as_nothing_can_be_undone(lib):
    reader, old = at_home(lib), lib.copy()
    issue(lib.act(), copy=old, reader=reader, place=lib.shelf)
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=old, way="take")
    set_off(lib.act(), delivery)
    collect(lib.act(), Stop.objects.get(), old)
    forget_pseudonymous(lib.now + dt.timedelta(hours=1))
    assert Stop.objects.get().reader == reader  # the round goes on
    come_home(lib.act(), delivery)
    forget_pseudonymous(lib.now)
    assert Stop.objects.get().reader == reader
    forget_pseudonymous(lib.now + dt.timedelta(hours=1))
    assert (Stop.objects.get().reader, Loan.objects.get().reader) == (None, None)


def test_of_a_stop_that_was_dropped_no_operation_names_the_reader(lib):
    _delivery, (door,) = planned(lib, at_home(lib))
    drop_stop(lib.act(), stop=door)
    assert Operation.objects.get(verb="lending.add_stop").body is None


def test_what_a_plan_refuses(lib):
    day = lib.act().on
    make = {"base": lib.shelf, "on": day, "volunteer_name": "Хтось"}
    assert codes(lambda: plan_round(lib.act(), **{**make, "volunteer_name": " "})) == ["nobody_goes"]
    assert codes(lambda: plan_round(lib.act(), **{**make, "on": day - dt.timedelta(days=1)})) == ["past"]
    assert codes(lambda: plan_round(lib.act(), **{**make, "base": lib.root})) == ["place_does_not_lend"]
    reader, other = at_home(lib), at_home(lib, "Ясен")
    delivery, (door, second) = planned(lib, reader, other)
    assert codes(lambda: add_stop(lib.act(), delivery=delivery, reader=reader)) == ["stops_already"]
    foreign = lib.copy(place=lib.other_shelf)
    assert codes(lambda: carry(lib.act(), stop=door, copy=foreign, way="bring")) == ["not_here"]
    copy = lib.copy()
    assert codes(lambda: carry(lib.act(), stop=door, copy=copy, way="take")) == ["not_theirs"]
    assert codes(lambda: carry(lib.act(), stop=door, copy=copy, way="up")) == ["unknown_way"]
    carry(lib.act(), stop=door, copy=copy, way="bring")
    assert codes(lambda: carry(lib.act(), stop=second, copy=copy, way="bring")) == ["carried_already"]
    uncarry(lib.act(), delivery=delivery, copy=copy)
    carry(lib.act(), stop=second, copy=copy, way="bring")
    stop_earlier(lib.act(), stop=second)
    assert list(Stop.objects.order_by("turn")) == [second, door]
    drop_stop(lib.act(), stop=door)
    assert codes(lambda: step_round(lib.act(), delivery=delivery, to="closed")) == ["wrong_step"]
    assert codes(lambda: step_round(lib.act(), delivery=delivery, to="on_way")) == ["not_packed"]
    assert codes(lambda: nobody_home(lib.act(), stop=second)) == ["not_on_way"]


def test_a_round_is_put_off_while_everybody_is_at_home(lib):
    delivery, (door,) = planned(lib, at_home(lib))
    carry(lib.act(), stop=door, copy=lib.copy(), way="bring")
    day = lib.today + dt.timedelta(days=3)
    later = {"delivery": delivery, "on": day, "volunteer_name": " Пан  Інший "}
    for run, code in (({"on": lib.today - dt.timedelta(days=1)}, "past"), ({"volunteer_name": ""}, "nobody_goes")):
        assert codes(lambda run=run: replan_round(lib.act(), **{**later, **run})) == [code]
    moved = replan_round(lib.act(), **later)
    assert (moved.planned_on, moved.who, moved.stops.get(), states(moved)) == (day, "Пан Інший", door, [("bring", "chosen")])
    set_off(lib.act(), delivery)
    assert codes(lambda: replan_round(lib.act(), **later)) == ["left_already"]
    come_home(lib.act(), delivery)
    assert codes(lambda: replan_round(lib.act(), **later)) == ["round_closed"]


def test_a_round_that_nobody_ends_shows_addresses_for_two_weeks_after_its_day(lib):
    delivery, _stops = planned(lib, at_home(lib))
    shown = [doors_shown(delivery, delivery.planned_on + dt.timedelta(days=days)) for days in (-9, 0, 14, 15)]
    assert shown == [True, True, True, False]


def test_what_the_road_refuses(lib):
    reader, copy, more = at_home(lib), lib.copy(), lib.copy()
    empty, _none = planned(lib)
    assert codes(lambda: set_off(lib.act(), empty)) == ["no_stops"]
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    give = {"copy": copy, "reader": reader, "place": lib.shelf, "delivery": delivery}
    assert codes(lambda: issue(lib.act(), **give)) == ["not_on_way"]
    set_off(lib.act(), delivery)
    assert codes(lambda: issue(lib.act(), **{**give, "reader": at_home(lib, "Ясен")})) == ["not_on_round"]
    assert codes(lambda: issue(lib.act(), **{**give, "place": lib.other_shelf})) == ["other_base"]
    assert codes(lambda: issue(lib.act(), **{**give, "copy": more})) == ["not_on_round"]
    assert codes(lambda: carry(lib.act(), stop=door, copy=more, way="bring")) == ["left_already"]
    assert codes(lambda: drop_stop(lib.act(), stop=door)) == ["under_way"]
    issue(lib.act(), **give)
    assert codes(lambda: nobody_home(lib.act(), stop=door)) == ["served"]
    come_home(lib.act(), delivery)
    for run in (
        lambda: add_stop(lib.act(), delivery=delivery, reader=reader),
        lambda: carry(lib.act(), stop=door, copy=more, way="bring"),
        lambda: uncarry(lib.act(), delivery=delivery, copy=copy),
        lambda: drop_stop(lib.act(), stop=door),
        lambda: stop_earlier(lib.act(), stop=door),
    ):
        assert codes(run) == ["round_closed"]


def test_a_book_lent_meanwhile_keeps_the_round_at_home_until_it_is_dropped(lib):
    reader, copy = at_home(lib), lib.copy()
    delivery, (door,) = planned(lib, reader)
    carry(lib.act(), stop=door, copy=copy, way="bring")
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    assert codes(lambda: set_off(lib.act(), delivery)) == ["on_loan"]
    uncarry(lib.act(), delivery=delivery, copy=copy)
    assert set_off(lib.act(), delivery).state == "on_way"
