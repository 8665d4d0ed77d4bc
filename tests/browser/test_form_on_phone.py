"""A state form is filled in on a phone: whoever writes a number sees the field and what it is about."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from tests.browser.every_page import enter
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
BEYOND = """fields => fields.map(one => one.getBoundingClientRect())
    .filter(at => at.left < 0 || at.right > innerWidth).length"""


def test_every_field_stands_on_the_screen_under_its_name(browser: Browser, live_url: str) -> None:
    cache.clear()
    world = World()
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="uk-UA")
    enter(context, live_url, world.browser("methodist"))
    page = context.new_page()
    page.goto(f"{live_url}/work/forms/{world.lib.root.pk}/2025/nk6/fill/")
    fields = page.locator("table input")
    assert fields.count() > 30
    assert fields.evaluate_all(BEYOND) == 0
    row = page.locator("#row-users_children")
    name, field = row.locator("th").bounding_box(), row.locator("input").bounding_box()
    assert name is not None and field is not None and name["y"] < field["y"] < name["y"] + 260
    context.close()
