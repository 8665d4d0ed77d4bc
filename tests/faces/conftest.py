"""A library that stands since long ago, and those of its staff whom most pages are shown to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mandrivna.core.models import Unit
from tests.factories.staff import browser_of, person, standing_library

type Places = tuple[Unit, Unit, Unit]


@pytest.fixture
def places(db: Any) -> Places:
    """(institution, hub, other hub)."""
    return standing_library()


@pytest.fixture
def methodist(places: Places) -> Client:
    return browser_of(person("methodist", "methodist", places[0]))


@pytest.fixture
def director(places: Places) -> Client:
    return browser_of(person("director", "director", places[0]))
