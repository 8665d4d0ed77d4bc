"""Where a unit is: a point in Ukraine or none, the region that follows from it, and the town that the public may see."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandrivna.core.actions.units import copy_place, create_unit, edit_unit
from mandrivna.core.models import Kind, Unit, UnitEvent
from mandrivna.core.problems import Refused
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
CHERKASY = {"latitude": "49.4444", "longitude": "32.0598"}


@pytest.fixture
def lib() -> Library:
    return library()


def where(unit: Unit) -> tuple[object, ...]:
    unit.refresh_from_db()
    return unit.region, unit.latitude, unit.longitude


def edited(lib: Library, **about: object) -> tuple[object, ...]:
    return where(edit_unit(lib.act(), unit=lib.hub, about=about))


def test_the_region_follows_from_the_point_whatever_was_chosen(lib):
    assert edited(lib, **CHERKASY, region="UA-46") == ("UA-71", Decimal("49.4444"), Decimal("32.0598"))


@pytest.mark.parametrize(
    ("lat", "lon", "region"),
    [("44.948", "34.104", "UA-43"), ("44.605", "33.522", "UA-40"), ("47.096", "37.543", "UA-14"), ("49.276", "38.907", "UA-09")],
)
def test_a_place_under_occupation_lies_in_ukraine(lib, lat, lon, region):
    assert edited(lib, latitude=lat, longitude=lon)[0] == region


def test_a_new_unit_may_have_a_point_from_the_start(lib):
    made = create_unit(lib.act(), parent=lib.root, kind=Kind.HUB, name="Хаб 3", about=CHERKASY)
    assert where(made) == ("UA-71", Decimal("49.4444"), Decimal("32.0598"))


def test_a_region_without_a_point_is_what_somebody_chose(lib):
    assert edited(lib, region="UA-46") == ("UA-46", None, None)


def test_a_point_taken_away_leaves_the_chosen_region(lib):
    edited(lib, **CHERKASY)
    assert edited(lib, latitude=None, longitude=None, region="UA-71") == ("UA-71", None, None)


def test_half_a_correction_is_completed_by_what_stands(lib):
    edited(lib, **CHERKASY)
    assert edited(lib, longitude="30.5234") == ("UA-32", Decimal("49.4444"), Decimal("30.5234"))
    assert edited(lib, contact="@hub") == ("UA-32", Decimal("49.4444"), Decimal("30.5234"))


@pytest.mark.parametrize(
    ("about", "code", "field"),
    [
        ({"latitude": "49.4444"}, "half_a_point", "longitude"),
        ({"latitude": "", "longitude": "32.0598"}, "half_a_point", "latitude"),
        ({"latitude": "32.0598", "longitude": "49.4444"}, "outside_ukraine", "latitude"),
        ({"latitude": "55.7558", "longitude": "37.6173"}, "outside_ukraine", "latitude"),
        ({"latitude": "47.0105", "longitude": "28.8638"}, "outside_ukraine", "latitude"),
        ({"latitude": "тут", "longitude": "32.0598"}, "not_degrees", "latitude"),
        ({"latitude": "NaN", "longitude": "32.0598"}, "not_degrees", "latitude"),
        ({"latitude": "1e99", "longitude": "32.0598"}, "not_degrees", "latitude"),
        ({"region": "UA-99"}, "unknown_region", "region"),
    ],
)
def test_what_is_no_place_in_ukraine_is_refused(lib, about, code, field):
    with pytest.raises(Refused) as refusal:
        edit_unit(lib.act(), unit=lib.hub, about=about)
    assert ([(one.code, one.field) for one in refusal.value.problems], where(lib.hub)) == ([(code, field)], ("", None, None))


def test_a_change_of_place_is_told_on_the_timeline(lib):
    edited(lib, **CHERKASY)
    event = UnitEvent.objects.filter(unit=lib.hub).latest("pk")
    assert (event.before, event.after) == (
        {"latitude": None, "longitude": None, "region": ""},
        {"latitude": "49.4444", "longitude": "32.0598", "region": "UA-71"},
    )


def test_a_copied_place_is_elsewhere(lib):
    edited(lib, **CHERKASY)
    assert where(copy_place(lib.act(), source=lib.hub, parent=lib.root, name="Хаб 3")) == ("", None, None)


def test_the_public_sees_the_town_and_not_the_house(lib):
    unit = edit_unit(lib.act(), unit=lib.hub, about=CHERKASY)
    assert (unit.public_location, lib.shelf.public_location) == ((Decimal("49.44"), Decimal("32.06")), None)
