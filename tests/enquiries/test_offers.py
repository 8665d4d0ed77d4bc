"""What places are for and what they offer: said whole, counted as a level by the sort, the network beside it; the past stays."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.core.actions.units import close_unit, create_unit
from mandrivna.core.models import Kind
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.log import log
from mandrivna.enquiries.actions.offers import say_offers
from mandrivna.enquiries.models import Offer
from mandrivna.enquiries.offers import offered, places_offering
from mandrivna.enquiries.tasks import end_offers_of_closed
from mandrivna.ledger.api import check_facts
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import START, Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
ROWS = ("specialities", "specialities_people", "specialities_theme", "specialities_work", "services")


@pytest.fixture
def lib() -> Library:
    """Where something is done already: of a library that has recorded nothing, a level is unknown and no zero."""
    made = library()
    log(made.act(), place=made.hub, served="reference", sort="thematic", on=made.today)
    return made


def figures(unit) -> list:
    found = table(unit, START.year)
    assert check_facts().ok
    return [found[code].cells[FACT].value for code in ROWS]


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_specialities_and_services_are_levels_by_their_sort(lib):
    say_offers(lib.act(), place=lib.hub, codes=["for_children", "for_families", "theme_family_reading", "work_clubs", "has_corner"])
    say_offers(lib.act(), place=lib.other_hub, codes=["for_youth", "has_wifi", "has_cinema"])
    assert figures(lib.root) == [5, 3, 1, 1, 3]
    assert figures(lib.hub) == [4, 2, 1, 1, 1]
    say_offers(lib.act(), place=lib.hub, codes=["for_families", "has_corner", "has_wifi"])
    assert figures(lib.root) == [2, 2, 0, 0, 4]
    assert sorted(Offer.objects.filter(until=None).values_list("place", "code")) == sorted(
        [
            *((lib.hub.pk, code) for code in ("for_families", "has_corner", "has_wifi")),
            *((lib.other_hub.pk, code) for code in ("for_youth", "has_cinema", "has_wifi")),
        ]
    )


def test_said_twice_counts_once_and_what_comes_back_the_same_day_counts_again(lib):
    act = lib.act()
    say_offers(act, place=lib.hub, codes=["for_children"])
    say_offers(act, place=lib.hub, codes=["for_children"])
    say_offers(lib.act(), place=lib.hub, codes=["for_children"])
    assert (figures(lib.root)[0], Offer.objects.count()) == (1, 1)
    say_offers(lib.act(), place=lib.hub, codes=[])
    assert figures(lib.root)[0] == 0
    say_offers(lib.act(), place=lib.hub, codes=["for_children"])
    assert (figures(lib.root)[0], Offer.objects.count()) == (1, 2)


def test_what_is_read_is_in_the_order_of_the_rules_and_in_their_words(lib):
    say_offers(lib.act(), place=lib.hub, codes=["has_wifi", "for_families", "for_children"])
    said = offered([lib.hub.pk, lib.other_hub.pk])
    assert {place: [(one.label, one.names) for one in rows] for place, rows in said.items()} == {
        lib.hub.pk: [("для кого", ["діти", "родини"]), ("послуги", ["бездротовий інтернет"])]
    }
    assert places_offering(("",), "for_families") == [lib.hub]
    assert places_offering(("",), "for_youth") == []
    assert places_offering((lib.other_hub.path,), "for_families") == []


def test_an_institution_names_its_own_and_what_it_drops_is_kept_until_taken_away(lib):
    policy.edit(lib.act(), policy="offers", key="services/has_own_1", value="майстерня ремонту книг", reason="є в нас")
    policy.edit(lib.act(), policy="offers", key="people/for_needs", value="", reason="не вживаємо")
    assert codes(say_offers, lib.act(), place=lib.hub, codes=["for_needs"]) == ["unknown_offer"]
    say_offers(lib.act(), place=lib.hub, codes=["has_own_1"])
    assert offered([lib.hub.pk])[lib.hub.pk][0].names == ["майстерня ремонту книг"]
    policy.edit(lib.act(), policy="offers", key="services/has_own_1", value="", reason="зачинили")
    say_offers(lib.act(), place=lib.hub, codes=["has_own_1", "has_wifi"])
    assert figures(lib.root)[-1] == 2
    with pytest.raises(Refused) as refusal:
        policy.edit(lib.act(), policy="offers", key="works/work_clubs", value="х" * 61, reason="задовге")
    assert refusal.value.codes == ["policy_label"]


def test_what_is_refused(lib):
    assert codes(say_offers, lib.act(), place=lib.hub, codes=["хтозна"]) == ["unknown_offer"]
    assert codes(say_offers, lib.act(), place=lib.hub, codes="for_children") == ["unknown_offer"]
    assert codes(say_offers, lib.act(), place=lib.shelf, codes=["for_children"]) == ["no_place"]
    with pytest.raises(Forbidden):
        say_offers(lib.act(actor=actor_for(person("g", "guardian", lib.hub))), place=lib.hub, codes=["for_children"])
    assert Offer.objects.count() == 0


def test_a_closed_place_is_for_nobody_from_the_next_night_and_takes_nothing_new(lib):
    place = create_unit(lib.act(), parent=lib.hub, kind=Kind.PLACE, name="Майданчик")
    say_offers(lib.act(), place=place, codes=["for_children", "has_wifi"])
    close_unit(lib.act(), unit=place)
    assert codes(say_offers, lib.act(), place=place, codes=["for_children", "has_wifi", "for_youth"]) == ["place_closed"]
    assert (end_offers_of_closed.call(), end_offers_of_closed.call()) == (1, 0)
    assert (figures(lib.root), Offer.objects.filter(until=None).count()) == ([0] * 5, 0)


def test_the_network_is_counted_from_the_tree_without_shelves(lib):
    def network() -> int | None:
        return table(lib.root, START.year)["network"].cells[FACT].value

    before = network()
    place = create_unit(lib.act(), parent=lib.hub, kind=Kind.PLACE, name="Майданчик")
    create_unit(lib.act(), parent=lib.hub, kind=Kind.SHELF, name="Ще полиця")
    assert network() == before + 1
    close_unit(lib.act(), unit=place)
    assert (network(), before) == (2, 2)
