"""Plans in files and what a person reads in them: `tests/fixtures/plans`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from mandrivna.planning.reading.blocks import UnreadableError
from mandrivna.planning.reading.read import read, read_strictly
from mandrivna.planning.reading.said import ReadPlan
from mandrivna.planning.reading.telling import DOUBTS, REFUSED, SLIPS, UNPLACED, counted, reviewed

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"


@cache
def plan(name: str) -> ReadPlan:
    return read((PLANS / name).read_bytes(), name)


@cache
def said(name: str) -> dict[str, Any]:
    return plan(name).as_data()


@cache
def expected(name: str) -> dict[str, Any]:
    """Written by a person who read the source, not by running the importer."""
    return json.loads((PLANS / name).with_suffix(".expected.json").read_text(encoding="utf-8"))


def measured(got: dict[str, Any], want: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """For rows, columns, cells, terms, quantities and executors: (right, of how many), section by section in order."""
    counted = {name: [0, 0] for name in ("rows", "columns", "cells", "term", "quantities", "executors")}
    for at, section in enumerate(want["sections"]):
        found = got["sections"][at] if at < len(got["sections"]) else {"columns": [], "rows": []}
        counted["columns"][0] += sum(one == other for one, other in zip(found["columns"], section["columns"], strict=False))
        counted["columns"][1] += len(section["columns"])
        for number, row in enumerate(section["rows"]):
            other = found["rows"][number] if number < len(found["rows"]) else {}
            counted["rows"][0] += other == row
            counted["rows"][1] += 1
            counted["cells"][0] += sum(one == two for one, two in zip(other.get("cells", []), row["cells"], strict=False))
            counted["cells"][1] += len(row["cells"])
            for name in ("term", "quantities", "executors"):
                counted[name][0] += other.get(name) == row[name]
                counted[name][1] += 1
    return {name: (right, of) for name, (right, of) in counted.items()}


def outcome(data: bytes) -> str:
    """Whatever was read can be shown and counted too; only a refusal in words may come instead."""
    try:
        plan = read_strictly(data, "план")
    except UnreadableError as refused:
        assert refused.code in REFUSED
        return refused.code
    plan.as_data()
    review = reviewed(plan)
    assert counted(plan)["rows"] == len(review["rows"])
    assert {one["code"] for one in review["doubts"]} | {code for row in review["rows"] for code, _about in row["doubts"]} <= set(
        DOUBTS
    )
    assert {one["kind"] for one in review["slips"]} <= set(SLIPS)
    assert {one["why"] for one in review["unplaced"]} <= set(UNPLACED)
    return "read"
