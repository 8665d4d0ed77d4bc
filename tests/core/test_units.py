"""The tree of units: places with dates, modes with dates, and past figures that stay where they were."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actions.units import close_unit, copy_place, create_unit, edit_unit, found_root, move_unit, set_mode
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import Kind, Mode, Unit, UnitEvent
from mandrivna.core.problems import Refused
from mandrivna.core.rules import UNITS_VIEW
from mandrivna.ledger.api import check_facts, total
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_any_depth_and_one_range_for_a_subtree(lib):
    inner = create_unit(lib.act(), parent=lib.shelf.parent, kind=Kind.PLACE, name="Кімната")
    deep = create_unit(lib.act(), parent=inner, kind=Kind.SHELF, name="Шафа")
    assert deep.path == f"{lib.root.pk}.{lib.hub.pk}.{inner.pk}.{deep.pk}."
    assert set(Unit.objects.below(lib.hub.path)) == {lib.hub, lib.shelf, inner, deep}


def test_a_subtree_is_not_confused_by_numbers_that_begin_alike(lib):
    """«1.1.» must not catch «1.10.»."""
    units = [create_unit(lib.act(), parent=lib.root, kind=Kind.HUB, name=f"Хаб {n}") for n in range(12)]
    for unit in units:
        assert list(Unit.objects.below(unit.path)) == [unit]


def test_a_mode_holds_from_its_day_and_comes_from_above_until_stated(lib):
    spring = dt.date(2026, 4, 1)
    set_mode(lib.act(), unit=lib.root, mode=Mode.BOTH, since=spring)
    set_mode(lib.act(), unit=lib.hub, mode=Mode.OCCUPIED, since=dt.date(2026, 6, 1))
    assert [lib.shelf.mode_on(day) for day in (dt.date(2026, 3, 31), spring, dt.date(2026, 6, 1))] == [
        "travelling",
        "both",
        "occupied",
    ]
    assert lib.other_shelf.mode_on(dt.date(2026, 6, 1)) == "both"


def test_no_data_is_a_legal_mode_and_the_answer_when_nobody_said_anything():
    root = found_root(Act(actor=SYSTEM), kind=Kind.REGION, name="Область")
    assert root.mode_on(dt.date(2026, 1, 1)) == Mode.NO_DATA
    set_mode(Act(actor=SYSTEM), unit=root, mode=Mode.NO_DATA, since=dt.date(2026, 1, 1))
    assert root.mode_on(dt.date(2026, 1, 2)) == Mode.NO_DATA


def test_moving_never_rewrites_past_figures(lib):
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    before_the_move = lib.act(happened=True)
    lib.now += dt.timedelta(days=10)
    move_unit(lib.act(), unit=lib.shelf, parent=lib.other_hub, since=lib.today)
    lib.shelf.refresh_from_db()
    before = {hub: total(["lending.issue"], None, FAR, hub.path) for hub in (lib.hub, lib.other_hub)}
    assert before == {lib.hub: 1, lib.other_hub: 0}
    issue(before_the_move, copy=lib.copy(), reader=lib.reader(), place=lib.shelf)  # late words about a day before the move
    lib.now += dt.timedelta(days=11)
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    assert total(["lending.issue"], None, FAR, lib.hub.path) == 2
    assert total(["lending.issue"], None, FAR, lib.other_hub.path) == 1
    assert check_facts().drift == []


def test_moving_takes_everything_below_along(lib):
    move_unit(
        lib.act(),
        unit=lib.hub,
        parent=create_unit(lib.act(), parent=lib.root, kind=Kind.DEPARTMENT, name="Відділ"),
        since=lib.today,
    )
    lib.shelf.refresh_from_db()
    lib.hub.refresh_from_db()
    assert lib.shelf.path.startswith(lib.hub.path)
    assert lib.shelf.on(lib.today).path == lib.shelf.path


def test_moves_that_make_no_sense_are_refused(lib):
    today = lib.today
    place = create_unit(lib.act(), parent=lib.hub, kind=Kind.PLACE, name="Кімната")
    inner = create_unit(lib.act(), parent=place, kind=Kind.PLACE, name="Куток")
    assert codes(move_unit, lib.act(), unit=place, parent=inner, since=today) == ["into_itself"]
    assert codes(move_unit, lib.act(), unit=lib.hub, parent=lib.other_shelf, since=today) == ["wrong_parent"]
    assert codes(move_unit, lib.act(), unit=lib.shelf, parent=lib.other_hub, since=today - dt.timedelta(days=1)) == [
        "later_changes"
    ]


def test_moving_needs_the_right_at_both_ends(lib):
    actor = Actor(name="Завідувачка", grants=((lib.hub.path, frozenset({"core.units.edit"})),))
    assert codes(move_unit, lib.act(actor=actor), unit=lib.shelf, parent=lib.other_hub, since=lib.today) == ["forbidden"]


def test_a_copied_place_is_ready_with_its_shelves_and_without_anybodys_books(lib):
    edit_unit(
        lib.act(),
        unit=lib.hub,
        about={"opening_hours": [{"days": "пн–пт", "from": "09:00", "to": "17:00"}], "contact": "Телеграм-бот"},
    )
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    facts = total(["lending.issue", "fund.holding"], None, FAR)
    made = copy_place(lib.act(), source=lib.hub, parent=lib.root, name="Хаб 3", actual_address="вул. Нова, 1")
    lib.hub.refresh_from_db()
    assert (made.kind, made.opening_hours, made.contact, made.actual_address) == (
        lib.hub.kind,
        lib.hub.opening_hours,
        "Телеграм-бот",
        "вул. Нова, 1",
    )
    assert [child.name for child in made.children.all()] == ["Полиця 1"]
    assert total(["lending.issue", "fund.holding"], None, FAR) == facts
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=made.children.get())


def test_a_place_is_not_copied_into_itself(lib):
    place = create_unit(lib.act(), parent=lib.hub, kind=Kind.PLACE, name="Кімната")
    assert codes(copy_place, lib.act(), source=place, parent=place, name="Ще одна") == ["into_itself"]


@pytest.mark.parametrize(("kind", "code"), [(Kind.REGION, "wrong_parent"), (Kind.DEPARTMENT, "wrong_parent")])
def test_what_may_not_be_inside_a_hub(lib, kind, code):
    assert codes(create_unit, lib.act(), parent=lib.hub, kind=kind, name="Х") == [code]


def test_other_refusals(lib):
    assert codes(create_unit, lib.act(), parent=lib.root, kind=Kind.HUB, name=" ") == ["no_name"]
    assert codes(create_unit, lib.act(), parent=lib.root, kind=Kind.HUB, name="Х", mode="flying") == ["unknown_mode"]
    assert codes(set_mode, lib.act(), unit=lib.hub, mode="", since=lib.today) == ["unknown_mode"]
    assert codes(edit_unit, lib.act(), unit=lib.hub, about={"path": "1."}) == ["not_editable"]
    assert codes(edit_unit, lib.act(), unit=lib.hub, about={"name": ""}) == ["no_name"]
    assert codes(close_unit, lib.act(), unit=lib.hub) == ["has_open_children"]
    close_unit(lib.act(), unit=lib.shelf)
    close_unit(lib.act(), unit=lib.hub)
    lib.hub.refresh_from_db()
    assert codes(create_unit, lib.act(), parent=lib.hub, kind=Kind.SHELF, name="Х") == ["parent_closed"]
    assert codes(found_root, lib.act(actor=Actor()), kind=Kind.INSTITUTION, name="Друга") == ["system_only"]
    assert codes(found_root, lib.act(), kind=Kind.HUB, name="Х") == ["needs_parent"]


def test_the_life_of_a_unit_is_a_timeline(lib):
    day = lib.today
    edit_unit(lib.act(), unit=lib.shelf, about={"name": "Полиця біля вікна"})
    set_mode(lib.act(), unit=lib.shelf, mode=Mode.SUSPENDED, since=day, note="ремонт")
    move_unit(lib.act(), unit=lib.shelf, parent=lib.other_hub, since=day)
    close_unit(lib.act(), unit=lib.shelf)
    events = UnitEvent.objects.filter(unit=lib.shelf).order_by("pk")
    assert [event.what for event in events] == ["opened", "edited", "mode", "moved", "closed"]
    assert events[1].before == {"name": "Полиця 1"}
    assert events[3].after == {"parent": "Хаб 2", "since": str(day)}


def test_a_list_begins_with_what_one_may_see(lib):
    actor = Actor(grants=((lib.other_hub.path, frozenset({str(UNITS_VIEW)})),))
    assert set(Unit.objects.visible_to(actor, UNITS_VIEW)) == {lib.other_hub, lib.other_shelf}
    assert list(Unit.objects.visible_to(Actor(), UNITS_VIEW)) == []


def test_a_counter_above_counts_for_everything_below(lib):
    """Somebody who passes the hub's counter and takes a book from its shelf is one visit."""
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": "counter"})
    lib.shelf.refresh_from_db()
    new = create_unit(lib.act(), parent=lib.hub, kind=Kind.SHELF, name="Ще полиця")
    move_unit(lib.act(), unit=lib.other_shelf, parent=lib.hub, since=lib.today)
    lib.other_shelf.refresh_from_db()
    assert {unit.visits_from for unit in (lib.shelf, new, lib.other_shelf)} == {"counter"}
    assert codes(edit_unit, lib.act(), unit=lib.shelf, about={"visits_from": "acts"}) == ["counted_above"]
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    assert total(["lending.visit"], None, FAR) == 0
