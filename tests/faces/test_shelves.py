"""Shelves: what stands there, what is lent from there, what the counter showed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.models import Unit
from mandrivna.faces.workspace.shelves import views
from mandrivna.lending.models import Loan, VisitCount
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
SHELVES = "/work/shelves/"


@pytest.fixture
def world():
    return World()


def at(unit):
    return reverse("workspace:shelf", args=[unit.pk])


def visits(unit):
    return reverse("workspace:shelf_visits", args=[unit.pk])


def counting(world):
    Unit.objects.filter(pk=world.lib.shelf.pk).update(visits_from="counter")
    return world.lib.shelf


def test_a_shelf_shows_what_stands_there_and_what_is_lent_from_there(world):
    here, lent, elsewhere = world.lib.copy(), world.lib.copy(), world.lib.copy(place=world.lib.other_shelf)
    world.lend(lent, world.lib.reader(name="Олена Вигадана"))
    world.everybody()
    response = world.browser("owner").get(at(world.lib.shelf))
    assert list(response.context["page"].object_list) == [here]
    assert [loan.copy for loan, late in response.context["loans"]] == [lent]
    page = text_of(response)
    assert ("Особа guardian" in page, "мандрівна бібліотека" in page, "Вигадана" in page) == (True, True, False)
    assert f"№ {elsewhere.inventory_number} " not in page


def test_overdue_is_said_in_words(world):
    world.lend(world.lib.copy(), world.lib.reader())
    Loan.objects.update(due_on=timezone.localdate() - dt.timedelta(days=3))
    assert "прострочено, днів: 3" in text_of(world.browser("owner").get(at(world.lib.shelf)))


def test_the_list_counts_books_by_place(world):
    world.lib.copy(), world.lib.copy()
    world.lend(world.lib.copy(), world.lib.reader())
    rows = {unit.pk: (here, lent) for unit, here, lent, _mode in world.browser("owner").get(SHELVES).context["rows"]}
    assert rows == {world.lib.hub.pk: (0, 0), world.lib.shelf.pk: (2, 1)}


def test_visits_are_counted_and_corrected(world):
    shelf, client, day = counting(world), world.browser("guardian"), timezone.localdate()
    for number in (25, 30):
        assert client.post(visits(shelf), form(on=day, number=number, audience="general")).status_code == 302
    assert VisitCount.objects.get().number == 30
    response = client.get(at(shelf))
    assert (response.context["numbers"].visits, response.context["numbers"].counter) == (30, True)


def test_the_numbers_of_another_day(world):
    shelf, client, day = counting(world), world.browser("guardian"), timezone.localdate() - dt.timedelta(days=2)
    client.post(visits(shelf), form(on=day, number=7, audience="pupil"))
    assert client.get(f"{at(shelf)}?day={day}").context["numbers"].visits == 7
    assert client.get(f"{at(shelf)}?day=казна-що").context["numbers"].visits == 0


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"number": "-1"}, "number"), ({"number": "100001"}, "number"), ({"number": "багато"}, "number"),
        ({"on": "2999-01-01"}, "on"), ({"on": "колись"}, "on"), ({"audience": "ніхто"}, "audience"),
    ],
)  # fmt: skip
def test_wrong_counts_are_refused_beside_the_field(world, sent, field):
    shelf = counting(world)
    good = {"on": str(timezone.localdate()), "number": "5", "audience": "general"}
    response = world.browser("guardian").post(visits(shelf), form(**{**good, **sent}))
    assert (response.status_code, list(response.context["form"].errors), VisitCount.objects.count()) == (422, [field], 0)


def test_where_visits_come_from_acts_nothing_is_counted_by_hand(world):
    client = world.browser("guardian")
    assert client.get(at(world.lib.shelf)).context["form"] is None
    response = client.post(visits(world.lib.shelf), form(on=timezone.localdate(), number=5, audience="general"))
    assert (response.status_code, VisitCount.objects.count()) == (422, 0)
    assert "рахуються з видач і записів" in text_of(response)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 200),
        ("guardian", 200),
        ("director", 200),
        ("auditor", 200),
        ("colleague", 404),
        ("stranger", 404),
        ("cataloguer", 403),
    ],
)
def test_who_sees_a_shelf(world, who, status):
    assert world.browser(who).get(at(world.lib.shelf)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 302), ("guardian", 302), ("colleague", 404), ("stranger", 404), ("auditor", 403)]
)
def test_who_counts_visits(world, who, status):
    shelf = counting(world)
    assert world.browser(who).post(visits(shelf), form(on=timezone.localdate(), number=5, audience="general")).status_code == status


def test_pages_turn(world):
    assert world.browser("owner").get(f"{at(world.lib.shelf)}?page=99&lent=казна-що").status_code == 200


def test_the_list_of_hundreds_of_places_has_pages(world, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    world.lib.copy()
    client = world.browser("owner")
    pages = [client.get(f"{SHELVES}?page={number}") for number in (1, 2)]
    assert [[(unit.pk, here) for unit, here, *_rest in page.context["rows"]] for page in pages] == [
        [(world.lib.hub.pk, 0)], [(world.lib.shelf.pk, 1)],
    ]  # fmt: skip
    assert "Сторінка 1 з 2" in text_of(pages[0])


def test_both_pages_cost_the_same_with_one_book_and_with_three(world):
    reader, client = world.lib.reader(), world.browser("director")

    def stock():
        world.lib.copy(world.lib.record("Книга"))
        world.lend(world.lib.copy(world.lib.record("Інша")), reader)

    stock()
    one = [queries(client, url) for url in (at(world.lib.shelf), SHELVES)]
    stock(), stock()
    assert [queries(client, url) for url in (at(world.lib.shelf), SHELVES)] == one
    assert max(one) <= 12


def test_whoever_holds_a_role_above_works_here_too(world):
    world.everybody()
    page = text_of(world.browser("owner").get(at(world.lib.shelf)))
    people = page[page.index("Хто тут працює") : page.index("Хто тут працює") + 200]
    assert "Особа guardian" in people
    assert "Особа owner (Хаб 1)" in people
    assert "Особа director (Наукова бібліотека)" in people
    assert ("colleague" in people, "stranger" in people) == (False, False)
