"""Forms of words: with the dictionary, and by endings where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandrivna.shared.text import lemmas as home
from mandrivna.shared.text import words
from mandrivna.shared.text.folding import fold
from mandrivna.shared.text.lemmas import lemmas
from mandrivna.shared.text.stems import english, slavic

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("said", "forms"),
    [
        ("книжок", {"книжка"}),
        ("року", {"рок", "рік"}),
        ("роботи", {"робот", "робота"}),
        ("п’ятьох", {"пять"}),
        ("пʼятьох", {"пять"}),
        ("пятьох", {"пять"}),  # whoever leaves the apostrophe out
        ("ґрунту", {"грунт"}),
        ("грунту", {"грунт"}),
        ("Черкасах", {"черкас", "черкаси"}),
        ("Шевченкові", {"шевченків", "шевченко", "шевченковий"}),
        ("Ле\u0301сі", {"лес", "лесь", "леся"}),
        ("бiблiотек", {"бібліотека"}),  # Latin i
        ("песню", {"песня"}),  # Russian
        ("литературы", {"литература"}),
        ("books", {"book"}),
        ("2022", {"2022"}),
    ],
)
def test_all_the_forms_a_word_may_come_from(said, forms):
    (word,) = words(said)
    assert set(lemmas(word)) == forms


def test_the_exact_word_is_preferred_to_the_one_with_another_letter():
    assert lemmas("грати") == ("грати",)  # not ґрата


@pytest.mark.parametrize(
    ("one", "other"),
    [("книжок", "книжки"), ("року", "рік"), ("бібліотеці", "бібліотекою"), ("пісень", "пісню"), ("знання", "знань"),
     ("шевченка", "шевченко"), ("українською", "українська"), ("літературы", "література")],
)  # fmt: skip
def test_stems_join_the_forms_of_a_word(one, other):
    assert slavic(one) == slavic(other)


@pytest.mark.parametrize(("one", "other"), [("запах", "запис"), ("ліс", "лист"), ("мова", "море"), ("поле", "полиця")])
def test_stems_keep_different_words_apart(one, other):
    assert slavic(one) != slavic(other)


def test_english_is_stemmed_lightly():
    assert [english(word) for word in ("stories", "stopped", "reading", "glass", "books")] == [
        "story",
        "stop",
        "read",
        "glass",
        "book",
    ]


def test_without_the_dictionary_the_stems_serve(monkeypatch):
    monkeypatch.setattr(home, "_dictionary", lambda _language: None)
    monkeypatch.setattr(home, "_kept", {})
    assert lemmas("книжок") == lemmas("книжки")
    home.identity.cache_clear()
    assert home.identity() == "stems-1"
    home.identity.cache_clear()


def test_looking_a_word_up_finds_what_parsing_it_does():
    """The short way past pymorphy's own analysis, over every Ukrainian word of the documents and the policies."""
    ukrainian = home._dictionary("uk")
    pages = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("mandrivna/policy/**/*.yaml")]
    told = sorted({word for page in pages for word in words(page.read_text()) if home._CYRILLIC.search(word)})
    differing = []
    for word in told:
        parsed = [one for one in ukrainian.parse(word) if one.is_known]
        exact = [one for one in parsed if one.word == word] or parsed
        if home._known(ukrainian, word) != list(dict.fromkeys(fold(one.normal_form) for one in exact)):
            differing.append(word)
    assert (len(told) > 3_000, differing) == (True, [])
