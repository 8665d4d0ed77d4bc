"""References and descriptions against examples written by hand; lists in the order of the alphabet."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.citation import Source, card, description, listing, numbered, reference
from mandrivna.catalogue.citation.parts import Part, parse
from tests.catalogue.citation.examples import EXAMPLES, SEEN


@pytest.mark.parametrize(("about", "source", "expected", "_described"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_reference_8302(about, source, expected, _described):
    assert reference(source, seen=SEEN) == expected


@pytest.mark.parametrize(("about", "source", "_reference", "expected"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_description_71(about, source, _reference, expected):
    assert description(source, seen=SEEN) == expected


def test_every_kind_has_its_example_and_there_are_forty():
    kinds = {"book", "volume", "article", "serial", "issue", "eresource", "audio", "video", "object", "archive"}
    assert {one[1].kind for one in EXAMPLES} == kinds
    assert len(EXAMPLES) >= 40


def test_places_can_be_written_in_full():
    source = Source(title="Назва", place="Київ", publisher="ДІА", year=2018)
    assert description(source, short_places=False) == "Назва. – Київ : ДІА, 2018."


def test_without_a_day_the_address_stands_alone():
    source = Source(kind="eresource", title="Назва", url="https://example.org/")
    assert reference(source) == "Назва. URL: https://example.org/."


def test_a_list_has_the_order_of_the_ukrainian_alphabet_and_each_line_once():
    titles = ["Яр", "Їжак", "Zoo", "Ґава", "Гай", "Єва", "Іва", "Ера", "Гай", "Жар"]
    lines = listing((Source(title=title) for title in titles), reference)
    assert lines == ["Гай.", "Ґава.", "Ера.", "Єва.", "Жар.", "Іва.", "Їжак.", "Яр.", "Zoo."]
    assert numbered(lines[:2]) == "1. Гай.\n2. Ґава.\n"


def test_a_card_has_its_mark_heading_and_classes():
    made = card(Source(authors="Гончар, Олесь", title="Прапороносці", place="Київ", publisher="Веселка", year=2001, pages="504 с.",
                       udc="821.161.2-3", bbk="84(4УКР)6", author_sign="Г 65", annotation="Роман-трилогія."))  # fmt: skip
    assert made.shelf_mark == ("821.161.2-3", "Г 65")
    assert made.heading == "Гончар О."
    assert made.text == "Прапороносці / О. Гончар. – К. : Веселка, 2001. – 504 с."
    assert (made.annotation, made.classes) == ("Роман-трилогія.", "УДК 821.161.2-3   ББК 84(4УКР)6")


PARTS = {
    "Т. 6, № 3. С. 363–378": Part(None, "Т. 6, № 3", "", "С. 363–378"),
    "2025, № 3, с. 5-10": Part(2025, "№ 3", "", "С. 5–10"),
    "т.2, вип.1": Part(None, "Т. 2, Вип. 1"),
    "№ 5/6. - С. 3-4, 9": Part(None, "№ 5/6", "", "С. 3–4, 9"),
    "№ 1–2": Part(None, "№ 1–2"),
    "28-29 червня": Part(None, "", "28–29 черв."),
    "Vol. 12, iss. 4, pp. 7-9": Part(None, "Vol. 12, Iss. 4", "", "P. 7–9"),
    "спецвипуск": Part(rest="спецвипуск"),
    "": Part(),
}


@pytest.mark.parametrize("text", PARTS)
def test_where_a_part_stands(text):
    assert parse(text) == PARTS[text]
