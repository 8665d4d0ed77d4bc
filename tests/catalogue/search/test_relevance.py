"""The frozen questions of scripts/relevance, asked of a test's own index."""

from __future__ import annotations

import pytest

from scripts.relevance.__main__ import ours, score
from scripts.relevance.collection import PARTS, demonstration, questions, titles

pytestmark = [pytest.mark.django_db, pytest.mark.drift]


def test_nineteen_of_twenty_right_titles_are_among_the_first_three(place):
    asked = questions()
    ask = ours([*titles(), *demonstration()])
    parts = {part: [one for one in asked if one.part == part] for part in PARTS}
    assert {part: len(its) for part, its in parts.items()} == dict.fromkeys(PARTS, 90)
    assert score(ask, asked).success >= 0.95


def test_the_collection_holds_what_the_questions_want():
    named = {one.title for one in titles()}
    assert len(named) > 400
    assert [wanted for one in questions() for wanted in one.wanted if wanted not in named] == []
