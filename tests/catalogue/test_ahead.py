"""The next chunk of a file is read while the database makes this one safe; nothing is lost, doubled or hidden by that."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mandrivna.catalogue.importing.ahead import Ahead


def numbers(made: list[tuple[int, bool]], most: int = 4) -> Iterator[int]:
    here = threading.get_ident()
    for number in range(1, most + 1):
        made.append((number, threading.get_ident() == here))
        yield number


def test_each_comes_once_and_in_order_whether_made_beside_or_not():
    made: list[tuple[int, bool]] = []
    with Ahead[int]() as ahead:
        taken = []
        for number in ahead.each(numbers(made)):
            taken.append(number)
            if number % 2:
                ahead.begin()
    assert taken == [1, 2, 3, 4]
    assert [number for number, _here in made] == [1, 2, 3, 4]


def test_only_what_was_asked_for_is_made_beside():
    threads: list[str] = []

    def named() -> Iterator[int]:
        for number in range(4):
            threads.append(threading.current_thread().name.partition("_")[0])
            yield number

    with Ahead[int]() as ahead:
        for number in ahead.each(named()):
            if number == 1:
                ahead.begin()
    mine = threading.current_thread().name
    assert threads == [mine, mine, "ahead", mine]


def test_what_goes_wrong_beside_is_raised_where_it_is_taken():
    def spoilt() -> Iterator[int]:
        yield 1
        raise ValueError("a damaged file")

    taken = []
    with pytest.raises(ValueError, match="a damaged file"), Ahead[int]() as ahead:
        for number in ahead.each(spoilt()):
            ahead.begin()
            taken.append(number)
    assert taken == [1]


def test_whoever_leaves_early_waits_for_what_is_being_made():
    begun, over = threading.Event(), threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        begun.set()
        over.wait(5)
        yield 2

    with Ahead[int]() as ahead:
        for _number in ahead.each(slow()):
            ahead.begin()
            begun.wait(5)
            over.set()
            break
    assert not [one for one in threading.enumerate() if one.name.startswith("ahead")]
