"""Fixtures for every test. The engine and the isolation from the developer's environment are in tests/plugin.py."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from mandrivna.core import profile
from mandrivna.faces.api import limits as programs
from mandrivna.faces.bot import batch
from mandrivna.faces.bot.talk import kit
from mandrivna.faces.public import limits
from mandrivna.ledger import sums
from tests.drills.reporting import pytest_terminal_summary  # noqa: F401 - a hook: the drills say their counts
from tests.ready import keep_and_use
from tests.support import drift, tables, use_reset_database

use_reset_database()
keep_and_use()

# Not `django_db_blocker`: pytest-django has it in every test, to keep those without a database from one.
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that can reach no database of the run says the same beside any: `once` is left out of the second run."""
    for item in items:
        reaches = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
        if not reaches:
            item.add_marker(pytest.mark.once)
    # Half a minute in one piece: as the last of all by its name, it would leave the other worker idle for as long.
    items.sort(key=lambda item: item.get_closest_marker("wheel") is None)


sums._guess = 0  # what a process asks once, before its first question, is no question of any page
kit.FRESH = 0.0  # a test sees what it has just done
profile.FRESH = float("inf")  # what a process remembers of the institution is dropped by a new test, never by the clock


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    profile.forget()
    for buckets in (limits.SEARCH, limits.TYPING, batch.PATIENCE, batch.TOLD, programs.KEYS, programs.STRANGERS, programs.REFUSED):
        buckets.forget()


@pytest.fixture(autouse=True)
def no_index_of_another_test() -> None:
    """A test that runs a worker leaves an index of its own rows behind; the next one would be answered from it."""
    shutil.rmtree(settings.SEARCH_INDEX, ignore_errors=True)


@pytest.fixture(autouse=True)
def ledger_agrees(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test with a database the ledger says what the acts say. A test about disagreement is marked `drift`."""
    yield
    if request.node.get_closest_marker("django_db") is None or request.node.get_closest_marker("drift"):
        return
    if connection.needs_rollback or not connection.is_usable() or "ledger_fact" not in tables():
        return
    # «test.Act» is what planning's tests call the source of facts they write by hand: there is no such act to ask.
    assert [line for line in drift() if not line.startswith("test.Act:")] == []
