"""What the verbs of readers need before they are spoken: pairs, merges, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mandrivna.readers.actions.arrivals import start_arrival
from mandrivna.readers.actions.merging import merge as merge_twins
from mandrivna.readers.actions.notices import choose_own_notices
from mandrivna.readers.actions.withdrawing import withdraw_consent, withdraw_own_consent
from mandrivna.readers.arriving import Parsed, stage, take_in
from mandrivna.readers.models import Arrival, Merge, Reader, Twins
from tests.drills.kit import named

if TYPE_CHECKING:
    from tests.drills.verbs import World


def looked_at(world: World) -> Arrival:
    parsed = Parsed(name="читачі.csv", format="csv", heads=["Псевдонім"], rows=[{"cells": ["Сойка"]}])
    return stage(named("arrival"), parsed, institution=world.lib.root, by=None)


def taken_in(world: World) -> Arrival:
    arrival = start_arrival(world.lib.act(), arrival=looked_at(world), place=world.lib.shelf)
    take_in.call(arrival=str(arrival.pk))
    return arrival


def merged(world: World) -> Merge:
    return merge_twins(world.lib.act(), kept=world.lib.reader(), gone=world.lib.reader(), place=world.lib.shelf)


def pair(world: World) -> Twins:
    world.lib.reader(name="Марія Невидима")
    return Twins.objects.latest("pk")


def cardless(world: World) -> Reader:
    reader = world.lib.reader()
    reader.cards.all().delete()
    return reader


CONSENTS: dict[str, tuple[Any, Callable[[World], dict[str, Any]]]] = {
    "readers.withdraw_consent": (withdraw_consent, lambda w: {"reader": w.reader, "place": w.lib.shelf, "purpose": "data"}),
    "readers.choose_own_notices": (choose_own_notices, lambda w: {"reader": w.reader, "notices_by": "call"}),
    "readers.withdraw_own_consent": (withdraw_own_consent, lambda w: {"reader": w.reader, "purpose": "data"}),
}
