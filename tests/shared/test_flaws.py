"""Slips that an eye does not see, and what must not be taken for one."""

from __future__ import annotations

import pytest

from mandrivna.shared.text.flaws import APOSTROPHE, LETTERS, SPACES, Flaw, digest, flaws, repaired


@pytest.mark.parametrize(
    ("text", "kind", "was", "now"),
    [
        ("Обласна бiблiотека", LETTERS, "бiблiотека", "бібліотека"),
        ("МАТЕРIАЛИ", LETTERS, "МАТЕРIАЛИ", "МАТЕРІАЛИ"),
        ("Українa.", LETTERS, "Українa", "Україна"),
        ("Windоws", LETTERS, "Windоws", "Windows"),
        ("ХІX століття", LETTERS, "ХІX", "XIX"),
        ("пам`ятки", APOSTROPHE, "пам`ятки", "пам’ятки"),
        ('сім"я,', APOSTROPHE, 'сім"я', "сім’я"),
        ("об*єкт", APOSTROPHE, "об*єкт", "об’єкт"),
        ("П`ЯТЬ", APOSTROPHE, "П`ЯТЬ", "П’ЯТЬ"),
    ],
)
def test_a_slip_is_found_and_its_word_is_put_right(text, kind, was, now):
    assert flaws(text) == [Flaw(kind, was, now)]
    assert repaired(text) == text.replace(was, now)
    assert flaws(repaired(text)) == []


def test_several_slips_in_a_word_and_spaces_in_a_row():
    text = "В`язень  лiтa\nДруга  тема"
    assert [one.kind for one in flaws(text)] == [APOSTROPHE, LETTERS, SPACES]
    assert repaired(text) == "В’язень літа\nДруга тема"
    assert repaired("П`ятa") == "П’ята"


@pytest.mark.parametrize(
    "text",
    [
        "", "Лісова пісня", "п'ять, п’ять, пʼять", "IT-фахівець", "SMSка й XXI століття", "COVID-19 у селі", "Том I: А—Ж",
        "KM Academia", "Роман «Юність»", 'Роман "Юність"', "Рядок\nдругий", "Windows for everybody", "Wi-Fi в читальні",
    ],
)  # fmt: skip
def test_what_is_meant_as_it_stands_is_no_slip(text):
    assert (flaws(text), repaired(text), digest(flaws(text))) == ([], text, "")


def test_what_is_wrong_has_a_name_that_changes_when_something_else_is_wrong():
    one, same, other = (digest(flaws(text)) for text in ("Моя бiблiотека", "Твоя бiблiотека", "Моя бiблiотекa"))
    assert (one == same, one == other, len(one)) == (True, False, 16)


def test_the_changed_sign_is_shown():
    assert [sign for sign, odd in Flaw(LETTERS, "лiтo", "літо").signs if odd] == ["i", "o"]
