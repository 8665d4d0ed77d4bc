"""CQL is read as the standard says, and whatever a stranger writes ends in an answer or a diagnostic."""

from __future__ import annotations

import random

import pytest

from mandrivna.catalogue.protocols.cql import Both, Clause, Diagnostic, Query, read

READ = {
    "кобзар": Clause("", "=", "кобзар"),
    '"лісова пісня"': Clause("", "=", "лісова пісня"),
    'dc.title = "лісова пісня"': Clause("dc.title", "=", "лісова пісня"),
    'dc.title all "пісня лісова"': Clause("dc.title", "all", "пісня лісова"),
    "title==кобзар": Clause("title", "==", "кобзар"),
    "date>=2015": Clause("date", ">=", "2015"),
    "any": Clause("", "=", "any"),
    "title any any": Clause("title", "any", "any"),
    '"a \\"b\\" c"': Clause("", "=", 'a "b" c'),
    "a and b": Both("and", Clause("", "=", "a"), Clause("", "=", "b")),
    "a OR b Not c": Both("not", Both("or", Clause("", "=", "a"), Clause("", "=", "b")), Clause("", "=", "c")),
    "a and (b or c)": Both("and", Clause("", "=", "a"), Both("or", Clause("", "=", "b"), Clause("", "=", "c"))),
    '"and"': Clause("", "=", "and"),
}


@pytest.mark.parametrize("text", READ)
def test_reading(text):
    assert read(text) == Query(READ[text])


def test_sorting():
    assert read("a sortBy dc.date/sort.descending title").sort == (("dc.date", True), ("title", False))


REFUSED = {
    "": 10, "   ": 10, "udc = a\x00b": 10, "a\u200eb": 10,
    "(a": 10, "a)": 10, "a b": 10, "a and": 10, "and": 10, "= a": 10, "title =": 10, '"open': 10, "a sortby": 10,
    '"title" = a': 10, "a prox b": 39, "a and/rel b": 46, "title =/stem a": 20, "> dc = x a": 48, "a" * 1001: 10,
    "(" * 30 + "a" + ")" * 30: 10,
    " or ".join("a" * 31): 48, "a sortby title/locale=uk": 84,
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_refusals_have_the_number_of_the_list(text):
    with pytest.raises(Diagnostic) as refused:
        read(text)
    assert refused.value.number == REFUSED[text]


def test_two_thousand_strange_queries_end_in_an_answer():
    chance = random.Random(4)
    parts = [
        "a",
        "and",
        "or",
        "not",
        "(",
        ")",
        "=",
        '"',
        "\\",
        ">",
        "/",
        "sortby",
        "dc.title",
        "*",
        "^",
        " ",
        "\x00",
        "ї",
        "prox",
        "<>",
    ]
    for _time in range(2_000):
        text = "".join(chance.choice(parts) + chance.choice(["", " "]) for _part in range(chance.randint(1, 30)))
        try:
            assert isinstance(read(text), Query)
        except Diagnostic as refused:
            assert refused.number in (10, 20, 39, 46, 48, 84)
