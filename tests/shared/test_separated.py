"""CSV as a Ukrainian Excel opens it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandrivna.shared.printing.separated import harmless, separated


def test_a_mark_semicolons_and_quotes_where_they_are_needed():
    lines = "".join(separated(["Назва", "Рік"], [["Пісня; казка", 1911], ["Він сказав «так»", None]]))
    assert lines == '\ufeffНазва;Рік\r\n"Пісня; казка";1911\r\nВін сказав «так»;\r\n'


@pytest.mark.parametrize("formula", ["=1+1", "+380", "-1", "@cmd", "\t=1", "\r=1", "＝1"])
def test_a_text_never_becomes_a_formula(formula):
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize(("value", "shown"), [(-5, "-5"), (Decimal("2.50"), "2,50"), (Decimal("-0.5"), "-0,5"), ("а=б", "а=б")])
def test_numbers_stay_numbers(value, shown):
    assert harmless(value) == shown


def test_lines_come_one_by_one():
    def rows():
        yield [1]
        raise AssertionError("read too far")

    found = separated(["н"], rows())
    assert [next(found), next(found)] == ["\ufeffн\r\n", "1\r\n"]
