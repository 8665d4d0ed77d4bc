"""Lists in the order of the Ukrainian alphabet, whichever engine sorts them."""

from __future__ import annotations

import random
from functools import cmp_to_key

import pytest
from django.db import connection

from mandrivna.catalogue.models import Record
from mandrivna.core.checks import durable
from mandrivna.core.collation import numbered, ukrainian
from mandrivna.shared.alphabet import ALPHABET, compare_numbered, sort_key
from tests.factories.library import library
from tests.shared.test_alphabet import IN_ORDER

pytestmark = pytest.mark.django_db


def sorted_by_the_database(titles, order="title"):
    lib = library()
    for title in random.Random(2).sample(titles, len(titles)):
        lib.record(title)
    return list(Record.objects.order_by(ukrainian(order), "pk").values_list("title", flat=True))


def test_the_database_sorts_as_the_alphabet():
    assert sorted_by_the_database(IN_ORDER) == IN_ORDER


def test_and_the_other_way_round():
    assert sorted_by_the_database(["єва", "еней", "ґава", "їжак"], "-title") == ["їжак", "єва", "еней", "ґава"]


def test_our_order_is_that_of_the_engine_for_every_letter():
    letters = [f"{letter}{end}" for letter in ALPHABET for end in ("а", "я")]
    assert sorted_by_the_database(letters) == sorted(letters, key=sort_key)


@pytest.mark.parametrize(
    "parts",
    [
        ["№ 1", "№ 1а", "№ 2", "№ 3", "№ 3–4", "№ 10", "№ 0100"],
        ["2023, № 11", "2024, № 2", "2024, № 10"],
        ["С. 3–9", "С. 20–26"],
        ["Т. 2, кн. 1", "Т. 2, кн. 11", "Т. 10", "Т. 123456789012"],
    ],
)
def test_numbers_inside_a_text_stand_as_numbers(parts):
    lib = library()
    for part in random.Random(3).sample(parts, len(parts)):
        lib.record(part=part)
    assert list(Record.objects.order_by(numbered("part")).values_list("part", flat=True)) == parts
    assert sorted(random.Random(4).sample(parts, len(parts)), key=cmp_to_key(compare_numbered)) == parts


def test_the_check_of_the_database_finds_the_alphabet():
    assert [found.id for found in durable(databases=[connection.alias]) if found.id == "mandrivna.E015"] == []
