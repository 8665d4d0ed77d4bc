"""A small library with two hubs, a ledger to write into, and somebody who may plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.ledger.api import Line, settle
from tests.factories.staff import standing_library

type Facts = Callable[..., None]


@pytest.fixture
def places(db: Any) -> tuple[Unit, Unit, Unit]:
    """(institution, hub, other hub), standing since long ago."""
    return standing_library()


@pytest.fixture
def facts() -> Facts:
    """Write facts as another module would, each under an act of its own."""
    written = [0]

    def write(kind: str, unit: Unit, on: dt.date, quantity: int = 1, **facets: str) -> None:
        written[0] += 1
        with transaction.atomic():
            settle(Act(actor=SYSTEM), f"test.Act:{written[0]}", [Line(kind=kind, unit=unit.pk, on=on, quantity=quantity, **facets)])

    return write


@pytest.fixture
def act() -> Act:
    return Act(actor=SYSTEM)
