"""A plan read from a file, saved, printed as DOCX and read again is the same plan."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan
from mandrivna.planning.plan_arriving import stage
from mandrivna.planning.printing.paper import document
from mandrivna.planning.reading.read import read
from mandrivna.shared.ids import new_uid
from mandrivna.shared.printing import docx as word
from tests.planning.written_plans import FOLDER

type Places = tuple[Unit, Unit, Unit]


def saved(data: bytes, name: str, unit: Unit, year: int) -> tuple[Plan, dict[str, Any]]:
    """Through the same steps as on the screen: read, staged, looked through, saved."""
    found = read(data, name)
    reading = stage(new_uid(), found, unit=unit, by=None)
    plan = plans.save_reading(Act(actor=SYSTEM), reading=reading, year=year, kind=str(found.kind), title=found.title or "План")
    return plan, found.as_data()


def flat(text: str) -> str:
    return " ".join(text.split())


def told(data: dict[str, Any]) -> list[Any]:
    """Sections with their columns and rows as they are written and understood; how a line was broken on a page is not of it."""
    return [
        (
            section["number"], flat(section["title"]).casefold(), [flat(text) for text in section["columns"]], section["roles"],
            [
                (row["number"], [flat(cell) for cell in row["cells"]], row["term"], row["quantities"], row["executors"])
                for row in section["rows"]
            ],
        )
        for section in data["sections"]
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "year"), [("d0", 2025), ("d1", 2024), ("d2", 2021)])
def test_printed_and_read_again_it_is_the_same_plan(places: Places, name: str, year: int) -> None:
    plan, first = saved((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt", places[0], year)
    again = read(word.write(document(plan)), "plan.docx").as_data()
    assert told(again) == told(first)
    assert [flat(line) for line in again["preamble"]] == [flat(line) for line in first["preamble"]]
    assert again["abbreviations"] == first["abbreviations"]
    assert again.get("indicators") == first.get("indicators")
    assert again.get("notes") == first.get("notes")
