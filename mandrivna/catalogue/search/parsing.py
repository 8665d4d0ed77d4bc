"""What was typed, taken apart: words, «"phrases"», fields with a colon, years. No index and no database here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from stdnum import isbn as isbn_number
from stdnum.exceptions import ValidationError

from mandrivna.shared.text import words
from mandrivna.shared.text.folding import fold

LONGEST, MOST_WORDS = 200, 16
"""More than that is a text pasted by mistake; the rest of it is not looked for."""

FIELDS = {
    "автор": "people", "author": "people", "особа": "people", "назва": "title", "title": "title", "заголовок": "title",
    "тема": "subject", "рубрика": "subject", "subject": "subject",
    "рік": "year", "роки": "year", "year": "year", "isbn": "number", "issn": "number", "удк": "number", "udc": "number",
    "мова": "language", "language": "language",
}  # fmt: skip
LANGUAGES = {
    "українська": "ukr", "українською": "ukr", "укр": "ukr", "uk": "ukr", "ukr": "ukr", "ukrainian": "ukr",
    "англійська": "eng", "англійською": "eng", "англ": "eng", "en": "eng", "eng": "eng", "english": "eng",
    "російська": "rus", "російською": "rus", "рос": "rus", "rus": "rus", "russian": "rus",
    "польська": "pol", "польською": "pol", "pol": "pol", "polish": "pol", "німецька": "ger", "німецькою": "ger", "ger": "ger",
    "german": "ger", "французька": "fre", "французькою": "fre",
    "fre": "fre", "french": "fre", "кримськотатарська": "crh", "crh": "crh",
}  # fmt: skip
_QUOTES = re.compile("[«»“”„‟]")
_INSIDE = re.compile(r'(?<=[^\W\d_])"(?=[^\W\d_])')
_PIECE = re.compile(r'(?:(?P<field>[^\W\d_]+):\s*)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_YEARS = re.compile(r"(\d{3,4})?\s*(-|–|—|\.\.)?\s*(\d{3,4})?")
_NUMBER = re.compile(r"[\d\- ]{8,17}[\dXxХх]")
_LIGHT = (
    "і й та а в у на з із зі до від для про за під над при по о об не ні що як або чи the a an of and in on to for и с к из от или"
)
STOP_WORDS = frozenset(_LIGHT.split())


@dataclass(frozen=True)
class Term:
    """One word; or several that must stand together, or that are one name; in one field or in any.

    `others` is what the same is also called (`synonyms`), each as the words that must all be there."""

    words: tuple[str, ...]
    field: str = ""
    together: bool = False
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def light(self) -> bool:
        """A conjunction or an initial: helps to rank, is not demanded."""
        word = self.words[0]
        alone = not self.together and not self.field and len(self.words) == 1
        return alone and (word in STOP_WORDS or (len(word) == 1 and word.isalpha()))


@dataclass(frozen=True)
class Asked:
    text: str = ""
    terms: tuple[Term, ...] = ()
    numbers: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    language: str = ""
    cut: bool = field(default=False, compare=False)

    @property
    def empty(self) -> bool:
        return not (self.terms or self.numbers or self.years or self.language)

    @property
    def demanded(self) -> tuple[Term, ...]:
        """If nothing but conjunctions was typed, they are what is looked for: «Я» is a title."""
        return tuple(term for term in self.terms if not term.light) or self.terms

    @property
    def plain(self) -> tuple[str, ...]:
        """The words nobody has bound to anything: what may have been mistyped."""
        return tuple(word for term in self.terms if not term.together for word in term.words)

    def instead(self, readings: dict[str, str]) -> Asked:
        """With some words replaced; what was bound to a field stays bound."""
        terms: list[Term] = []
        for term in self.terms:
            if term.together or not any(word in readings for word in term.words):
                terms.append(term)
            else:
                terms += [Term((one,), term.field) for word in term.words for one in words(readings.get(word, word))]
        return replace(self, terms=tuple(terms), text=" ".join(word for term in terms for word in term.words))


def normal_isbn(text: str) -> str:
    """Thirteen digits, or nothing; the same as in `problems`, which knows the tables and so is not for a question."""
    try:
        return str(isbn_number.to_isbn13(isbn_number.validate(text))).replace("-", "") if text else ""
    except ValidationError:
        return ""


def asked(text: str) -> Asked:
    text = " ".join(text.replace("\x00", " ").split())
    cut = len(text) > LONGEST
    text = text[:LONGEST]
    if found := _isbn(text):
        return Asked(text, numbers=(found,), cut=cut)
    readable = _INSIDE.sub("'", _QUOTES.sub('"', text))
    terms: list[Term] = []
    said = Asked(text, cut=cut)
    for piece in _PIECE.finditer(readable):
        name = FIELDS.get(fold(piece["field"] or ""), "")
        value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if piece["field"] and not name:  # a colon of a title, not an operator of ours
            terms += _terms(piece["field"], "", together=False)
        said, terms = _with(said, terms, name, value, together=piece["phrase"] is not None)
    return replace(said, terms=tuple(terms[:MOST_WORDS]), cut=cut or len(terms) > MOST_WORDS)


def _with(said: Asked, terms: list[Term], name: str, value: str, *, together: bool) -> tuple[Asked, list[Term]]:
    if name == "year" and (years := _years(value)):
        return replace(said, years=years), terms
    if name == "number":
        return replace(said, numbers=(*said.numbers, normal_isbn(value) or re.sub(r"[\s-]", "", value).upper())), terms
    if name == "language" and (code := LANGUAGES.get(fold(value))):
        return replace(said, language=code), terms
    field_of_words = name if name in ("title", "people", "subject") else ""
    return said, terms + _terms(value, field_of_words, together=together)


def _terms(text: str, name: str, *, together: bool) -> list[Term]:
    found = words(text)
    if not found:
        return []
    if together and len(found) > 1:
        return [Term(tuple(found), name, True)]
    return [Term((word,), name) for word in found]


def _years(text: str) -> tuple[int | None, int | None] | None:
    match = _YEARS.fullmatch(text.strip())
    if match is None or not (match[1] or match[3]):
        return None
    first, last = (int(year) if year else None for year in (match[1], match[3]))
    if not match[2]:
        return first, first
    return (last, first) if first and last and last < first else (first, last)


def _isbn(text: str) -> str:
    bare = text.removeprefix("ISBN").removeprefix("isbn").strip(" :")
    return normal_isbn(bare) if _NUMBER.fullmatch(bare) else ""
