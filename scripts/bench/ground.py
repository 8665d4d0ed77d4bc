"""The library that is measured: made through the verbs, as everything in it would be."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from mandrivna.catalogue.actions.records import add_record
from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.fund.actions.copies import accept_copy
from mandrivna.readers.actions.enrolment import enrol

HUBS = 6
START = dt.datetime(2026, 1, 12, 7, tzinfo=dt.UTC)


@dataclass
class Ground:
    root: Unit
    shelves: list[Unit]


def ground() -> Ground:
    root = found_root(Act(actor=SYSTEM, at=START), kind=Kind.INSTITUTION, name="Бібліотека для замірів", mode=Mode.TRAVELLING)
    shelves = []
    for number in range(HUBS):
        hub = create_unit(Act(actor=SYSTEM, at=START), parent=root, kind=Kind.HUB, name=f"Хаб {number + 1}")
        shelves.append(create_unit(Act(actor=SYSTEM, at=START), parent=hub, kind=Kind.SHELF, name=f"Полиця {number + 1}"))
    return Ground(root, shelves)


def pairs(place: Ground, number: int) -> list[tuple[uuid.UUID, uuid.UUID, int]]:
    """(copy, reader, shelf): different readers and different copies, ready for a first loan."""
    record = add_record(Act(actor=SYSTEM, at=START), unit=place.root, title="Лісова пісня", authors="Леся Українка")
    made = []
    for index in range(number):
        shelf, reader = place.shelves[index % HUBS], uuid.uuid4()
        copy = accept_copy(Act(actor=SYSTEM, at=START), record=record, place=shelf)
        enrol(Act(actor=SYSTEM, at=START), place=shelf, reader=reader, pseudonym=f"Читач {index}", birth_year=1950 + index % 60)
        made.append((copy.pk, reader, shelf.pk))
    return made
