"""What the strategy of a city system names apart (inventory 336, 365–372, 398, 414, 415) comes from what is recorded anyway."""

from __future__ import annotations

import pytest

from mandrivna.enquiries.actions.log import log
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from mandrivna.programme.actions import counting, events
from tests.factories.library import library

pytestmark = pytest.mark.django_db

FORMS = {
    "library_day": "events_library_days", "seminar": "events_professional", "press_conference": "events_professional",
    "briefing": "events_professional", "presentation": "events_presentations", "jubilee": "events_jubilees",
    "contest": "events_contests",
    "book_club": "events_clubs", "club_sitting": "events_clubs", "excursion": "events_excursions",
    "city_exhibition": "events_city_exhibitions", "round_table": "events_round_tables",
}  # fmt: skip


def test_each_form_the_strategy_names_is_a_row_and_none_is_counted_twice():
    lib = library()
    for form in FORMS:
        about = {"title": form, "form": form, "audiences": ["general"], "starts": "16:00"}
        event = events.add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about=about)
        counting.count_event(lib.act(), event=event, counts=[{"way": "place", "audience": "general", "age": "", "number": 10}])
    found = table(lib.root, lib.today.year)
    expected = {row: list(FORMS.values()).count(row) for row in FORMS.values()}
    assert {row: found[row].cells[FACT].value for row in expected} == expected
    assert (found["events"].cells[FACT].value, found["event_people"].cells[FACT].value) == (12, 120)
    assert found.warnings == []


def test_invited_specialists_and_e_services_are_rows_of_consultations():
    lib = library()
    for sort, number in {"legal": 3, "psychological": 2, "e_pensions": 4, "education": 1}.items():
        log(lib.act(), place=lib.hub, served="consultation", sort=sort, on=lib.today, number=number)
    found = table(lib.root, lib.today.year)
    rows = ("consultations", "consultations_specialists", "consultations_e_services", "consultations_education")
    assert [found[row].cells[FACT].value for row in rows] == [10, 5, 4, 1]
    assert found.warnings == []
