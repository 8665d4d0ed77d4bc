"""What a page costs: at most 12 questions to the database, 45 KB over the wire on a first visit, 110 KB with the fonts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.faces.workspace.bell.ring import KEY
from tests.architecture.test_matrix import TABLE
from tests.architecture.world import World, build

QUESTIONS, WIRE, WITH_FONTS = 12, 45_000, 110_000
LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')
FONTS = ("look/fonts/sans.woff2", "look/fonts/serif.woff2")


@pytest.fixture
def world(db) -> World:
    return build()


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def linked(page: str) -> int:
    found = [finders.find(name) for name in LINKED.findall(page)]
    assert all(found), LINKED.findall(page)
    return sum(weight(Path(path).read_bytes()) for path in found)


def costs(client: Client, path: str) -> tuple[int, int] | None:
    """(questions, bytes) of a page looked at a second time in a session; None for what is not a page."""
    ringing = client.session
    ringing.pop(KEY, None)  # the first look counts what is beside the bell: half a minute is not over by the second
    ringing.save()
    if (first := client.get(path)).status_code != 200 or not first.headers.get("Content-Type", "").startswith("text/html"):
        return None
    (questions, page), again = (
        asked_for(client, path),
        asked_for(client, path),
    )  # the count beside the bell is asked anew each minute
    return min(questions, again[0]), weight(page) + linked(page.decode())


def asked_for(client: Client, path: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path).content
    return len([query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]), page


def test_every_page_keeps_its_budget(world):
    client, fonts = world.client("director", "root"), sum(weight(Path(finders.find(name)).read_bytes()) for name in FONTS)
    client.get("/work/")  # a session notes once that somebody is there
    found = {
        name: cost
        for name, row in sorted(TABLE.items())
        if not row.get("json") and (cost := costs(client, reverse(name, kwargs=world.kwargs(row.get("with", {})))))
    }
    assert len(found) > 50
    assert {name: questions for name, (questions, _bytes) in found.items() if questions > QUESTIONS} == {}
    assert {name: size for name, (_questions, size) in found.items() if size > WIRE or size + fonts > WITH_FONTS} == {}


def test_the_scales_weigh(client):
    """Negative control: what a page links is weighed, and a missing file is noticed."""
    assert linked('<script src="/static/look/htmx.min.js" defer>') > 10_000
    with pytest.raises(AssertionError):
        linked('<link rel="stylesheet" href="/static/look/gone.css">')
