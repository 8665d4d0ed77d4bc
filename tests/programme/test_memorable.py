"""Memorable dates and what comes of them; a travelling exhibition, each stop of which counts for itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import facts
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.actions.series import add_series, end_series, propose_events
from mandrivna.programme.actions.travelling import add_stop, draft_date
from mandrivna.programme.memorable import memorable, occasions
from mandrivna.programme.models import Event
from mandrivna.programme.proposing import expected
from mandrivna.programme.states import State
from mandrivna.shared.dates.terms import read_term
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def change(key: str, value: Any) -> None:
    policy.edit(Act(actor=SYSTEM), policy="dates", key=key, value=value, reason="звірено з указом")


def days(code: str, year: int) -> list[dt.date]:
    return [one.first for one in occasions(year) if one.date.code == code]


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_each_shipped_date_is_a_day_of_every_year():
    shipped = policy.seed("dates")["days"]
    named = {code for code, about in shipped.items() if about["label"]}
    assert set(memorable()) == named
    assert len(named) > 50
    for year in (2024, 2025, 2028):
        assert {one.date.code for one in occasions(year)} == named
    assert all(read_term(about["when"], 2026).understood for about in shipped.values() if about["when"])


def test_floating_days_and_anniversaries_are_reckoned():
    assert [days("repressions", year) for year in (2025, 2026)] == [[dt.date(2025, 5, 18)], [dt.date(2026, 5, 17)]]
    assert days("holodomor", 2026) == [dt.date(2026, 11, 28)]
    found = {one.date.code: (one.years, one.round) for one in occasions(2026)}
    assert (found["independence"], found["shevchenko"], found["libraries"]) == ((35, True), (212, False), (None, False))
    assert {one.date.code: one.years for one in occasions(1991)}["independence"] is None


def test_an_institution_adds_a_date_and_takes_one_out():
    change("days/own_1/label", "День нашого міста")
    change("days/own_1/when", "друга субота вересня")
    change("days/own_1/since", "1795")
    change("days/europe/label", "")
    assert days("own_1", 2026) == [dt.date(2026, 9, 12)]
    assert "europe" not in memorable()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days/own_1/when", "колись"), ("days/own_1/when", "щомісяця"), ("days/own_1/when", 5), ("days/own_1/since", "давно"),
        ("days/own_1/since", "3000"), ("days/own_1/label", "д" * 121), ("days/europe/verify", "так"), ("days/no_such", "день"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(key, value):
    with pytest.raises(Refused):
        change(key, value)


def test_a_date_becomes_a_draft_once_and_again_when_it_was_turned_down(lib):
    about = {"unit": lib.hub, "place": lib.hub, "code": "independence", "year": 2026}
    event = draft_date(lib.act(), **about)
    assert (event.title, event.on, event.until, event.state, event.subtitle) == (
        "День Незалежності України", dt.date(2026, 8, 24), None, State.DRAFT, "35 років",
    )  # fmt: skip
    assert codes(draft_date, lib.act(), **about) == ["date_taken"]
    cancel_event(lib.act(), event=event)
    assert draft_date(lib.act(), **about).pk != event.pk
    week = draft_date(lib.act(), **{**about, "code": "media_literacy"})
    assert (week.on, week.until) == (dt.date(2026, 10, 24), dt.date(2026, 10, 31))
    assert codes(draft_date, lib.act(), **{**about, "code": "no_such"}) == ["unknown_date"]
    assert codes(draft_date, lib.act(), **{**about, "year": 1812}) == ["wrong_year"]


def test_what_is_kept_is_in_ukrainian_whatever_the_screen(lib):
    about = {"unit": lib.hub, "place": lib.hub, "code": "independence", "year": 2026}
    with translation.override("en"):
        event = draft_date(lib.act(), **about)
    assert (event.title, event.subtitle) == ("День Незалежності України", "35 років")
    assert codes(draft_date, lib.act(), **about) == ["date_taken"]
    series = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=2026, about={"title": "Степ", "form": "reading"})
    ahead = add_event(
        lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=3), about={"title": "Степ", "form": "reading"},
        series=series,
    )  # fmt: skip
    with translation.override("en"):
        end_series(lib.act(), series=series, on=lib.today)
        assert codes(draft_date, lib.act(), **about) == ["date_taken"]
    ahead.refresh_from_db()
    assert (ahead.state, ahead.reason) == (State.CANCELLED, "Цикл завершено.")


def test_a_term_may_name_a_memorable_date(lib):
    about = {"title": "Степ", "form": "reading", "term": "до Дня Незалежності України"}
    series = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=2026, about=about)
    propose_events(lib.act(), series=series, since=dt.date(2026, 8, 1))
    assert Event.objects.get().on == dt.date(2026, 8, 24)


def test_a_travelling_exhibition_stands_in_one_place_at_a_time_and_counts_in_each(lib):
    series = add_series(
        lib.act(), unit=lib.root, place=lib.hub, year=2026, about={"title": "Стежки", "form": "exhibition", "where": "хол"}
    )
    first, last, end = (lib.today - dt.timedelta(days=ago) for ago in (40, 22, 8))
    here = add_stop(lib.act(), series=series, place=lib.hub, on=first, until=last)
    there = add_stop(lib.act(), series=series, place=lib.other_hub, on=last, until=end)  # leaves and comes on one day
    assert (here.where, there.where, here.state) == ("хол", "", State.DRAFT)
    day = dt.timedelta(days=1)
    for on, until in ((first, first), (first + 5 * day, first + 7 * day), (first - 9 * day, first + day), (end - day, end + day)):
        assert codes(add_stop, lib.act(), series=series, place=lib.other_hub, on=on, until=until) == ["elsewhere"]
    assert codes(add_stop, lib.act(), series=series, place=lib.hub, on=last, until=first) == ["ends_before"]
    for event, number in ((here, 40), (there, 25)):
        count_event(lib.act(), event=event, counts=[{"way": "place", "audience": "general", "age": "", "number": number}])
    told = facts(("programme.event", "programme.attended"), None, dt.date(2100, 1, 1), "")
    assert {(row.kind, row.unit_id): row.quantity for row in told} == {
        ("programme.event", lib.hub.pk): 1, ("programme.attended", lib.hub.pk): 40,
        ("programme.event", lib.other_hub.pk): 1, ("programme.attended", lib.other_hub.pk): 25,
    }  # fmt: skip
    end_series(lib.act(), series=series, on=lib.today)
    assert codes(add_stop, lib.act(), series=series, place=lib.hub, on=lib.today, until=lib.today) == ["series_ended"]


def test_the_third_sunday_is_one_event():
    assert expected(read_term("третя неділя травня", 2026)) == 1
