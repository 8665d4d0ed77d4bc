"""Every address of the program as a page, opened in the browser by somebody who may see everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from tests.architecture.test_matrix import TABLE
from tests.architecture.world import World

NOT_PAGES = {"site:metrics", "site:health", "look:term", "public:suggestions"}
"""The last two are pieces that a page takes in while one types; they are looked at on the page they stand on."""


def enter(context: BrowserContext, url: str, client: Client) -> None:
    """The browser takes over what the test's client has: the session, the staff's or a reader's."""
    names = (settings.SESSION_COOKIE_NAME, settings.READER_COOKIE_NAME)
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": url} for name in names if name in client.cookies]
    )


def pages(world: World, client: Client) -> Iterator[tuple[str, str]]:
    """(name, path) of whatever answers with a page of its own; what only takes forms or gives files is left out."""
    for name, row in sorted(TABLE.items()):
        if name in NOT_PAGES or row.get("json"):
            continue
        path = reverse(name, kwargs=world.kwargs(row.get("with", {})))
        response: Any = client.get(path)
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            yield name, path
