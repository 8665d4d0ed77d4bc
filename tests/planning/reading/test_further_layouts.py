"""Two layouts written by a fresh eye and never used while the importer was made: how much of them it reads, told as it is.

The figures are asserted exactly, so that a worse importer is red; a better one is to raise them here and in docs/benchmarks.md.
Nobody tunes the importer to these two files: what is missing is mended for plans of that kind, and then two more are to be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mandrivna.planning.plan_arriving import told_of
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import ReadPlan
from tests.planning import village_plan
from tests.planning.reading.kit import PLANS, expected

FIGURES: dict[str, dict[str, tuple[int, int]]] = {
    "x1.txt": {
        "sections": (6, 6), "rows": (20, 21), "columns": (24, 29), "cells": (113, 118), "term": (14, 21), "quantities": (20, 21),
        "executors": (0, 21), "figures": (4, 6),
    },
    "x2.docx": {
        "sections": (3, 3), "rows": (13, 13), "columns": (9, 15), "cells": (65, 65), "term": (10, 13), "quantities": (11, 13),
        "executors": (4, 13), "figures": (0, 4),
    },
}  # fmt: skip
STAMP = {"ЗАТВЕРДЖЕНО", "грудня"}
"""The word over the approval and the name of its month: kept as the approval and its day."""
BENCHMARKS = Path(__file__).parents[3] / "docs/benchmarks.md"
NAMES = {
    "sections": "sections", "rows": "rows found", "columns": "columns understood", "cells": "cells", "term": "terms",
    "quantities": "quantities", "executors": "executors", "figures": "rows of figures",
}  # fmt: skip


def plan_of(name: str) -> ReadPlan:
    return read(village_plan.build(), "x2.docx") if name == "x2.docx" else read((PLANS / name).read_bytes(), name)


def measured(got: dict[str, Any], want: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """(right, of how many). Sections are found by number and title, rows by the words of their title inside the section, so that
    one section too many does not make everything after it wrong."""
    right, of = dict.fromkeys(NAMES, 0), dict.fromkeys(NAMES, 0)
    sections = {(one["number"], one["title"]): one for one in got["sections"]}
    for section in want["sections"]:
        found = sections.get((section["number"], section["title"]))
        of["sections"] += 1
        right["sections"] += found is not None
        found = found or {"columns": [], "roles": [], "rows": []}
        of["columns"] += len(section["roles"])
        right["columns"] += sum(one == other for one, other in zip(found["roles"], section["roles"], strict=False))
        for row, other in _paired(section, found):
            of["rows"] += 1
            right["rows"] += other is not None
            of["cells"] += len(row["cells"])
            right["cells"] += sum(one == two for one, two in zip((other or {"cells": []})["cells"], row["cells"], strict=False))
            for name in ("term", "quantities", "executors"):
                of[name] += 1
                right[name] += other is not None and other[name] == row[name]
    of["figures"] = len(want["indicators"]["rows"])
    right["figures"] = sum(row in got["indicators"]["rows"] for row in want["indicators"]["rows"])
    return {name: (right[name], of[name]) for name in NAMES}


def _paired(section: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    at = section["roles"].index("title") if "title" in section["roles"] else 0
    mine = found["roles"].index("title") if "title" in found["roles"] else at
    left = list(found["rows"])
    for row in section["rows"]:
        other = next((one for one in left if mine < len(one["cells"]) and one["cells"][mine] == row["cells"][at]), None)
        if other is not None:
            left.remove(other)
        yield row, other


@pytest.mark.parametrize("name", ["x1.txt", "x2.docx"])
def test_what_is_read_of_a_layout_that_nobody_tuned_for(name: str) -> None:
    assert measured(plan_of(name).as_data(), expected(name)) == FIGURES[name]


def test_the_figures_that_are_published_are_those_that_are_measured() -> None:
    said = BENCHMARKS.read_text(encoding="utf-8")
    rows = [f"| {NAMES[name]} | {_of(FIGURES['x1.txt'][name])} | {_of(FIGURES['x2.docx'][name])} |" for name in NAMES]
    assert [row for row in rows if row not in said] == []


def _of(figure: tuple[int, int]) -> str:
    return f"{figure[0]} of {figure[1]}"


def test_what_is_not_understood_of_them_is_not_lost() -> None:
    """Every word of both files stands in the plan or in the list of what found no place."""
    text = (PLANS / "x1.txt").read_text(encoding="utf-8")
    everything = " ".join(str(told_of(plan_of("x1.txt"))).replace("\\n", " ").split())
    words = [word.rstrip(".") for word in text.split() if not set(word) <= set("_-")]
    assert {word for word in words if word not in everything} == STAMP
    want = expected("x2.docx")
    everything = str(told_of(plan_of("x2.docx")))
    cells = [line for one in want["sections"] for row in one["rows"] for cell in row["cells"] for line in cell.split("\n")]
    figures = [value for row in want["indicators"]["rows"] for value in (row["label"], *row["values"])]
    words = [*want["notes"], *want["indicators"]["columns"], *want["sections"][0]["columns"], *cells, *figures]
    assert [line for line in [*words, want["signature"]["post"], want["signature"]["name"]] if line not in everything] == []


def test_the_measure_notices_what_is_wrong() -> None:
    """Negative control: a plan is right in everything against itself, and one wrong term is one wrong term."""
    want = expected("x2.docx")
    assert all(right == of for right, of in measured(want, want).values())
    rows = [{**row, "term": "?"} if at == 0 else row for at, row in enumerate(want["sections"][0]["rows"])]
    hurt = {**want, "sections": [{**want["sections"][0], "rows": rows}, *want["sections"][1:]]}
    right, of = measured(hurt, want)["term"]
    assert right == of - 1
