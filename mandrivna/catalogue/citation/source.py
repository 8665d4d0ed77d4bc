"""What a description is made of: a plain value, so that the same rules serve a record, a candidate from elsewhere and a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mandrivna.catalogue.citation.names import Name, names
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, Marc

BOOK, VOLUME, ARTICLE, SERIAL, ISSUE = "book", "volume", "article", "serial", "issue"
ERESOURCE, AUDIO, VIDEO, OBJECT, ARCHIVE = "eresource", "audio", "video", "object", "archive"
MOST_IN_HEADING = 3


@dataclass(frozen=True, kw_only=True)
class Source:
    """Field for field the columns of a record, with the edition and what only the full description says of its host."""

    kind: str = BOOK
    title: str = ""
    subtitle: str = ""
    authors: str = ""
    responsibility: str = ""
    edition: str = ""
    part: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    pages: str = ""
    series: str = ""
    language: str = "ukr"
    isbn: str = ""
    issn: str = ""
    url: str = ""
    udc: str = ""
    bbk: str = ""
    author_sign: str = ""
    annotation: str = ""
    subjects: str = ""
    host: Source | None = None
    people: tuple[Name, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", tuple(names(self.authors)))

    @property
    def heading(self) -> tuple[Name, ...]:
        """Whoever stands before the title: one, two or three authors; of four and more nobody does."""
        return self.people if len(self.people) <= MOST_IN_HEADING else ()

    @property
    def latin(self) -> bool:
        return self.language in ("eng", "pol", "ger", "fre")


_SAME = (
    "kind", "title", "subtitle", "authors", "responsibility", "part", "place", "publisher", "year", "pages", "series", "language",
    "isbn", "issn", "url", "udc", "bbk", "author_sign", "annotation", "subjects",
)  # fmt: skip


def of_record(record: Any) -> Source:
    """From a record; ask for `select_related("body", "host__host")` when there are many."""
    marc = _marc(record)
    host = of_record(record.host) if record.host_id else _written_host(record, marc)
    return Source(**{name: getattr(record, name) or _nothing(name) for name in _SAME}, edition=_edition(marc), host=host)


def of_described(found: Any, marc: Marc | None = None) -> Source:
    """From a description that is not in the catalogue yet."""
    host = Source(kind=SERIAL if not found.isbn else BOOK, title=found.host) if found.host else None
    return Source(**{name: getattr(found, name) or _nothing(name) for name in _SAME}, edition=_edition(marc), host=host)


def _nothing(name: str) -> Any:
    return None if name == "year" else ""


def _marc(record: Any) -> Marc | None:
    body = getattr(record, "body", None) if record.pk else None
    return Marc.loads(body.scheme, body.text) if body is not None else None


def _edition(marc: Marc | None) -> str:
    if marc is None:
        return ""
    tag, code = ("250", "a") if marc.scheme == MARC21 else ("205", "a")
    return marc.value(tag, code).strip(" /.") if marc.value(tag, code) else ""


def _written_host(record: Any, marc: Marc | None) -> Source | None:
    """A part whose host has no record of its own: the host as the full description names it."""
    if marc is None or record.kind != ARTICLE:
        return None
    if marc.scheme == MARC21:
        found = marc.first("773")
        title, issn, isbn = (found.get("t"), found.get("x"), found.get("z")) if found else ("", "", "")
    else:
        found = marc.first("463") or marc.first("461")
        code = "C" if marc.scheme == IRBIS else "t"
        title, issn, isbn = (found.get(code) or found.get(code.lower()), found.get("x"), found.get("y")) if found else ("", "", "")
    if not title:
        return None
    kind = BOOK if isbn or (not issn and record.place) else SERIAL
    return Source(kind=kind, title=title.strip(" ./:;"), place=record.place, publisher=record.publisher, year=record.year)
