"""The order of a Ukrainian list."""

from __future__ import annotations

import random

import pytest

from mandrivna.shared.alphabet import ALPHABET, NARROW_SIGNS, compare, sort_key, stored_key

IN_ORDER = [
    "1984", "абетка", "Ґанок і сад", "ґатунок", "дім", "екран", "Енеїда", "Європа", "єдність", "жито", "зоря", "ива", "ім’я",
    "інтерес", "їжак", "йод", "кобзар", "«Лісова пісня»", "мавка", "сімейний альбом", "сім’я", "щастя", "юність", "ясен", "Kobzar",
]  # fmt: skip


def test_letters_stand_where_the_alphabet_has_them():
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(("earlier", "later"), [("г", "ґ"), ("ґ", "д"), ("е", "є"), ("є", "ж"), ("и", "і"), ("і", "ї"), ("ї", "й")])
def test_the_letters_that_bytes_misplace(earlier, later):
    assert (compare(earlier, later), compare(later, earlier), compare(later, later)) == (-1, 1, 0)
    assert compare(f"{later}а".upper(), f"{earlier}я") == 1


def test_an_apostrophe_and_quotes_do_not_count():
    assert sort_key("сім’я")[0] == sort_key("сім'я")[0] == sort_key("«Сімя»")[0]


def test_equal_texts_in_different_case_have_one_order():
    assert sorted(["Мова", "мова", "МОВА"], key=sort_key) == ["мова", "Мова", "МОВА"]


def test_every_letter_is_named_once():
    assert len(ALPHABET) == len(set(ALPHABET)) == 36


def test_a_key_made_by_bytes_is_the_key_made_sign_by_sign():
    """A sign from afar behind the end of a key makes it the long way."""
    for text in (*IN_ORDER, "".join(NARROW_SIGNS), "Ё, ґ — №1 «€»"):
        for said in (text, *text):
            assert f"{stored_key(said, 300)}7a" == stored_key(f"{said}中", 300), said
