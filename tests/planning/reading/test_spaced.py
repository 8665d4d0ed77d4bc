"""Columns made only by spaces, in a text or on a page without lines: read, less sure than ruled ones, and nothing of them lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from functools import cache
from typing import Any

import pytest

from mandrivna.planning.reading import limits
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import ReadPlan
from tests.planning.reading.kit import PLANS, expected, measured, outcome
from tests.planning.reading.layouts import as_page_without_lines, as_spaced
from tests.planning.reading.papers import as_pdf

NAMES = ("s1.txt", "s2.txt", "s3.txt", "s4.pdf")
SURE = 0.75
"""Under it the reviewer marks a row."""


@cache
def plan_of(name: str) -> ReadPlan:
    data = as_page_without_lines(expected(name)) if name.endswith(".pdf") else (PLANS / name).read_bytes()
    return read(data, name)


def told(plan: ReadPlan) -> dict[str, Any]:
    """What the expected files say, in their shape."""
    return {
        "title": plan.title,
        "year": plan.year,
        "indicators": {
            "columns": list(plan.indicators.columns),
            "rows": [[row.number, row.label, *row.values] for row in plan.indicators.rows],
        },
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "columns": list(section.columns),
                "roles": [str(role) for role in section.roles],
                "rows": [[cell.written for cell in row.cells] for row in section.rows],
                "terms": [row.term.short for row in section.rows],
                "executors": [[one.name for one in row.executors] for row in section.rows],
                "after": list(section.after),
            }
            for section in plan.sections
        ],
        "unplaced": [one.why for one in plan.unplaced],
        "doubts": [one.code for one in plan.doubts],
        "doubted": {
            f"{section.number}:{at}": [one.code for one in row.doubts]
            for section in plan.sections
            for at, row in enumerate(section.rows, 1)
            if row.doubts
        },
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_laid_out_by_spaces_is_read_as_a_person_reads_it(name: str) -> None:
    assert told(plan_of(name)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_each_row_is_marked_for_the_reviewer_and_shows_its_lines(name: str) -> None:
    plan = plan_of(name)
    assert [row.title for row in plan.rows if row.confidence >= SURE] == []
    assert [row.label for row in plan.indicators.rows if row.confidence >= SURE or not row.source] == []
    for row in plan.rows:
        source = Counter(re.findall(r"\w+", row.source))
        assert sum(map(len, source)) > 0
        assert {word for cell in row.cells for word in re.findall(r"\w+", cell.written)} - set(source) <= set(_joined(row.source))


def _joined(source: str) -> list[str]:
    """Words cut by a hyphen at the end of a line, whole."""
    found = []
    for cut in re.findall(r"(\w+)-(?:\s|$)", source):
        found += [f"{cut}{rest}" for rest in re.findall(r"\w+", source)]
    return found


@pytest.mark.parametrize("name", NAMES[:3])
def test_every_word_of_the_text_is_in_the_plan_or_in_the_list_of_what_was_left(name: str) -> None:
    plan = plan_of(name)
    words = re.findall(r"[^\W\d_]{3,}", " ".join(plan.source))
    said = repr(plan.as_data()) + repr(plan.unplaced) + "".join(row.source for row in plan.rows)
    assert {word for word in words if word not in said} <= CAPTIONS


CAPTIONS = {"ЗАГАЛЬНІ", "ПОКАЗНИКИ", "ЗАТВЕРДЖУЮ", "грудня", "ПЕРЕЛІК", "СКОРОЧЕНЬ", "Основні", "показники", "Розділ"}
"""Names of parts, and the month of the day of approval (kept as a date)."""


AIR = {"rows": 73, "columns": 66, "cells": 533, "term": 91, "quantities": 91, "executors": 86}
DENSE = {"rows": 66, "columns": 66, "cells": 490, "term": 85, "quantities": 85, "executors": 81}
FIGURES: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
    "air": ({"air": True}, AIR),
    "in the middle": ({"air": True, "middle": True}, AIR),
    "dense": ({}, DENSE),
    "pages": ({"page": 60}, DENSE),
}
"""Of 91 rows, 66 columns, 546 cells. What is missing cannot be seen in a layout by spaces: lines stacked in a cell without a mark,
and, where nothing parts rows, a row without a number (its words stand in the row above, which says so)."""


@pytest.mark.parametrize("how", FIGURES)
def test_a_whole_plan_laid_out_by_spaces(how: str) -> None:
    made, want = FIGURES[how]
    whole = expected("d0.txt")
    got = read(as_spaced(whole, **made), "план.txt").as_data()
    assert {name: right for name, (right, _of) in measured(got, whole).items()} == want
    assert got["indicators"] == whole["indicators"]
    assert len(got["sections"]) == len(whole["sections"])


@pytest.mark.thorough
def test_a_whole_plan_on_pages_without_lines() -> None:
    whole = expected("d0.txt")
    got = read(as_pdf(whole, ruled=False), "план.pdf").as_data()
    assert {name: right for name, (right, _of) in measured(got, whole).items()} == {
        "rows": 69, "columns": 66, "cells": 486, "term": 85, "quantities": 85, "executors": 86,
    }  # fmt: skip
    assert got["indicators"] == whole["indicators"]


HEAD = "№    Назва заходу                   Термін            Відповідальні\n"


def rows(text: str) -> list[list[str]]:
    return [[cell.written for cell in row.cells] for row in read((HEAD + text).encode(), "план.txt").rows]


def test_a_number_in_the_middle_of_its_row_takes_the_lines_over_and_under_it() -> None:
    plan = read((
        HEAD
        + "     Перегляд новинок для\n1    відвідувачів усіх               щомісяця          ЦПЧ\n     пунктів\n"
        + "     Виставка робіт\n2    учнів                           травень           ВОК\n     школи\n"
    ).encode(), "план.txt")  # fmt: skip
    assert [row.title for row in plan.rows] == ["Перегляд новинок для відвідувачів усіх пунктів", "Виставка робіт учнів школи"]
    assert [[one.code for one in row.doubts] for row in plan.rows] == [["guessed"], ["guessed"]]
    assert {row.confidence for row in plan.rows} == {0.5}


def test_words_between_two_columns_are_said_to_be_there() -> None:
    text = "".join(f"{at}    Огляд новинок місяця            щомісяця          ЦПЧ\n" for at in range(1, 5))
    plan = read((HEAD + text + "5    Дуже довга назва що вийшла за свій стовпець      ЦПЧ\n").encode(), "план.txt")
    last = plan.rows[-1]
    assert (last.title, [one.code for one in last.doubts], last.confidence) == (
        "Дуже довга назва що вийшла за свій стовпець", ["between"], 0.4,
    )  # fmt: skip


def test_a_row_torn_by_a_page_is_one_and_the_number_of_the_page_is_no_row() -> None:
    text = "1    Перегляд новинок для            щомісяця          ЦПЧ\n\n                              7\n\f" + HEAD
    text += "     відвідувачів\n2    Виставка                        травень           ВОК\n"
    assert rows(text) == [["1", "Перегляд новинок для відвідувачів", "щомісяця", "ЦПЧ"], ["2", "Виставка", "травень", "ВОК"]]


def test_the_head_of_pages_is_told_once() -> None:
    page = "Надрічна бібліотека. План на 2026 рік\n\n"
    text = "План роботи на 2026 рік\n\n" + HEAD + "1    Огляд                           щомісяця          ЦПЧ\n"
    for number in (2, 3, 4):
        text += f"\f{page}{number}    Огляд                           щомісяця          ЦПЧ\n"
    plan = read(text.encode(), "план.txt")
    assert [row.number for row in plan.rows] == ["1", "2", "3", "4"]
    assert [(one.why, one.text) for one in plan.unplaced] == [("header", "Надрічна бібліотека. План на 2026 рік")]


def test_text_without_a_head_that_anybody_knows_stays_text() -> None:
    plan = read(
        ("Колір      Звук       Смак\nсиній      тихий      солодкий\nбілий      гучний     гіркий\n" * 3).encode(), "план.txt"
    )
    assert (plan.rows, {one.code for one in plan.doubts}) == ((), {"no_year", "no_rows"})


ROW = "{at}    Складання звіту за               щомісяця          ЦПЧ\n     місяць\n"
LOOSE = "     слово слово                     січень\n"
YEARS = "Показники             План на 2024 рік      План на 2025\n"
BIG = {
    "spaces and words": lambda: "".join(" " * (at * 7919 % 190) + "слово\n" for at in range(20_000)),
    "rows": lambda: HEAD + "".join(ROW.format(at=at % 999) for at in range(14_000)),
    "no numbers": lambda: HEAD + "     слово слово                     січень      ЦПЧ\n" * 28_000,
    "heads": lambda: HEAD * 20_000,
    "middle": lambda: HEAD + "     слово\n1    слово\n" + LOOSE * 40_000,
    "figures": lambda: YEARS + "Слово                 1           2\n" * 40_000,
    "pieces": lambda: HEAD + ("а  " * 82 + "\n") * 8_000,
    "pages": lambda: (HEAD + "1    слово                           січень   ЦПЧ\n\f") * 12_000,
    "halves of words": lambda: HEAD + "1    " + "сло-\n     " * 50_000,
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", BIG)
def test_two_megabytes_of_spaces_are_read_or_refused_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 8.0)
    data = BIG[name]().encode()
    began = time.process_time()
    assert outcome(data) in ("read", "too_slow", "too_long")
    assert time.process_time() - began < 20.0


def test_ten_times_the_text_takes_no_more_than_some_ten_times_as_long() -> None:
    """No step looks at a line for every other line."""

    def took(many: int) -> float:
        data = (HEAD + "".join(ROW.format(at=at % 999) for at in range(many))).encode()
        began = time.process_time()
        assert outcome(data) == "read"
        return time.process_time() - began

    took(50)
    assert took(3_000) < 40 * max(took(300), 0.02)
