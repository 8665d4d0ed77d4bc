"""What a description says in columns: the projection of any format, and what a form sends back into it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Named:
    """One heading that a record names. `role` is a short code: author, editor, translator, illustrator, subject, series, udc…"""

    sort: str
    heading: str
    role: str = ""
    dates: str = ""


@dataclass(slots=True)
class Holding:
    """One copy as a foreign system kept it; `extra` holds every sub-field that has no place of its own, by its code."""

    inventory: str = ""
    barcode: str = ""
    shelf: str = ""
    call_number: str = ""
    received: str = ""
    price: str = ""
    status: str = ""
    number: int = 1
    extra: dict[str, str] = field(default_factory=dict)
    tag: str = field(default="", compare=False)
    """The field it stood in: the codes of `extra` are of that field."""
    given: bool = field(default=False, compare=False)
    """Its number was given here, not there."""


@dataclass(slots=True)
class Described:
    """Columns of `catalogue.Record`, ready to be stored: cut to their widths, codes of our own lists, ISBN checked."""

    kind: str = "book"
    title: str = ""
    subtitle: str = ""
    part: str = ""
    authors: str = ""
    people: str = ""
    responsibility: str = ""
    isbn: str = ""
    isbn_wrong: str = ""
    issn: str = ""
    year: int | None = None
    place: str = ""
    publisher: str = ""
    pages: str = ""
    series: str = ""
    language: str = "und"
    material: str = "book"
    udc: str = ""
    bbk: str = ""
    author_sign: str = ""
    subjects: str = ""
    annotation: str = ""
    url: str = ""
    access: str = ""
    audience: str = ""
    named: list[Named] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    number: str = ""
    """The record's number in the system it came from (001, or 903 of ІРБІС)."""
    host: str = ""
    """The title of what it is part of, as written; `host_number` its number in the same file, when it is told."""
    host_number: str = ""
