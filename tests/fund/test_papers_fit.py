"""Heads of tables on paper are not divided into syllables, so each of their words must fit its column."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.fund.balance import balance
from mandrivna.fund.balance_papers import balance_book, balance_rows
from mandrivna.fund.models import Gift
from mandrivna.fund.papers import ACCEPTANCE, summary
from mandrivna.fund.papers import act as accepted
from mandrivna.fund.replacing_papers import departures_book
from mandrivna.fund.withdrawing import lines_of
from mandrivna.fund.withdrawing_papers import act as withdrawn
from mandrivna.shared.printing.document import Document, Grid
from tests.factories.library import Library, library
from tests.fund.test_withdrawing import drawn

pytestmark = pytest.mark.django_db
LETTER, EDGES = 0.2, 3.0
"""Millimetres: a bold letter for each point of its size, and what the edges of a cell take of it."""


def papers(lib: Library) -> list[Document]:
    root, one = lib.root, drawn(lib, lib.copy())
    stood = balance_rows(balance(root, 2026, dt.date(2026, 3, 1)))
    return [
        summary(root, 2026, []),
        departures_book(root, 2026, []),
        balance_book(root, 2026, stood),
        withdrawn(one, lines_of(one)),
        accepted(ACCEPTANCE, Gift(institution=root), [], donor=""),
    ]


def crowded(paper: Document) -> list[str]:
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    page = (297 if paper.wide else 210) - paper.margins.left - paper.margins.right
    share = page / sum(column.width for column in grid.columns)
    letter = LETTER * (10.5 if paper.wide else 11.5)
    return [
        word
        for _row, at, cell in grid.placed()
        for word in cell.text.split()
        if len(word) * letter + EDGES > grid.columns[at].width * share
    ]


def test_each_word_of_a_head_fits_its_column() -> None:
    assert [crowded(paper) for paper in papers(library())] == [[]] * 5
