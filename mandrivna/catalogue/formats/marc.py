"""What every bibliographic format is here: a leader and a list of fields in their order, nothing lost, nothing understood yet.

`scheme` says whose tags they are: `marc21`, `unimarc` (УкрМАРК, RUSMARC) or `irbis`. ІРБІС has no indicators and may have text
before its first sub-field; then `ind` is empty and `value` holds that text. A control field has only a `value`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

MARC21, UNIMARC, IRBIS = "marc21", "unimarc", "irbis"
SCHEMES = (MARC21, UNIMARC, IRBIS)
NO_INDICATORS = "  "

type Subfield = tuple[str, str]
_joined, _flat = '","'.join, chain.from_iterable


@dataclass(slots=True, unsafe_hash=True)
class Field:
    """Never changed in place (`dataclasses.replace` makes another); not frozen only because that would halve a bulk import."""

    tag: str
    ind: str = NO_INDICATORS
    value: str = ""
    subs: tuple[Subfield, ...] = ()

    def get(self, code: str, otherwise: str = "") -> str:
        """The first sub-field of this code."""
        for known, text in self.subs:
            if known == code:
                return text
        return otherwise

    def all(self, codes: str) -> list[str]:
        """Every sub-field with one of these codes, in the order of the record."""
        return [text for known, text in self.subs if known in codes]

    def text(self, codes: str = "", between: str = " ") -> str:
        """Everything, or these codes, as one line."""
        parts = [text for known, text in self.subs if not codes or known in codes]
        return between.join(part for part in (self.value if not codes else "", *parts) if part)


@dataclass(slots=True)
class Marc:
    scheme: str = MARC21
    leader: str = ""
    fields: list[Field] = field(default_factory=list)

    def __getitem__(self, tag: str) -> list[Field]:
        return [one for one in self.fields if one.tag == tag]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def first(self, tag: str) -> Field | None:
        return next((one for one in self.fields if one.tag == tag), None)

    def value(self, tag: str, code: str = "") -> str:
        """The first sub-field `code` of the first field `tag` that has it; without a code the field's own value."""
        for one in self.fields:
            if one.tag == tag and (found := one.get(code) if code else one.value):
                return found
        return ""

    def put(self, new: Field) -> None:
        """In place of the first field of this tag, or where the order of tags wants it."""
        for place, one in enumerate(self.fields):
            if one.tag == new.tag:
                self.fields[place] = new
                return
        self.add(new)

    def add(self, new: Field) -> None:
        place = next((place for place, one in enumerate(self.fields) if one.tag > new.tag), len(self.fields))
        self.fields.insert(place, new)

    def drop(self, *tags: str) -> None:
        self.fields = [one for one in self.fields if one.tag not in tags]

    def set(self, tag: str, code: str, text: str, *, ind: str = NO_INDICATORS) -> None:
        """One sub-field of the first field of a tag; everything else in that field stays. An empty text takes it away."""
        old = self.first(tag)
        if old is None:
            if text:
                self.add(Field(tag, ind, "", ((code, text),)))
            return
        subs, done = [], not text
        for known, value in old.subs:
            if known != code:
                subs.append((known, value))
            elif not done:
                subs.append((code, text))
                done = True
        if not done:
            subs.append((code, text))
        place = self.fields.index(old)
        self.fields[place : place + 1] = [replace(old, subs=tuple(subs))] if subs or old.value else []

    # --- as kept in the database --------------------------------------------------------------------------------------

    def dumps(self) -> str:
        """As `json.dumps` would say it. Where nothing has to be escaped it is only put together: one look at the whole tells."""
        rows, quotes = [], 2
        for one in self.fields:
            if subs := one.subs:
                rows.append(f'["{one.tag}","{one.ind}","{one.value}",["{_joined(_flat(subs))}"]]')
                quotes += 6 + 4 * len(subs)
            else:
                rows.append(f'["{one.tag}","{one.ind}","{one.value}",[]]')
                quotes += 6
        text = f'["{self.leader}",[{",".join(rows)}]]'
        return text if text.isprintable() and "\\" not in text and text.count('"') == quotes else self._escaped()

    def _escaped(self) -> str:
        rows = [[one.tag, one.ind, one.value, [part for sub in one.subs for part in sub]] for one in self.fields]
        return json.dumps([self.leader, rows], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def loads(cls, scheme: str, text: str) -> Marc:
        leader, rows = json.loads(text)
        return cls(scheme, leader, [Field(tag, ind, value, tuple(pairs(flat))) for tag, ind, value, flat in rows])


def pairs(flat: Iterable[str]) -> Iterator[Subfield]:
    parts = iter(flat)
    return zip(parts, parts, strict=False)
