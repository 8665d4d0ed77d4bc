"""A record as the index sees it: words, their dictionary forms, how they sound, and the values that facets count."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from mandrivna.catalogue.holdings import NOTHING, Holding
from mandrivna.shared.alphabet import ALPHABET, NARROW, NARROW_SIGNS
from mandrivna.shared.text.folding import WORD, fold
from mandrivna.shared.text.lemmas import lemmas
from mandrivna.shared.text.sounds import sound

_PARTS = re.compile(r"\s*[;\n]\s*")
_FIRST = re.compile(r"\s[:/=]\s|\s?[.(]\s?")
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_DIGITS = re.compile(r"[^0-9xхXХ]")
_EPOCH = dt.date(1990, 1, 1)
LONGEST = 20_000
"""Signs of one annotation that are read: a whole book pasted there must not fill the index."""


@dataclass(slots=True)
class Row:
    """The columns of a record that search reads, and the other forms of the names in it. Not frozen only because a million of
    them are made one by one."""

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
    audience: str = ""
    local: bool = False
    created_on: dt.date = _EPOCH


def parts(text: str) -> list[str]:
    """Headings of one column, parted by «;» or by lines."""
    text = text.strip()
    if ";" not in text and "\n" not in text:
        return [text] if text else []
    return [part for part in _PARTS.split(text) if part]


type Told = tuple[str, str, str, str]
"""One folded word. A bare tuple: the collector of garbage forgets those, and there are half a million."""
SURFACE, FORMS, LIKELIEST, SOUND = range(4)
"""Without its apostrophe (who leaves one out is understood too); its dictionary forms; the likeliest of them; how it sounds."""


class _Said(dict[str, Told]):
    """Words told once; a catalogue says the same few hundred thousand again and again. The rare ones are forgotten: what was not
    said while so many others were goes first."""

    MOST = 100_000

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, Told] = {}

    def __missing__(self, word: str) -> Told:
        if len(self) >= self.MOST:
            self.before = dict(self)
            self.clear()
        told = self.before.get(word)
        if told is None:
            found = lemmas(word)
            told = (word.replace("'", ""), " ".join(found), found[0], sound(word))
        self[word] = told
        return told


_SAID = _Said()
_BETWEEN = " \ue000 "
"""Parts the texts of one record while they are folded together; a text that brings one of its own is folded alone."""


def _folded(texts: tuple[str, ...]) -> list[str]:
    found = fold(_BETWEEN.join(texts)).split(_BETWEEN.strip())
    return found if len(found) == len(texts) else [fold(text) for text in texts]


def _told(folded: str) -> list[Told]:
    """Words in their order; «веб-сайт» also as one word, at the end."""
    found = WORD.findall(folded)
    if "-" in folded:
        found += [joined.replace("-", "") for joined in _HYPHENED.findall(folded)]
    return [_SAID[word] for word in found]


def _joined(said: list[Told], what: int) -> str:
    return " ".join([word[what] for word in said])


def exact_keys(title: str, told: list[Told] | None = None) -> list[str]:
    """The whole folded title, and its first part: as it stands and in dictionary forms. `told` are its words, where known."""
    keys: dict[str, None] = {}
    end = _FIRST.search(title)
    for text in (title, title[: end.start()]) if end else (title,):
        said = told if told is not None and text is title else [_SAID[word] for word in WORD.findall(text)]
        if said:
            keys[_joined(said, SURFACE)] = None
            keys[_joined(said, LIKELIEST)] = None
    return list(keys)


def _value(sign: str) -> int:
    """Of a folded sign in an order, below 64; nothing for what does not count."""
    if not sign.isalnum() and sign != " ":
        return 0
    return _PLACE.get(sign) or (1 if sign == " " else 55 + min(ord(sign) % 32, 8))


_PLACE = {letter: place for place, letter in enumerate(ALPHABET, 12)} | {str(digit): digit + 2 for digit in range(10)}
_VALUES = bytes(_value(sign.casefold()) for sign in NARROW_SIGNS)
_SILENT = bytes(byte for byte, value in enumerate(_VALUES) if not value)


def order_of(title: str) -> int:
    """The first ten letters as a number: the order of the Ukrainian alphabet, near enough to page through a long list."""
    try:
        first = list(title.encode(NARROW).translate(_VALUES, _SILENT)[:10])
    except UnicodeEncodeError:
        first = [value for sign in title.casefold() if (value := _value(sign))][:10]
    packed = 0
    for value in first:
        packed = packed * 64 + value
    return packed * 64 ** (10 - len(first))


def numbers(row: Row) -> list[str]:
    """ISBN in both lengths, ISSN, the misprinted number and the class: found whole."""
    found = [_DIGITS.sub("", one).upper() for one in (row.isbn, row.isbn_wrong, row.issn) if one]
    found += [one[3:12] for one in found if len(one) == 13 and one.startswith("978")]
    return [*found, row.udc.strip()] if row.udc else found


def document(row: Row, holding: Holding = NOTHING) -> dict[str, Any]:
    names = f"{row.authors}; {row.people}; {row.responsibility}; {row.variants}"
    rest = f"{row.subtitle} {row.series} {row.publisher} {row.place} {row.annotation[:LONGEST]} {row.year or ''}"
    texts = _folded((row.title, row.part, names, f"{row.subjects}; {row.subject_variants}", rest))
    title, people, subject, other = _told(f"{texts[0]} {texts[1]}"), _told(texts[2]), _told(texts[3]), _told(texts[4])
    named = title + people + subject
    title_s, people_s, subject_s = (_joined(said, SURFACE) for said in (title, people, subject))
    found: dict[str, Any] = {
        "uid": row.uid,
        "state": "live",
        "title_l": _joined(title, FORMS),
        "people_l": _joined(people, FORMS),
        "subject_l": _joined(subject, FORMS),
        "rest_l": _joined(other, FORMS),
        "title_s": title_s,
        "people_s": people_s,
        "subject_s": subject_s,
        "any_l": " ".join({word[FORMS] for word in named + other}),
        "any_s": f"{title_s} \u2016 {people_s} \u2016 {subject_s} \u2016 {_joined(other, SURFACE)}",
        "sound": " ".join({word[SOUND] for word in named}),
        "shown": [f"{row.title}\n{row.authors}\n{row.people}\n{row.subjects}".encode()],
        "exact": exact_keys(texts[0], title if "-" not in texts[0] and not texts[1].strip() else None),
        "number": numbers(row),
        "kind": row.kind,
        "language": row.language,
        "material": row.material,
        "author": list(dict.fromkeys(parts(row.authors))),
        "subject": list(dict.fromkeys(parts(row.subjects))),
        "order": order_of(row.title),
        "arrived": max(0, ((holding.arrived or row.created_on) - _EPOCH).days),
        "here": holding.here,
        "local": int(row.local),
        "owner": list(holding.owners),
        "place": list(holding.places),
        "held": list(holding.held),
        "audience": sorted({*holding.audiences, *([row.audience] if row.audience else [])}),
    }
    if row.year is not None:
        found["year"] = row.year
    return found
