"""What was opened last: in the dropdown and on the search page, with the rights of today, and never a name in the session."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.core.models import Membership
from mandrivna.faces.workspace.kept import put_first
from mandrivna.faces.workspace.search.recent import MOST, RECENT, recent, remember
from mandrivna.readers.models import Reader
from tests.faces.screens import World, queries

pytestmark = pytest.mark.django_db
SEARCH = "/work/search/"
PART = {"HX-Request": "true"}


@pytest.fixture
def world():
    return World()


def open_everything(world, client, name="Тестова Мар’яна"):
    copy, reader = world.lib.copy(world.lib.record("Тигролови")), world.lib.reader(name=name)
    for url in (
        f"/work/catalogue/{copy.record_id}/", f"/work/catalogue/copies/{copy.pk}/", f"/work/shelves/{world.lib.shelf.pk}/",
        f"/work/units/{world.lib.hub.pk}/", f"/work/readers/{reader.pk}/",
    ):  # fmt: skip
        assert client.get(url).status_code == 200
    return copy, reader


def shown(client):
    return [(one.icon, one.hit.title, one.hit.note) for one in client.get(SEARCH).context["recent"]]


def test_the_latest_opened_stands_first(world):
    client = world.browser("director")
    copy, _reader = open_everything(world, client)
    assert shown(client) == [
        ("user", "Тестова Мар’яна", ""),
        ("building", str(world.lib.hub), world.lib.hub.actual_address),
        ("shelf", str(world.lib.shelf), world.lib.shelf.actual_address),
        ("book", "Тигролови", f"№ {copy.inventory_number}"),
        ("book-open", "Тигролови", copy.record.authors),
    ]


def test_an_empty_field_offers_what_was_opened(world):
    client = world.browser("director")
    copy, reader = open_everything(world, client)
    part = client.post(SEARCH, {"q": ""}, headers=PART).content.decode()
    assert ("<html" in part, "Недавнє" in part) == (False, True)
    for url in (f"/work/readers/{reader.pk}/", f"/work/catalogue/copies/{copy.pk}/"):
        assert f'href="{url}"' in part


def test_the_session_keeps_kinds_and_keys_only(world):
    client = world.browser("director")
    _copy, reader = open_everything(world, client)
    assert client.session["recent"][0] == ["reader", str(reader.pk)]
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert ("Мар’яна" in kept, "Тигролови" in kept) == (False, False)


def test_what_one_may_no_longer_see_is_not_shown(world):
    client = world.browser("owner")
    open_everything(world, client)
    Membership.objects.filter(staff=world.staff["owner"]).update(role="guardian", unit=world.lib.shelf)
    assert [icon for icon, _title, _note in shown(client)] == ["shelf", "book", "book-open"]
    Membership.objects.filter(staff=world.staff["owner"]).update(role="hub_librarian", unit=world.far_hub)
    assert [icon for icon, _title, _note in shown(client)] == ["book-open"]


def test_an_erased_reader_is_gone_from_the_list(world):
    client = world.browser("director")
    _copy, reader = open_everything(world, client)
    Reader.objects.filter(pk=reader.pk).delete()
    assert "user" not in [icon for icon, _title, _note in shown(client)]


def test_the_same_thing_opened_again_moves_up_and_eight_are_kept(world):
    client = world.browser("director")
    records = [world.lib.record(f"Книга {number}") for number in range(MOST + 2)]
    for record in [*records, records[5]]:
        client.get(f"/work/catalogue/{record.pk}/")
    assert [title for _icon, title, _note in shown(client)] == ["Книга 5", *(f"Книга {number}" for number in (9, 8, 7, 6, 4, 3, 2))]


def test_a_page_opened_again_writes_nothing(world):
    client, record = world.browser("director"), world.lib.record("Тигролови")
    client.get(f"/work/catalogue/{record.pk}/")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/work/catalogue/{record.pk}/")
    assert [query["sql"] for query in seen if query["sql"].startswith("UPDATE")] == []


def test_all_kinds_take_two_queries(world, rf, django_assert_num_queries):
    client = world.browser("director")
    open_everything(world, client)
    request = rf.get(SEARCH)
    request.session, request.actor = dict(client.session), client.get(SEARCH).wsgi_request.actor
    request.actor.can("x")  # who one is, is not a question of this list
    with django_assert_num_queries(2):
        assert len(recent(request)) == 5


def test_the_page_costs_the_same_with_few_things_and_many(world):
    client = world.browser("director")
    open_everything(world, client)
    one = queries(client, SEARCH)
    open_everything(world, client, "Друга Тестова")
    assert (queries(client, SEARCH), one <= 12) == (one, True)


def test_a_kind_nobody_knows_is_a_mistake(rf):
    request = rf.get("/")
    request.session = {}
    with pytest.raises(LookupError):
        remember(request, "unheard", 1)
    assert request.session == {}


def test_a_kind_from_an_older_session_is_passed_over(world):
    client = world.browser("director")
    session = client.session
    session["recent"] = [["unheard", "1"]]
    session.save()
    assert shown(client) == []


def test_a_list_is_kept_short_with_the_latest_first(rf):
    request = rf.get("/")
    request.session = {}
    for item in (1, 2, 3, 1):
        put_first(request, "x", item, 2)
    assert request.session == {"x": [1, 3]}


def test_every_kind_has_a_page_and_a_right():
    assert sorted((kind.url_name, str(kind.permission)) for kind in RECENT) == [
        ("workspace:copy", "fund.view"),
        ("workspace:reader", "readers.view"),
        ("workspace:record", "catalogue.view"),
        ("workspace:shelf", "lending.view"),
        ("workspace:unit", "core.units.view"),
    ]
