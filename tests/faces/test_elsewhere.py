"""«Знайти в інших каталогах»: what was found is shown, and taken over by one press."""

from __future__ import annotations

import html
import re

import pytest

from mandrivna.catalogue.models import Record
from mandrivna.core import policy
from mandrivna.shared.ids import new_uid
from tests.catalogue.copycat.conftest import free_port, says, site  # noqa: F401 - a fixture
from tests.catalogue.copycat.test_looking import ANSWER
from tests.faces.screens import World

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
PAGE = "/work/catalogue/elsewhere/"


@pytest.fixture
def world(site):  # noqa: F811 - the fixture
    made = World()
    made.site = site(says(ANSWER))
    switch_on(made, "own_1", made.site.url)
    return made


def switch_on(world, key, address):
    for name, value in {"address": address, "local": True, "enabled": True}.items():
        policy.edit(world.lib.act(), policy="copycat", key=f"targets/{key}/{name}", value=value, reason="перевірка")


def test_a_description_is_found_and_taken(world):
    client = world.browser("cataloguer")
    assert (client.get(PAGE).status_code, world.site.asked) == (200, [])
    page = client.get(PAGE, {"q": "978-0-306-40615-7"}).content.decode()
    assert "Лісова пісня" in page and "вже описано" not in page
    text = html.unescape(re.findall(r'name="text" value="(.*?)"', page)[0])
    sent = {"scheme": "marc21", "text": text, "unit": world.lib.root.pk, "uid": str(new_uid())}
    response = client.post(PAGE, sent)
    record = Record.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/work/catalogue/{record.pk}/")
    assert (record.title, record.isbn, record.created_by_unit) == ("Лісова пісня", "9780306406157", world.lib.root)
    assert "вже описано" in client.get(PAGE, {"q": "9780306406157"}).content.decode()
    client.post(PAGE, sent)
    assert Record.objects.count() == 1


def test_a_catalogue_that_is_silent_is_named(world):
    switch_on(world, "own_2", f"http://127.0.0.1:{free_port()}/")
    page = world.browser("cataloguer").get(PAGE, {"q": "пісня"}).content.decode()
    assert "Сусідня бібліотека: не відповідає." in page and "Лісова пісня" in page


def test_nothing_is_taken_from_a_broken_form(world):
    sent = {"scheme": "marc21", "text": "[", "unit": world.lib.root.pk, "uid": str(new_uid())}
    client = world.browser("cataloguer")
    assert (client.post(PAGE, sent).status_code, client.post(PAGE, {}).status_code, Record.objects.count()) == (422, 422, 0)


def test_without_catalogues_the_page_says_where_to_switch_them_on(world):
    policy.edit(world.lib.act(), policy="copycat", key="targets/own_1/enabled", value=False, reason="досить")
    assert "Жодного каталогу ще не ввімкнено" in world.browser("cataloguer").get(PAGE).content.decode()


def test_whoever_may_not_describe_may_not_ask(world):
    assert world.browser("guardian").get(PAGE, {"q": "пісня"}).status_code == 403
    assert world.site.asked == []
