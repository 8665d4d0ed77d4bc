"""The papers of a shelf are numbered as every legal entity numbers them: from one, each year, each for itself."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.fund.models import YearSeries
from mandrivna.lending.actions.checks import close_check, start_check
from mandrivna.lending.actions.shelf_visits import plan_visit, step_visit
from mandrivna.lending.models import ShelfCheck, ShelfVisit
from tests.factories.library import START, Library, library

pytestmark = pytest.mark.django_db
NEXT_YEAR = dt.datetime(2027, 1, 12, 7, 0, tzinfo=dt.UTC)


@pytest.fixture
def two() -> tuple[Library, Unit, Unit]:
    """A network with two institutions; of the second its hub and shelf."""
    lib = library()
    act = lambda: Act(actor=SYSTEM, at=START)  # noqa: E731
    other = create_unit(act(), parent=lib.root, kind=Kind.INSTITUTION, name="Міська бібліотека", mode=Mode.TRAVELLING)
    hub = create_unit(act(), parent=other, kind=Kind.HUB, name="Хаб міста")
    return lib, hub, create_unit(act(), parent=hub, kind=Kind.SHELF, name="Полиця міста")


def handed(lib: Library, place: Unit, base: Unit, at: dt.datetime = START) -> ShelfVisit:
    lib.now = max(lib.now, at)
    visit = plan_visit(lib.act(), place=place, base=base, on=lib.today)
    for step in ("packing", "on_way", "at_shelf", "handed", "closed"):
        visit = step_visit(lib.act(), visit=visit, to=step)
    return visit


def checked(lib: Library, place: Unit) -> ShelfCheck:
    return close_check(lib.act(), check=start_check(lib.act(), place=place), whole=False)


def test_each_institution_has_its_own_series_every_year_and_both_kinds_of_acts_share_it(two):
    lib, hub, shelf = two
    said = [
        handed(lib, lib.shelf, lib.hub), handed(lib, shelf, hub), checked(lib, lib.shelf), checked(lib, shelf),
        handed(lib, lib.other_shelf, lib.other_hub), handed(lib, shelf, hub, NEXT_YEAR), handed(lib, lib.shelf, lib.hub),
    ]  # fmt: skip
    titles = ["1-2026", "1-2026", "2-2026", "2-2026", "3-2026", "1-2027", "1-2027"]
    assert [one.act_title for one in said] == titles
    owners = [lib.root, hub.parent, lib.root, hub.parent, lib.root, hub.parent, lib.root]
    assert [one.act_institution for one in said] == owners


def test_a_number_once_given_stays_when_the_step_is_taken_back_and_done_again(two):
    lib, hub, shelf = two
    visit = plan_visit(lib.act(), place=shelf, base=hub, on=lib.today)
    for step in ("packing", "on_way", "at_shelf", "handed", "at_shelf", "handed"):
        visit = step_visit(lib.act(), visit=visit, to=step)
    assert (visit.act_title, checked(lib, shelf).act_title) == ("1-2026", "2-2026")


def test_acts_of_before_go_to_their_institution_and_its_series_goes_on_after_them(two):
    lib, hub, shelf = two
    visits = [handed(lib, lib.shelf, lib.hub), handed(lib, shelf, hub)]
    check = checked(lib, shelf)
    for number, paper in enumerate([*visits, check], start=1):  # as it stood: one series a database
        type(paper).objects.filter(pk=paper.pk).update(act_institution=None, act_number=number)
    YearSeries.objects.all().delete()

    import_module("mandrivna.lending.migrations.0009_whose_act_it_is").whose(apps, None)

    assert [type(one).objects.get(pk=one.pk).act_institution for one in [*visits, check]] == [lib.root, hub.parent, hub.parent]
    assert handed(lib, lib.other_shelf, lib.other_hub).act_title == "2-2026"
    assert handed(lib, lib.shelf, lib.hub).act_title == "3-2026"
    assert handed(lib, shelf, hub).act_title == "4-2026"
