"""Damaged files are read, or refused in words, and nothing else: some hundreds in `make test`, 100,000 in `make drill`."""

from __future__ import annotations

import os
import random

import pytest

from tests.planning.reading import damage
from tests.planning.reading.damage import KINDS, MOST_MEMORY, SLOWEST, damaged, many, small
from tests.planning.reading.kit import outcome
from tests.planning.reading.papers import as_pdf

LONG = os.environ.get("MANDRIVNA_DRILL") == "long"
INPUTS = 100_000 if LONG else 400


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_read_or_refused_and_nothing_else(kind: str) -> None:
    """Not one unhandled, each in its time, all of them in little memory; and the damage is not so great that nothing is read."""
    told = many(INPUTS // len(KINDS), kinds=(kind,))
    assert told.unhandled == []
    assert told.slowest < SLOWEST, told.slowest_of
    assert told.grown < MOST_MEMORY
    assert told.answers[f"{kind}: read"] > told.read // 10


def test_the_drill_notices_what_is_not_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: an importer that breaks is named with its input, and the drill goes on."""

    def breaks(_data: bytes) -> str:
        raise KeyError("графа")

    monkeypatch.setattr(damage, "outcome", breaks)
    told = many(2, seed=5, kinds=("text",))
    assert (told.read, told.unhandled) == (2, ["text 0 of seed 5: KeyError 'графа'", "text 1 of seed 5: KeyError 'графа'"])


@pytest.mark.thorough
def test_a_damaged_pdf_is_refused_by_its_own_process() -> None:
    chance, whole = random.Random(3), as_pdf(small())
    for _number in range(12):
        answer = outcome(damaged(chance, whole, [b"endobj", b"<<", b"stream", b"999999999"]))
        assert answer in ("read", "damaged", "no_text", "too_slow", "encrypted")
