"""The wrong keyboard layout: the pitfalls of norms.md §8."""

from __future__ import annotations

import pytest

from mandrivna.shared.text.layout import LATIN, UKRAINIAN, key_cap, other_layouts

TABLE = (
    "q й w ц e у r к t е y н u г i ш o щ p з [ х ] ї a ф s і d в "
    "f а g п h р j о k л l д ; ж ' є z я x ч c с v м b и n т m ь , б . ю \\ ґ"
)


def test_the_keys_are_those_of_the_table():
    keys = TABLE.split()
    assert {latin: key_cap(latin) for latin in keys[::2]} == dict(zip(keys[::2], keys[1::2], strict=True))


def test_both_rows_are_equally_long_and_no_key_is_doubled():
    assert len(LATIN) == len(UKRAINIAN) == len(set(LATIN))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nbuhjkjdb", "тигролови"),
        ("Vfh`zyf", "Мар'яна"),
        ("[ekbufycmrf", "хулиганська"),
        ("ITDXTYRJ", "ШЕВЧЕНКО"),
        ("'ymf", "єньа"),
        ("\\heyn", "ґрунт"),
        ("gjkbwz 1", "полиця 1"),
        ("}fhrsd", "Їарків"),
        (":fnfy", "Жатан"),
    ],
)
def test_latin_keys_are_read_as_ukrainian_ones(typed, meant):
    assert other_layouts(typed) == [meant]


@pytest.mark.parametrize(("typed", "meant"), [("ыстория", "істория"), ("объезд", "обїезд"), ("ёлка", "'лка"), ("Эвропа", "Європа")])
def test_russian_keys_are_read_as_the_ukrainian_ones_in_their_place(typed, meant):
    assert other_layouts(typed) == [meant]


@pytest.mark.parametrize(("typed", "meant"), [("руддщ", "hello"), ("Щкцудд", "Orwell"), ("1984 щкцудд", "1984 orwell")])
def test_ukrainian_keys_are_read_as_latin_ones(typed, meant):
    assert other_layouts(typed) == [meant]


@pytest.mark.parametrize("text", ["", "978-617", "№ 12", "?!", "Київ kyiv", "ы kyiv"])
def test_what_has_no_letters_or_both_alphabets_is_left_alone(text):
    assert other_layouts(text) == []
