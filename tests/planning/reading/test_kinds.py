"""Other kinds of plans: goals of an association's branch, a one-year programme, a strategy for six years."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.planning.reading.said import Kind
from tests.planning.reading.kit import expected, plan, said

GOALS, PROGRAMME, STRATEGY = "d2.txt", "d3.txt", "d4.txt"


@pytest.mark.parametrize("at", range(len(expected(GOALS)["goals"])))
def test_a_goal_is_a_section_with_the_heads_of_the_one_table(at: int) -> None:
    want, got = expected(GOALS)["goals"][at], said(GOALS)["sections"][at]
    assert {key: got[key] for key in ("number", "title", "rows")} == {key: want[key] for key in ("number", "title", "rows")}
    assert (got["columns"], got["roles"]) == (expected(GOALS)["columns"], expected(GOALS)["roles"])


def test_the_plan_of_goals_is_signed() -> None:
    want = expected(GOALS)
    assert {key: said(GOALS)[key] for key in ("kind", "year", "title", "place", "approval", "signature")} == {
        key: want[key] for key in ("kind", "year", "title", "place", "approval", "signature")
    }
    assert len(said(GOALS)["sections"]) == len(want["goals"])
    assert not any(section["narrative"] for section in said(GOALS)["sections"])


def test_a_programme_has_content_place_and_result() -> None:
    want, got = expected(PROGRAMME), said(PROGRAMME)
    for key in ("kind", "year", "title", "place", "approval", "preamble"):
        assert got[key] == want[key]
    assert [{**section, "narrative": []} for section in got["sections"]] == want["sections"]
    assert [line for section in got["sections"] for line in section["narrative"]] == want["narrative"]


def test_instruments_of_a_programme_say_how_often() -> None:
    assert [
        {
            "title": one["title"],
            "items": [{"text": text, "term": term} for text, term in zip(one["items"], one["terms"], strict=True)],
        }
        for one in said(PROGRAMME)["lists"]
    ] == expected(PROGRAMME)["lists"]


def _closing(scope: dict[str, Any]) -> dict[str, Any]:
    years = [int(year) for year in scope["term"].split("-")]
    return {**{key: scope[key] for key in ("written", "scope", "coordinator", "note")}, "years": years}


@pytest.mark.parametrize("at", range(len(expected(STRATEGY)["directions"])))
def test_a_direction_says_whom_it_is_about_who_leads_and_for_which_years(at: int) -> None:
    want, got = expected(STRATEGY)["directions"][at], said(STRATEGY)["sections"][at]
    assert (got["number"], got["title"]) == (want["number"], want["title"])
    assert got["narrative"][0].startswith(want["begins"])
    assert [_closing(scope) for scope in got["scopes"]] == want["closings"]
    lines = [line for line in got["narrative"] if line[:1] in "-*•"]
    for scope in got["scopes"]:  # it stands in the text where it stood, and apart as what was understood
        lines = [line.removesuffix(scope["written"]) for line in lines]
    assert [line.replace(" ", "") for line in lines] == [line.replace(" ", "") for line in want["bullets"]]


def test_a_strategy_is_for_several_years() -> None:
    want, got = expected(STRATEGY), plan(STRATEGY)
    assert (got.kind, got.year, got.until, got.title) == (Kind.STRATEGY, *want["years"], want["title"])
    assert [(one.title, list(one.items)) for one in got.lists] == [
        (one["title"], [item["text"] for item in one["items"]]) for one in want["lists"]
    ]
    assert got.notes == (want["closing"],)
    assert len(got.sections) == len(want["directions"])
