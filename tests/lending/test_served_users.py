"""Two rules of served users, from real acts: once in the institution with strangers beside, or once in every department."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Kind, Mode, Operation, Unit
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.log import log
from mandrivna.ledger.api import check_facts, total
from mandrivna.lending.actions.circulation import issue, undo
from mandrivna.planning.drill import Question, facts_of
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.circles import enrol_member
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.models import Event, SignUp
from mandrivna.readers.actions.merging import merge, unmerge
from mandrivna.readers.models import Reader
from tests.factories.circles import gathered
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
YEAR = 2026
FAR = dt.date(2030, 1, 1)
BOTH = ("readers.served", "readers.served_in_department")


@pytest.fixture
def lib() -> Library:
    return library()


def choose(**settings: Any) -> None:
    for key, value in settings.items():
        policy.edit(Act(actor=SYSTEM), policy="indicators", key=f"settings/{key}", value=value, reason="облікова політика")


def served(unit: Unit) -> Any:
    return table(unit, YEAR)["users_served"].cells[FACT].value


def counted() -> tuple[int, int]:
    """(once in the institution, once in every department)"""
    once, apart = (total([kind], None, FAR) for kind in BOTH)
    return once, apart


def lend(lib: Library, reader: Reader, place: Unit) -> Any:
    return issue(lib.act(), copy=lib.copy(), reader=reader, place=place)


def worked(lib: Library) -> Unit:
    """One at two hubs, one at two hubs of one department and then at the first, one at the institution itself; an evening of ten
    people and four consultations. Returns the department."""
    department = create_unit(lib.act(), parent=lib.root, kind=Kind.DEPARTMENT, name="Відділ обслуговування")
    third, fourth = (create_unit(lib.act(), parent=department, kind=Kind.HUB, name=f"Простір {n}") for n in (3, 4))
    first = lib.reader(lib.shelf)
    lend(lib, first, lib.other_shelf)
    lend(lib, first, lib.shelf)
    second = lib.reader(third)
    lend(lib, second, fourth)
    lend(lib, second, lib.shelf)
    lib.reader(lib.root)
    evening = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about={"title": "Вечір", "form": "meeting"})
    people = [{"way": "place", "audience": "general", "age": "", "number": 10}]
    count_event(lib.act(), event=evening, counts=people)
    log(lib.act(), place=lib.other_hub, served="consultation", on=lib.today, sort="education", number=4)
    return department


def test_the_two_rules_give_the_numbers_counted_by_hand(lib):
    department = worked(lib)
    places = (lib.root, lib.hub, lib.other_hub, department)
    assert counted() == (3, 5)
    # Three people with a card, ten at the evening, four consulted; of the hubs whoever each of them served.
    assert [served(unit) for unit in places] == [17, 12, 5, 1]
    choose(served_rule="departments")
    # The first at both hubs, the second in the department and at the first hub, the third at the institution's own desk.
    assert [served(unit) for unit in places] == [5, 2, 1, 1]
    choose(served_rule="institution", served_strangers=[])
    assert [served(unit) for unit in places] == [3, 2, 1, 1]
    choose(served_strangers=["programme.stranger", "enquiries.consultation", "enquiries.reference", "lending.counted_visits"])
    assert served(lib.root) == 17
    assert check_facts().drift == []


def test_behind_each_number_stand_its_own_facts(lib):
    worked(lib)
    for rule, units in (("institution", (lib.root, lib.hub)), ("departments", (lib.root, lib.hub))):
        choose(served_rule=rule)
        for unit in units:
            found = table(unit, YEAR)
            asked = Question(definitions=found.definitions, row=found["users_served"].row, unit=unit, year=YEAR)
            assert sum(fact.quantity for fact in facts_of(asked)) == served(unit)


def test_of_a_region_the_institutions_are_added_each_by_itself():
    act = Act(actor=SYSTEM, at=dt.datetime(2026, 1, 12, 7, 0, tzinfo=dt.UTC))
    region = found_root(act, kind=Kind.REGION, name="Область", mode=Mode.TRAVELLING)
    libraries = []
    for name in ("Перша", "Друга"):
        root = create_unit(Act(actor=SYSTEM, at=act.at), parent=region, kind=Kind.INSTITUTION, name=name)
        hubs = [create_unit(Act(actor=SYSTEM, at=act.at), parent=root, kind=Kind.HUB, name=f"{name} {n}") for n in (1, 2)]
        libraries.append(Library(root, hubs[0], hubs[0], hubs[1], hubs[1], now=act.at))
    for lib in libraries:
        reader = lib.reader(lib.hub)
        lend(lib, reader, lib.other_hub)
    assert [served(unit) for unit in (region, *(lib.root for lib in libraries))] == [2, 1, 1]
    choose(served_rule="departments")
    assert [served(unit) for unit in (region, *(lib.root for lib in libraries))] == [4, 2, 2]


def test_what_is_undone_was_served_by_nobody_and_the_rest_stands(lib):
    reader, copy = lib.reader(lib.shelf), lib.copy()
    out = issue(lib.act(), copy=copy, reader=reader, place=lib.other_shelf)
    again = lend(lib, reader, lib.other_hub)
    assert counted() == (1, 2)
    undo(lib.act(), copy=copy, target=out.pk, place=lib.other_shelf)
    assert counted() == (1, 2), "the other loan of the same hub stands for it now"
    undo(lib.act(), copy=again.copy, target=again.pk, place=lib.other_hub)
    assert counted() == (1, 1)
    assert check_facts().drift == []


def test_two_records_of_one_person_become_one_in_every_department(lib):
    one, other = lib.reader(lib.shelf), lib.reader(lib.shelf)
    for place in (lib.other_shelf, lib.shelf):
        lend(lib, other, place)
    assert counted() == (2, 3)
    done = merge(lib.act(), gone=other, kept=one, place=lib.shelf)
    assert counted() == (1, 2)
    unmerge(lib.act(), merge=done, place=lib.shelf)
    assert counted() == (2, 3)
    assert check_facts().drift == []


def test_whoever_is_known_among_those_who_came_is_no_stranger(lib):
    reader, circle = lib.reader(lib.shelf), gathered(lib)
    known = enrol_member(lib.act(), circle=circle, reader=reader)
    guest = enrol_member(lib.act(), circle=circle, name="Журавка")
    lesson = Event.objects.get(series=circle.series_id)
    present = {str(known.pk): "place", str(guest.pk): "place"}
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(lesson.pk), "present": present, "guests": 3}])
    assert Event.objects.get(pk=lesson.pk).registered == 1
    came = ["programme.attended", "programme.growth_attended"]
    assert (total(["programme.stranger"], None, FAR), total(came, None, FAR)) == (4, 5)
    assert served(lib.root) == 5
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(lesson.pk), "present": {str(guest.pk): "place"}, "guests": 3}])
    assert total(["programme.stranger"], None, FAR) == 4
    assert check_facts().drift == []


def test_forgotten_afterwards_they_become_no_strangers(lib):
    reader, circle = lib.reader(lib.shelf), gathered(lib)
    known = enrol_member(lib.act(), circle=circle, reader=reader)
    lesson = Event.objects.get(series=circle.series_id)
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(lesson.pk), "present": {str(known.pk): "place"}, "guests": 1}])
    type(known).objects.filter(pk=known.pk).update(reader=None)
    told = [{"way": "place", "audience": "general", "age": "", "number": 3}]
    count_event(lib.act(), event=Event.objects.get(pk=lesson.pk), counts=told)
    assert (Event.objects.get(pk=lesson.pk).registered, total(["programme.stranger"], None, FAR)) == (1, 2)
    assert not SignUp.objects.exists()


def test_a_rule_that_is_none_is_refused_and_whoever_may_not_choose(lib):
    for key, value in (("served_rule", "як завжди"), ("served_rule", ["institution"]), ("served_strangers", ["lending.issue"])):
        with pytest.raises(Refused) as refusal:
            choose(**{key: value})
        assert refusal.value.codes == ["indicators_broken"]
    hub_librarian = actor_for(person("horlytsia", "hub_librarian", lib.root))
    about = {"policy": "indicators", "key": "settings/served_rule", "value": "departments", "reason": "так"}
    with pytest.raises(Forbidden):
        policy.edit(lib.act(actor=hub_librarian), **about)
    with pytest.raises(Refused) as refusal:
        policy.edit(Act(actor=SYSTEM), **{**about, "reason": " "})
    assert refusal.value.codes == ["policy_reason"]
    assert table(lib.root, YEAR).definitions.choices["served_rule"] == "institution"


def test_who_chose_and_when_stands_in_the_log_of_operations(lib):
    director = person("leleka", "director", lib.root)
    act = lib.act(actor=actor_for(director))
    policy.edit(act, policy="indicators", key="settings/served_rule", value="departments", reason="наказ № 7")
    operation = Operation.objects.get(verb="core.edit_policy")
    assert (operation.pk, operation.staff) == (act.uid, director)
    entry = AuditEntry.objects.get(action="core.edit_policy")
    assert (entry.before, entry.after) == ({"value": "institution"}, {"value": "departments"})
    (edit,) = policy.history("indicators", "settings/served_rule")
    assert (edit.by, edit.reason, edit.value) == (director, "наказ № 7", "departments")
