"""A record as the index sees it: words, their dictionary forms, how they sound, and the values that facets count."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mandrivna.catalogue.holdings import NOTHING, Holding
from mandrivna.shared.alphabet import ALPHABET
from mandrivna.shared.text import words
from mandrivna.shared.text.folding import fold
from mandrivna.shared.text.lemmas import lemmas
from mandrivna.shared.text.sounds import sound

_PARTS = re.compile(r"\s*[;\n]\s*")
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_DIGITS = re.compile(r"[^0-9xхXХ]")
_EPOCH = dt.date(1990, 1, 1)
LONGEST = 20_000
"""Signs of one annotation that are read: a whole book pasted there must not fill the index."""


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of a record that search reads, and the other forms of the names in it."""

    uid: str
    title: str
    subtitle: str = ""
    part: str = ""
    authors: str = ""
    people: str = ""
    responsibility: str = ""
    variants: str = ""
    subjects: str = ""
    subject_variants: str = ""
    series: str = ""
    annotation: str = ""
    publisher: str = ""
    place: str = ""
    isbn: str = ""
    isbn_wrong: str = ""
    issn: str = ""
    udc: str = ""
    year: int | None = None
    kind: str = "book"
    language: str = "ukr"
    material: str = "book"
    local: bool = False
    created_on: dt.date = _EPOCH


def parts(text: str) -> list[str]:
    """Headings of one column, parted by «;» or by lines."""
    return [part for part in _PARTS.split(text.strip()) if part]


def read(text: str) -> list[str]:
    """Folded words in their order; «веб-сайт» also as one word, at the end."""
    found = words(text)
    if "-" in text:
        found += [joined.replace("-", "") for joined in _HYPHENED.findall(fold(text))]
    return found


def surface(said: list[str]) -> list[str]:
    """As they are written, without apostrophes: who leaves one out is understood too."""
    return [word.replace("'", "") for word in said]


def forms(said: list[str]) -> list[str]:
    return [form for word in said for form in lemmas(word)]


def exact_keys(title: str) -> list[str]:
    """The whole title, and its first part: as it stands and in dictionary forms."""
    keys: dict[str, None] = {}
    for text in (title, re.split(r"\s[:/=]\s|\s?[.(]\s?", title, maxsplit=1)[0]):
        said = words(text)
        if said:
            keys[" ".join(word.replace("'", "") for word in said)] = None
            keys[" ".join(lemmas(word)[0] for word in said)] = None
    return list(keys)


_PLACE = {letter: place for place, letter in enumerate(ALPHABET, 12)} | {str(digit): digit + 2 for digit in range(10)}


def order_of(title: str) -> int:
    """The first twelve letters as a number: the order of the Ukrainian alphabet, near enough to page through a long list."""
    packed = 0
    signs = [sign for sign in title.casefold() if sign.isalnum() or sign == " "][:10]
    for sign in (*signs, *"\0" * (10 - len(signs))):
        packed = packed * 64 + (_PLACE.get(sign) or (0 if sign == "\0" else 1 if sign == " " else 55 + min(ord(sign) % 32, 8)))
    return packed


def numbers(row: Row) -> list[str]:
    """ISBN in both lengths, ISSN, the misprinted number and the class: found whole."""
    found = [_DIGITS.sub("", one).upper() for one in (row.isbn, row.isbn_wrong, row.issn) if one]
    found += [one[3:12] for one in found if len(one) == 13 and one.startswith("978")]
    return [*found, row.udc.strip()] if row.udc else found


def _joined(*lists: Iterable[str]) -> str:
    return " ".join(word for one in lists for word in one)


def document(row: Row, holding: Holding = NOTHING) -> dict[str, Any]:
    people = f"{row.authors}; {row.people}; {row.responsibility}"
    title, names, topics = f"{row.title} {row.part}", f"{people}; {row.variants}", f"{row.subjects}; {row.subject_variants}"
    rest = f"{row.subtitle} {row.series} {row.publisher} {row.place} {row.annotation[:LONGEST]} {row.year or ''}"
    said = [read(text) for text in (title, names, topics, rest)]
    title_s, people_s, subject_s, rest_s = (surface(one) for one in said)
    title_l, people_l, subject_l, rest_l = (forms(one) for one in said)
    named = dict.fromkeys((*title_s, *people_s, *subject_s))
    found: dict[str, Any] = {
        "uid": row.uid,
        "state": "live",
        "title_l": " ".join(title_l),
        "people_l": " ".join(people_l),
        "subject_l": " ".join(subject_l),
        "rest_l": " ".join(rest_l),
        "title_s": " ".join(title_s),
        "people_s": " ".join(people_s),
        "subject_s": " ".join(subject_s),
        "any_l": _joined(dict.fromkeys((*title_l, *people_l, *subject_l, *rest_l))),
        "any_s": _joined(title_s, ("\u2016",), people_s, ("\u2016",), subject_s, ("\u2016",), rest_s),
        "sound": " ".join({key for word in named if (key := sound(word))}),
        "shown": [f"{row.title}\n{row.authors}\n{row.people}\n{row.subjects}".encode()],
        "exact": exact_keys(row.title),
        "number": numbers(row),
        "kind": row.kind,
        "language": row.language,
        "material": row.material,
        "author": list(dict.fromkeys(parts(row.authors))),
        "subject": list(dict.fromkeys(parts(row.subjects))),
        "order": order_of(row.title),
        "arrived": max(0, ((holding.arrived or row.created_on) - _EPOCH).days),
        "here": holding.here,
        "owner": list(holding.owners),
        "place": list(holding.places),
        "held": list(holding.held),
        "audience": list(holding.audiences),
    }
    if row.year is not None:
        found["year"] = row.year
    return found
