"""Slips of the finger: near words, and no wild guesses."""

from __future__ import annotations

import pytest

from mandrivna.shared.text import fold
from mandrivna.shared.text.typos import MOST_WORDS, Vocabulary, corrections, distance, lookalike

BOOKS = Vocabulary.of(
    [
        "Тигролови", "Багряний, Іван", "Кобзар", "Шевченко Тарас", "Лісова пісня", "Зубянкова", "Зуб’янкова Надія", "П’ять зошитів",
        "Ґрунти України", "Проєкт «Мандри»", "Бібліотека без стін", "Воїтєєва", "Коцюбинський Михайло", "Тіні забутих предків",
        "Хата", "Кіт у чоботях", "Orwell, George", "1984",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("кобзар", "кобзар", 0),
        ("кобзра", "кобзар", 1),
        ("кобзр", "кобзар", 1),
        ("коббзар", "кобзар", 0.5),
        ("зубянкова", "зуб'янкова", 0.5),
        ("мандри", "мандрі", 0.5),
        ("проект", "проєкт", 0.5),
        ("", "кіт", 3),
    ],
)
def test_how_wrong_a_word_is(one, other, cost):
    assert distance(one, other) == cost == distance(other, one)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("тигроловы", ["тигролови"]),
        ("тигролви", ["тигролови"]),
        ("кобазр", ["кобзар"]),
        ("шевчнко", ["шевченко"]),
        ("лисова писня", ["лісова пісня"]),
        ("пять зошитів", ["п'ять зошитів"]),
        ("проект мандри", ["проєкт мандри"]),
        ("воітєєва", ["воїтєєва"]),
        ("коцюбинскій", ["коцюбинський"]),
        ("xata", ["хата"]),
        ("кит", ["кіт"]),
        ("orvell", ["orwell"]),
    ],
)
def test_what_was_meant(typed, meant):
    assert corrections(fold(typed), [BOOKS]) == meant


@pytest.mark.parametrize(
    "typed", ["", "?!", "кт", "бiблiотека", "orwel", "абракадабра", "кобзар", "кобза", "тигролови невідоме", "12345"]
)
def test_nothing_is_guessed_where_nothing_is_near_or_all_is_known(typed):
    assert corrections(typed, [BOOKS]) == []


def test_two_equally_near_are_both_offered_the_frequent_first():
    known = Vocabulary.of(["Мова", "Мова", "Вода"])
    assert corrections("мода", [known]) == ["мова", "вода"]


def test_words_of_several_vocabularies_meet_in_one_text():
    assert corrections("кобзра садовй", [BOOKS, Vocabulary.of(["Хаб на Садовій"])]) == ["кобзар садовій"]


def test_a_half_typed_word_is_known():
    assert (BOOKS.knows("тигр"), BOOKS.knows("тигра"), BOOKS.knows("")) == (True, False, True)


def test_a_look_alike_is_only_a_word_wholly_of_such_letters():
    assert (lookalike("xata"), lookalike("wind")) == ("хата", "wind")


def test_a_large_vocabulary_keeps_the_frequent_words():
    known = Vocabulary({f"слово{number:06d}": number for number in range(MOST_WORDS + 10)})
    assert (len(known), known.knows("слово000009"), known.knows("слово000010")) == (MOST_WORDS, False, True)
