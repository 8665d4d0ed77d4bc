"""«Сьогодні»: where one works, what has been done there, what waits for a person."""

from __future__ import annotations

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.models import Discrepancy, Membership
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.models import Loan
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
HOME, PLACE = "/work/", "/work/place/choose/"


@pytest.fixture
def world():
    return World()


def test_todays_numbers_of_the_place(world):
    lib = world.lib
    lib.now = timezone.now()
    reader, one, two = lib.reader(), lib.copy(), lib.copy()
    world.lend(one, reader, minutes=0), world.lend(two, reader, minutes=0)
    return_copy(lib.act(minutes=0), copy=one, place=lib.shelf)
    world.lend(lib.copy(place=lib.other_shelf), lib.reader(place=lib.other_shelf), place=lib.other_shelf, minutes=0)
    numbers = world.browser("owner", place=lib.shelf).get(HOME).context["numbers"]
    assert (numbers.issued, numbers.returned, numbers.enrolled, numbers.visits, numbers.counter) == (2, 1, 1, 1, False)


def test_a_guardian_of_one_shelf_chooses_nothing(world):
    response = world.browser("guardian").get(HOME)
    assert (response.context["place"], "Змінити місце" in text_of(response)) == (world.lib.shelf, False)


def test_a_place_is_chosen_and_kept(world):
    client = world.browser("director")
    assert client.get(HOME).context["place"] is None
    assert client.post(PLACE, form(place=world.lib.other_shelf, next="/work/desk/")).headers["Location"] == "/work/desk/"
    assert client.get(HOME).context["place"] == world.lib.other_shelf


@pytest.mark.parametrize("wanted", ["", "казна-що", "9" * 30, "FOREIGN", "ROOT"])
def test_a_place_that_is_not_theirs_cannot_be_chosen(world, wanted):
    wanted = {"FOREIGN": world.far_hub.pk, "ROOT": world.lib.root.pk}.get(wanted, wanted)
    client = world.browser("director")
    response = client.post(PLACE, form(place=wanted), follow=True)
    assert [str(m) for m in response.context["messages"]] == ["Оберіть місце з переліку."]
    assert "place" not in client.session


def test_the_way_back_never_leads_to_another_site(world):
    response = world.browser("director").post(PLACE, form(place=world.lib.hub, next="https://elsewhere.example/"))
    assert response.headers["Location"] == HOME


def test_a_place_lost_with_the_role_is_forgotten(world):
    client = world.browser("guardian", place=world.lib.shelf)
    Membership.objects.filter(staff=world.staff["guardian"]).update(unit=world.lib.other_shelf)
    assert client.get(HOME).context["place"] == world.lib.other_shelf


def test_overdue_books_of_the_place_are_listed(world):
    reader = world.lib.reader()
    (
        world.lend(world.lib.copy(), reader),
        world.lend(world.lib.copy(place=world.lib.other_shelf), reader, place=world.lib.other_shelf),
    )
    Loan.objects.update(due_on="2026-01-01")
    page = text_of(world.browser("owner", place=world.lib.hub).get(HOME))
    assert "Прострочені: 1" in page
    assert "прострочено днів:" in page


def test_what_waits_for_a_person_is_counted_by_right(world):
    Discrepancy.objects.create(key="a", kind="lending.withdrawn", unit=world.lib.other_hub, details={"on": "2026-01-01"})
    DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="a.b",
        backend_name="default",
        run_after=timezone.now(),
    )
    seen = {}
    for who in ("director", "owner", "colleague", "stranger", "technician", "auditor"):
        context = world.browser(who).get(HOME).context
        seen[who] = (context.get("discrepancies"), context.get("quarantined"), context.get("parked"))
    assert seen == {
        "director": (1, 0, 1),
        "owner": (0, 0, None),
        "colleague": (1, 0, None),
        "stranger": (0, 0, 1),
        "technician": (None, None, 1),
        "auditor": (None, None, None),
    }


def test_the_page_costs_the_same_with_one_overdue_book_and_with_three(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    world.lend(world.lib.copy(), reader)
    Loan.objects.update(due_on="2026-01-01")
    one = queries(client, HOME)
    for _book in range(2):
        world.lend(world.lib.copy(), reader)
    Loan.objects.update(due_on="2026-01-01")
    assert (queries(client, HOME), one <= 12) == (one, True)
