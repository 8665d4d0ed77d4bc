"""Series and events: planned once, proposed, confirmed, moved, cancelled, counted; and what the ledger says of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import close_unit, edit_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Mode, VisitsFrom
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, facts, totals
from mandrivna.planning.models import PlanItem
from mandrivna.programme.actions.counting import count_event, count_event_here
from mandrivna.programme.actions.events import (
    add_event,
    cancel_event,
    confirm_event,
    edit_event,
    move_event,
    restore_event,
)
from mandrivna.programme.actions.series import add_series, confirm_series, edit_series, end_series, propose_events
from mandrivna.programme.models import Event, Series
from mandrivna.programme.queries import uncounted_for
from mandrivna.programme.states import Counts, State
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)
MEETING = {"title": "ЛітРозмови", "form": "author_meeting", "direction": "reading", "audiences": ["general"], "starts": "16:00"}
COURSE = {
    "title": "Цейво", "form": "course", "audiences": ["displaced", "townspeople"], "project": "Мова без меж", "format": "hybrid",
}  # fmt: skip


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def series(lib: Library, **about: Any) -> Series:
    said = {**MEETING, "term": "двічі на місяць", **about}
    plan = {name: said.pop(name) for name in ("section", "number") if name in said}
    return add_series(lib.act(), unit=lib.root, place=lib.hub, year=2026, about=said, **plan)


def event(lib: Library, **about: Any) -> Event:
    named = {name: about.pop(name) for name in ("place", "unit", "on", "until", "series") if name in about}
    given = {"unit": lib.root, "place": lib.hub, "on": lib.today, **named}
    return add_event(lib.act(), about={**MEETING, **about}, **given)


def came(number: int, way: str = "place", audience: str = "general", age: str = "") -> dict[str, Any]:
    return {"way": way, "audience": audience, "age": age, "number": number}


def ledger(*by: str) -> dict[Any, int]:
    kinds = ("programme.event", "programme.growth_event", "programme.attended", "programme.growth_attended", "programme.visit")
    return {key: number for key, number in totals(kinds, None, FAR, "", by=("kind", *by)).items() if number}


# --- series -----------------------------------------------------------------------------------------------------------


def test_a_series_is_proposed_by_its_term_on_working_days_and_asked_again_adds_nothing(lib):
    policy.edit(Act(actor=SYSTEM), policy="lending", key="closed_days", value=[["03-04"]], reason="вихідний")
    one = series(lib, weekday=2)
    propose_events(lib.act(), series=one, since=dt.date(2026, 1, 1))
    drafts = list(Event.objects.order_by("on"))
    assert (len(drafts), {row.state for row in drafts}, {row.on.weekday() for row in drafts}) == (24, {"draft"}, {2})
    assert {(row.title, row.form, row.starts, row.counted_as) for row in drafts} == {
        ("ЛітРозмови", "author_meeting", "16:00", "culture")
    }
    assert dt.date(2026, 3, 4) not in {row.on for row in drafts}
    cancel_event(lib.act(), event=drafts[5])
    move_event(lib.act(), event=drafts[7], on=dt.date(2026, 5, 5))
    propose_events(lib.act(), series=one, since=dt.date(2026, 1, 1))
    assert Event.objects.count() == 24
    confirm_series(lib.act(), series=one)
    assert (Event.objects.filter(state="planned").count(), Event.objects.filter(state="cancelled").count()) == (23, 1)


def test_a_term_that_nobody_understands_is_said_and_proposes_nothing(lib):
    for term, code in (("коли зацвіте калина", "term_unread"), ("", "no_term")):
        assert codes(propose_events, lib.act(), series=series(lib, term=term), since=lib.today) == [code]
    assert Event.objects.count() == 0


def test_a_series_names_the_row_of_its_plan_once(lib):
    first, second = series(lib, section="3.1", number="5"), series(lib, title="ЛітОглядки", section=" 3.1 ", number="5")
    assert (first.plan_item, str(first.plan_item)) == (second.plan_item, "3.1, № 5")
    assert PlanItem.objects.get().plan.year == 2026
    assert "half_an_item" in codes(series, lib, section="3.1")


def test_what_is_ahead_follows_its_series_and_what_was_held_does_not(lib):
    one = series(lib)
    held = event(lib, series=one)
    count_event(lib.act(), event=held, counts=[came(10)])
    ahead = event(lib, series=one, on=lib.today + dt.timedelta(days=7))
    later = event(lib, series=one, on=lib.today + dt.timedelta(days=8), starts="12:00")
    about = {**COURSE, "title": "ЛітРозмови. Новий сезон", "starts": "17:00", "term": "щомісяця"}
    edit_series(lib.act(), series=one, unit=lib.root, place=lib.other_hub, year=2026, about=about)
    rows = {row.pk: row for row in Event.objects.all()}
    assert [(rows[key].title, rows[key].form, rows[key].starts) for key in (held.pk, ahead.pk, later.pk)] == [
        ("ЛітРозмови", "author_meeting", "16:00"),
        ("ЛітРозмови. Новий сезон", "course", "17:00"),
        ("ЛітРозмови. Новий сезон", "course", "12:00"),
    ]
    assert (rows[ahead.pk].counted_as, rows[held.pk].counted_as, rows[ahead.pk].place) == ("growth", "culture", lib.other_hub)
    assert check_facts().drift == []


def test_what_was_said_of_one_event_stays_when_its_series_changes(lib):
    one = series(lib, where="зал")
    days = [lib.today + dt.timedelta(days=number) for number in (7, 8, 9)]
    usual, own, stop = (event(lib, series=one, on=day, where="зал") for day in days)
    edit_event(
        lib.act(), event=own, unit=lib.root, place=lib.hub, on=own.on, about={**MEETING, "title": "Гість", "form": "lecture"}
    )
    edit_event(lib.act(), event=stop, unit=lib.root, place=lib.other_hub, on=stop.on, about={**MEETING, "where": "зал"})
    about = {**MEETING, "title": "ЛітРозмови. Осінь", "form": "course", "where": "двір", "project": "Степ"}
    edit_series(lib.act(), series=one, unit=lib.root, place=lib.hub, year=2026, about=about)
    rows = [Event.objects.get(pk=row.pk) for row in (usual, own, stop)]
    assert [(row.title, row.form, row.counted_as, row.place, row.where, row.project) for row in rows] == [
        ("ЛітРозмови. Осінь", "course", "growth", lib.hub, "двір", "Степ"),
        ("Гість", "lecture", "growth", lib.hub, "двір", "Степ"),
        ("ЛітРозмови. Осінь", "course", "growth", lib.other_hub, "зал", "Степ"),
    ]
    assert Event.objects.named("осінь").count() == 2


def test_a_series_does_not_come_to_an_hour_that_it_has_already(lib):
    one, day = series(lib), lib.today + dt.timedelta(days=7)
    event(lib, series=one, on=day)
    event(lib, series=one, on=day, starts="18:00")
    with pytest.raises(Refused) as refusal:
        edit_series(lib.act(), series=one, unit=lib.root, place=lib.hub, year=2026, about={**MEETING, "starts": "18:00"})
    assert (refusal.value.codes, f"{day:%d.%m.%Y}" in str(refusal.value.problems[0])) == (["twice"], True)
    assert (Series.objects.get().starts, set(Event.objects.values_list("starts", flat=True))) == ("16:00", {"16:00", "18:00"})


def test_an_ended_series_has_nothing_ahead_and_keeps_what_was(lib):
    one = series(lib)
    held, planned = event(lib, series=one), event(lib, series=one, on=lib.today + dt.timedelta(days=7))
    count_event(lib.act(), event=held, counts=[came(10)])
    end_series(lib.act(), series=one, on=lib.today)
    assert [Event.objects.get(pk=row.pk).state for row in (held, planned)] == ["held", "cancelled"]
    assert codes(end_series, lib.act(), series=one, on=lib.today) == ["series_ended"]
    assert codes(propose_events, lib.act(), series=one, since=lib.today) == ["series_ended"]
    assert "series_ended" in codes(event, lib, series=one, on=lib.today + dt.timedelta(days=9))


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"title": " "}, "no_title"),
        ({"title": "н" * 201}, "too_long"),
        ({"form": "no_such"}, "unknown_form"),
        ({"direction": "no_such"}, "unknown_direction"),
        ({"audiences": ["nobody"]}, "unknown_audience"),
        ({"format": "radio"}, "unknown_format"),
        ({"language": "xx"}, "unknown_language"),
        ({"link": "javascript:alert(1)"}, "wrong_link"),
        ({"starts": "25:00"}, "wrong_clock"),
        ({"starts": "18:00", "ends": "17:00"}, "ends_before"),
        ({"starts": "", "ends": "17:00"}, "no_beginning"),
    ],
)
def test_what_cannot_be_announced_is_refused_of_series_and_events_alike(lib, about, code):
    assert code in codes(event, lib, **about)
    assert code in codes(series, lib, **about)
    assert (Event.objects.count(), Series.objects.count()) == (0, 0)


def test_a_series_is_told_its_year_and_weekday_in_numbers_there_are(lib):
    assert "unknown_weekday" in codes(series, lib, weekday=7)
    with pytest.raises(Refused) as refusal:
        add_series(lib.act(), unit=lib.root, place=lib.hub, year=1900, about=MEETING)
    assert refusal.value.codes == ["wrong_year"]


# --- events -----------------------------------------------------------------------------------------------------------


def test_said_twice_it_is_one_event(lib):
    act = lib.act()
    about = {"unit": lib.root, "place": lib.hub, "on": lib.today, "about": MEETING}
    assert add_event(act, **about) == add_event(act, **about)
    assert Event.objects.count() == 1


def test_an_event_is_moved_with_a_reason_cancelled_with_one_and_brought_back(lib):
    one, day = event(lib, on=lib.today + dt.timedelta(days=3)), lib.today + dt.timedelta(days=10)
    assert codes(move_event, lib.act(), event=one, on=day) == ["no_reason"]
    moved = move_event(lib.act(), event=one, on=day, starts="15:00", reason="немає світла")
    assert (moved.on, moved.starts, moved.moved_from, moved.reason) == (day, "15:00", one.on, "немає світла")
    assert codes(cancel_event, lib.act(), event=one, reason=" ") == ["no_reason"]
    cancel_event(lib.act(), event=one, reason="тривога")
    assert codes(move_event, lib.act(), event=one, on=day, reason="ще раз") == ["wrong_state"]
    assert codes(cancel_event, lib.act(), event=one, reason="ще раз") == ["wrong_state"]
    assert restore_event(lib.act(), event=one).state == State.PLANNED
    assert codes(restore_event, lib.act(), event=one) == ["wrong_state"]


def test_a_draft_that_nobody_has_seen_is_brought_back_as_a_draft(lib):
    propose_events(lib.act(), series=series(lib, term="щомісяця"), since=dt.date(2026, 1, 1))
    first, second = Event.objects.order_by("on")[:2]
    cancel_event(lib.act(), event=first)
    cancel_event(lib.act(), event=second, reason="незручно")  # nobody was told of it: there is nothing to explain
    assert [restore_event(lib.act(), event=one).state for one in (first, second)] == [State.DRAFT, State.DRAFT]


def test_an_exhibition_takes_its_length_along(lib):
    one = event(lib, form="exhibition", until=lib.today + dt.timedelta(days=13))
    moved = move_event(lib.act(), event=one, on=lib.today + dt.timedelta(days=2), reason="рами не приїхали")
    assert (moved.until - moved.on).days == 13
    for until, code in ((lib.today - dt.timedelta(days=1), "ends_before"), (lib.today + dt.timedelta(days=401), "too_long_event")):
        assert code in codes(event, lib, until=until)
    assert "wrong_day" in codes(event, lib, on=dt.date(26, 5, 1))


def test_a_series_is_not_twice_at_one_time(lib):
    one = series(lib)
    first, second = event(lib, series=one), event(lib, series=one, on=lib.today + dt.timedelta(days=1))
    assert codes(event, lib, series=one) == ["twice"]
    assert codes(move_event, lib.act(), event=second, on=first.on, starts="16:00", reason="так") == ["twice"]
    cancel_event(lib.act(), event=first, reason="тривога")
    move_event(lib.act(), event=second, on=first.on, starts="16:00", reason="так")
    assert codes(restore_event, lib.act(), event=first) == ["twice"]


def test_who_plans_where(lib):
    own = actor_for(person("hub", "hub_librarian", lib.hub))
    guardian = actor_for(person("guardian", "guardian", lib.shelf))
    one = event(lib, unit=lib.hub)
    for call, arguments in (
        (confirm_event, {"event": one}),
        (cancel_event, {"event": one, "reason": "ні"}),
        (count_event, {"event": one, "counts": [came(1)]}),
    ):
        with pytest.raises(Forbidden):
            call(lib.act(actor=guardian), **arguments)
    with pytest.raises(Forbidden):  # planned by the whole institution, not by a hub
        cancel_event(lib.act(actor=own), event=event(lib), reason="ні")
    with pytest.raises(Forbidden):  # nor handed over to somebody else's hub
        edit_event(lib.act(actor=own), event=one, unit=lib.other_hub, place=lib.hub, on=one.on, about=MEETING)
    assert cancel_event(lib.act(actor=own), event=one, reason="тривога").state == State.CANCELLED


def test_a_place_of_another_institution_or_a_closed_one_is_refused(lib):
    other = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    assert codes(event, lib, place=other) == ["foreign_place"]
    closed = close_unit(lib.act(), unit=lib.other_shelf)
    assert codes(event, lib, place=closed) == ["place_closed"]


# --- those who came ---------------------------------------------------------------------------------------------------


def test_those_who_came_are_counted_once_with_all_that_tells_them_apart(lib):
    one = event(lib, **COURSE)
    told = [came(12, audience="displaced", age="60+"), came(3, audience="displaced", age="60+"), came(7, "online", "townspeople")]
    done = count_event(lib.act(), event=one, counts=[*told, came(0, audience="general")], report="Говорили про мову.")
    assert (done.state, done.people, done.here, done.online) == ("held", 22, 15, 7)
    assert ledger("mode", "audience", "age", "form") == {
        ("programme.growth_event", "nonstationary", "general", "", "course"): 1,
        ("programme.growth_attended", "nonstationary", "displaced", "60+", "course"): 15,
        ("programme.growth_attended", "distance", "townspeople", "", "course"): 7,
        ("programme.visit", "nonstationary", "displaced", "60+", ""): 15,
        ("programme.visit", "distance", "townspeople", "", ""): 7,
    }
    assert {row.more for row in facts(("programme.growth_event",), None, FAR, "")} == {"direction:reading; project:Мова без меж"}


def test_told_again_it_is_a_correction_by_the_difference(lib):
    one, act = event(lib), lib.act()
    count_event(act, event=one, counts=[came(25)])
    count_event(act, event=one, counts=[came(25)])  # the same words came twice
    count_event(lib.act(), event=one, counts=[came(30)])
    rows = list(facts(("programme.attended",), None, FAR, ""))
    assert sorted(row.quantity for row in rows) == [5, 25]
    count_event(lib.act(), event=one, counts=[came(30, age="0-14")])
    assert ledger("age")["programme.attended", "0-14"] == 30
    assert ("programme.attended", "") not in ledger("age")
    edit_event(lib.act(), event=one, unit=lib.root, place=lib.hub, on=one.on, about={**MEETING, "form": "lecture"})
    assert ledger() == {("programme.growth_event",): 1, ("programme.growth_attended",): 30, ("programme.visit",): 30}
    cancel_event(lib.act(), event=one, reason="записано помилково")
    assert ledger() == {}
    assert check_facts().drift == []


def test_whom_the_counter_at_the_door_has_counted_is_no_visit_again(lib):
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": VisitsFrom.COUNTER})
    lib.hub.refresh_from_db()
    one = event(lib, format="hybrid")
    count_event(lib.act(), event=one, counts=[came(20), came(9, "online")])
    assert ledger("mode") == {
        ("programme.event", "nonstationary"): 1,
        ("programme.attended", "nonstationary"): 20,
        ("programme.attended", "distance"): 9,
        ("programme.visit", "distance"): 9,
    }


def test_an_event_corrected_to_another_place_counts_as_that_place_does(lib):
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": VisitsFrom.COUNTER})
    lib.hub.refresh_from_db()
    one = event(lib, place=lib.other_hub)
    count_event(lib.act(), event=one, counts=[came(20)])
    assert ledger()["programme.visit",] == 20
    edit_event(lib.act(), event=one, unit=lib.root, place=lib.hub, on=one.on, about=MEETING)
    assert ledger() == {("programme.event",): 1, ("programme.attended",): 20}  # the counter of that door has them
    assert check_facts().drift == []


def test_an_event_with_people_online_was_not_only_at_a_place(lib):
    one = event(lib, format="hybrid")
    count_event(lib.act(), event=one, counts=[came(20), came(9, "online")])
    change = {"event": one, "unit": lib.root, "place": lib.hub, "on": one.on}
    for how in ("place", "online"):
        assert codes(edit_event, lib.act(), **change, about={**MEETING, "format": how}) == ["counted_otherwise"]
    count_event(lib.act(), event=one, counts=[came(29)])
    assert edit_event(lib.act(), **change, about={**MEETING, "format": "place"}).format == "place"


def test_an_event_online_only_is_distant_and_a_post_is_no_event(lib):
    count_event(lib.act(), event=event(lib, format="online"), counts=[came(40, "online")])
    assert set(ledger("mode")) == {(kind, "distance") for kind in ("programme.event", "programme.attended", "programme.visit")}
    count_event(lib.act(), event=event(lib, form="post", format="online"), counts=[came(500, "online")])
    assert ledger()["programme.event",] == 1


def test_a_change_of_the_policy_does_not_rewrite_what_was(lib):
    one = event(lib, form="antilecture")
    count_event(lib.act(), event=one, counts=[came(8)])
    policy.edit(
        Act(actor=SYSTEM), policy="programme", key="forms/antilecture/counts", value="соціокультурний захід", reason="звірено"
    )
    count_event(lib.act(), event=one, counts=[came(9)])
    assert ledger() == {("programme.growth_event",): 1, ("programme.growth_attended",): 9, ("programme.visit",): 9}
    assert event(lib, form="antilecture", starts="10:00").counted_as == Counts.SOCIOCULTURAL


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([came(-1)], "wrong_number"),
        ([came(100_001)], "wrong_number"),
        ([{**came(1), "number": True}], "wrong_number"),
        ([came(1, "online")], "unknown_way"),
        ([came(1, audience="nobody")], "unknown_audience"),
        ([came(1, age="старші")], "unknown_age"),
        ([came(1)] * 61, "too_many_lines"),
    ],
)
def test_numbers_that_cannot_be_are_refused(lib, counts, code):
    one = event(lib)
    assert code in codes(count_event, lib.act(), event=one, counts=counts)
    assert (Event.objects.get().state, ledger()) == ("planned", {})


def test_what_has_not_begun_or_was_cancelled_has_no_people(lib):
    one = event(lib, on=lib.today + dt.timedelta(days=1))
    assert codes(count_event, lib.act(), event=one, counts=[came(5)]) == ["future"]
    assert "too_long" in codes(count_event, lib.act(), event=event(lib), counts=[came(5)], report="д" * 601)
    cancel_event(lib.act(), event=one, reason="тривога")
    assert "wrong_state" in codes(count_event, lib.act(), event=one, counts=[came(5)])
    held = event(lib, starts="10:00")
    count_event(lib.act(), event=held, counts=[came(5)])
    about = {"unit": lib.root, "place": lib.hub, "on": lib.today + dt.timedelta(days=5), "about": MEETING}
    assert codes(edit_event, lib.act(), event=held, **about) == ["future"]


def test_whoever_works_where_it_was_counts_too_and_nobody_else(lib):
    one = event(lib)
    guardian, other = (actor_for(person(name, "guardian", unit)) for name, unit in (("here", lib.hub), ("there", lib.other_hub)))
    with pytest.raises(Forbidden):
        count_event_here(lib.act(actor=other), event=one, counts=[came(5)])
    assert count_event_here(lib.act(actor=guardian), event=one, counts=[came(5)]).people == 5


def test_what_nobody_has_counted_reminds_until_it_is_counted(lib):
    actor, other = (actor_for(person(name, "guardian", unit)) for name, unit in (("here", lib.hub), ("there", lib.other_hub)))
    yesterday = lib.today - dt.timedelta(days=1)
    past, today = event(lib, on=yesterday), event(lib)
    event(lib, on=yesterday, form="post", starts="10:00")  # no event for the figures: nobody is asked
    event(lib, on=yesterday, until=lib.today + dt.timedelta(days=5), form="exhibition", starts="11:00")  # goes on
    assert [list(uncounted_for(who, lib.today)) for who in (actor, other)] == [[past, today], []]
    count_event(lib.act(), event=past, counts=[came(0)])
    assert list(uncounted_for(actor, lib.today)) == [today]
    assert ledger() == {("programme.event",): 1}  # nobody came, and it was all the same
