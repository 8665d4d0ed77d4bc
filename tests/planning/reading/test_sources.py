"""Two years' plans of one library, as they came: every row, column, term, quantity and executor as a person reads them."""

from __future__ import annotations

import pytest

from tests.planning.reading.kit import expected, measured, plan, said

BROKEN = pytest.param("d1.txt", marks=pytest.mark.thorough)  # some four seconds for all of it
BOTH = ["d0.txt", BROKEN]
SECTIONS = [
    pytest.param(name, at, id=f"{name}-{section['number']}", marks=[pytest.mark.thorough] if name == "d1.txt" else [])
    for name in ("d0.txt", "d1.txt")
    for at, section in enumerate(expected(name)["sections"])
]
FRONT = ["kind", "year", "title", "place", "approval", "preamble", "indicators", "contents", "notes", "abbreviations"]


@pytest.mark.parametrize(("name", "at"), SECTIONS)
def test_a_section_is_read_as_a_person_reads_it(name: str, at: int) -> None:
    assert said(name)["sections"][at] == expected(name)["sections"][at]


@pytest.mark.parametrize("name", BOTH)
def test_what_stands_around_the_sections_is_read_too(name: str) -> None:
    assert {key: said(name)[key] for key in FRONT} == {key: expected(name)[key] for key in FRONT}
    assert said(name).keys() == expected(name).keys()
    assert len(said(name)["sections"]) == len(expected(name)["sections"])


@pytest.mark.parametrize("name", BOTH)
def test_every_row_column_term_quantity_and_executor_is_right(name: str) -> None:
    assert {what: right == of > 0 for what, (right, of) in measured(said(name), expected(name)).items()} == dict.fromkeys(
        ("rows", "columns", "cells", "term", "quantities", "executors"), True
    )


def test_the_measure_sees_one_wrong_term() -> None:
    """A negative control: otherwise a measure that counts nothing would be green as well."""
    wrong = {
        "sections": [
            {**one, "rows": [{**row, "term": "q9"} for row in one["rows"][:1]] + one["rows"][1:]}
            for one in said("d0.txt")["sections"]
        ]
    }
    counted = measured(wrong, expected("d0.txt"))
    with_rows = sum(bool(one["rows"]) for one in expected("d0.txt")["sections"])
    assert counted["term"][1] - counted["term"][0] == with_rows
    assert counted["executors"][0] == counted["executors"][1]


@pytest.mark.parametrize(("name", "torn"), [("d0.txt", 5), pytest.param("d1.txt", 5, marks=pytest.mark.thorough)])
def test_rows_torn_by_a_page_are_put_together_and_say_so(name: str, torn: int) -> None:
    rows = [row for row in plan(name).rows if any(doubt.code == "joined" for doubt in row.doubts)]
    assert len(rows) == torn
    assert all(row.confidence <= 0.9 and "\n" in row.source for row in rows)


def test_every_word_of_the_file_is_in_the_plan_or_in_the_list_of_what_found_no_place() -> None:
    assert [one.text.replace("\t", " ") for one in plan("d0.txt").unplaced] == ["-- -- --- -- -- --", "-- -- -- -- -- --"]


def test_the_numbers_of_columns_are_no_row() -> None:
    assert [one.number for one in plan("d0.txt").sections if one.numbered_columns] == ["1", "2.1", "5"]
