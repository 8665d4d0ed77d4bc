"""A reference by ДСТУ 8302:2015: areas end with a full stop, authors stand before the title, publisher after « : ».

Where published styles go against the standard, the standard wins: no «та» between authors, a comma before the year. An element
that ends with «?» or «!» takes no further stop (потребує звірки).
"""

from __future__ import annotations

import datetime as dt

from mandrivna.catalogue.citation import wording
from mandrivna.catalogue.citation.parts import Part, parse
from mandrivna.catalogue.citation.source import ARCHIVE, ARTICLE, ISSUE, SERIAL, VOLUME, Source
from mandrivna.catalogue.citation.wording import clean

ENDS = ".…?!"


def reference(source: Source, *, seen: dt.date | None = None) -> str:
    """`seen` is the day an address on the network was opened."""
    write = {ARTICLE: _article, VOLUME: _volume, ISSUE: _issue, SERIAL: _serial, ARCHIVE: _archive}.get(source.kind, _whole)
    areas = [wording.stopped(area, ENDS) for area in [_heading(source), *write(source)] if area]
    return " ".join([*areas, *_address(source, seen)])


def _heading(source: Source) -> str:
    host = source.host
    people = source.heading
    if not people and not source.people and source.kind == VOLUME and host:
        people = host.heading
    return ", ".join(one.inverted for one in people)


def _address(source: Source, seen: dt.date | None) -> list[str]:
    if not source.url:
        return []
    return [f"URL: {source.url} (дата звернення: {wording.day(seen)})." if seen else f"URL: {source.url}."]


def titled(source: Source) -> str:
    """The title, what belongs to it, and after the slash whoever is not in the heading."""
    said = " : ".join(part for part in (clean(source.title), clean(source.subtitle)) if part)
    people = source.people
    behind = [f"{people[0].direct} {wording.et_al(source.language)}"] if people and not source.heading else []
    if rest := wording.others(source):
        behind.append(rest)
    return f"{said} / {' ; '.join(behind)}" if behind else said


def _made(source: Source, publisher: bool = True) -> str:
    year = str(source.year) if source.year else ""
    return wording.imprint(source, place=clean(source.place), publisher=clean(source.publisher) if publisher else "", year=year)


def _whole(source: Source) -> list[str]:
    return [titled(source), source.edition, _made(source), wording.pages(source, whole=False)]


def _volume(source: Source) -> list[str]:
    """The set first; the number of the volume, and its own title after « : »."""
    host = source.host
    if host is None:
        return [titled(source), source.edition, _made(source), source.part, wording.pages(source, whole=False)]
    own = clean(source.title)
    number = parse(source.part).volume or clean(source.part)
    named = own and own != clean(host.title)
    told = f"{number} : {own}" if named and number else number or (own if named else "")
    if named and source.subtitle:
        told += f" : {clean(source.subtitle)}"
    made = Source(place=source.place or host.place, publisher=source.publisher or host.publisher, year=source.year or host.year)
    return [titled(host), source.edition or host.edition, _made(made), told, wording.pages(source, whole=False)]


def _serial(source: Source) -> list[str]:
    year = f"{source.year}– " if source.year else ""
    made = wording.imprint(source, place=clean(source.place), publisher=clean(source.publisher), year=year)
    return [titled(source), made]


def _issue(source: Source) -> list[str]:
    host = source.host or source
    where = parse(source.part)
    made = Source(place=source.place or host.place, publisher=source.publisher or host.publisher, year=source.year or where.year)
    own = clean(source.title) if source.host and clean(source.title) != clean(host.title) else ""
    number = " : ".join(part for part in (where.volume, own) if part)
    return [titled(host), _made(made), number, where.day or where.rest, wording.pages(source, whole=False)]


def _article(source: Source) -> list[str]:
    where = _where(source)
    pages = where.pages or wording.place_in_host(source.pages, source.language)
    host = source.host
    if host is None:
        return [titled(source), _made(source), where.volume, where.day or where.rest, pages]
    if host.kind in (SERIAL, ISSUE):
        journal, at = in_journal(source, host, where)
        year = str(at.year) if at.year else ""
        return [titled(source), journal, year, at.volume, at.day or at.rest, pages]
    book = host.host if host.kind == VOLUME and host.host else host
    volume = parse(host.part).volume if host.kind == VOLUME else ""
    made = Source(place=host.place or book.place, year=host.year or book.year or source.year)
    return [titled(source), titled(book), _made(made, publisher=False), volume or where.volume, where.rest, pages]


def _where(source: Source) -> Part:
    return parse(source.part)


def in_journal(source: Source, host: Source, where: Part) -> tuple[str, Part]:
    """The journal's own title, and year and number from whichever of article and issue says them."""
    journal = host.host if host.kind == ISSUE and host.host else host
    issue = parse(host.part) if host.kind == ISSUE else Part()
    year = where.year or source.year or issue.year or (host.year if host.kind == ISSUE else None)
    return clean(journal.title), Part(year, where.volume or issue.volume, where.day or issue.day, where.pages, where.rest)


def _archive(source: Source) -> list[str]:
    """What, when, where it is kept, and the way to it step by step."""
    when = str(source.year) if source.year else ""
    kept = clean(source.publisher) or (source.host.title if source.host else "") or clean(source.place)
    return [titled(source), when and f"{when} р.", kept, *wording.archive_place(source.part), wording.pages(source, whole=False)]
