"""What a scanner reads, told apart: numbers of publications, goods, our own labels, and what does not check."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.codes import ADDRESS, GOODS, ISBN, ISSN, OTHER, WRONG, read_code

UID = "0193f2a0-89ab-7def-8123-456789abcdef"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("9780306406157", ISBN, "9780306406157"),
        ("ISBN 978-0-306-40615-7", ISBN, "9780306406157"),
        ("ISBN-10: 0-306-40615-2", ISBN, "9780306406157"),
        ("0 8044 2957 x", ISBN, "9780804429573"),
        ("9770317847001", ISSN, "0317-8471"),
        ("ISSN 0317-8471", ISSN, "0317-8471"),
        ("9770317847002", OTHER, "9770317847002"),
        ("9780306406158", WRONG, "9780306406158"),
        ("966-03-0000-1", WRONG, "966-03-0000-1"),
        ("4820000000000", GOODS, "4820000000000"),
        ("200010000001", OTHER, "200010000001"),
        ("900000000000015", OTHER, "900000000000015"),
        (f"https://knyha.test:8443/en/catalogue/{UID.upper()}/", ADDRESS, UID),
        ("https://knyha.test/catalogue/щось/", OTHER, "https://knyha.test/catalogue/щось/"),
        ("Лісова пісня", OTHER, "Лісова пісня"),
        ("٩٧٨٠٣٠٦٤٠٦١٥٧", OTHER, "٩٧٨٠٣٠٦٤٠٦١٥٧"),
        ("", OTHER, ""),
    ],
)
def test_a_number_says_what_it_is(text: str, kind: str, value: str) -> None:
    found = read_code(text)
    assert (found.kind, found.value) == (kind, value)


def test_of_an_endless_text_only_the_beginning_is_read() -> None:
    assert len(read_code("9" * 100_000).value) == 200
