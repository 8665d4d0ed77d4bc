"""A description by ДСТУ ГОСТ 7.1:2006, as cards and lists of books have it: areas parted by « – », the first author once more
after the slash. An element's own «?» or «!» stays beside the prescribed sign; two full stops become one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mandrivna.catalogue.citation import wording
from mandrivna.catalogue.citation.dstu8302 import in_journal
from mandrivna.catalogue.citation.parts import parse
from mandrivna.catalogue.citation.source import (
    ARCHIVE,
    ARTICLE,
    AUDIO,
    ERESOURCE,
    ISSUE,
    OBJECT,
    SERIAL,
    VIDEO,
    VOLUME,
    Source,
)  # fmt: skip
from mandrivna.catalogue.citation.wording import clean

MATERIALS = {
    ERESOURCE: "Електронний ресурс", AUDIO: "Звукозапис", VIDEO: "Відеозапис", OBJECT: "Предмет", ARCHIVE: "Рукопис",
}  # fmt: skip
"""Said of what is not a printed text; of a text nobody needs to be told."""
BETWEEN = " – "


def description(source: Source, *, seen: dt.date | None = None, short_places: bool = True) -> str:
    """One paragraph; `short_places` writes «К.» for Київ, as cards do."""
    heading = _heading(source)
    said = BETWEEN.join(wording.stopped(area) for area in _areas(source, seen, short_places) if area)
    return f"{wording.stopped(heading)} {said}" if heading else said


def _heading(source: Source) -> str:
    people = source.heading
    if not source.people and source.kind == VOLUME and source.host:
        people = source.host.heading
    return people[0].inverted if people else ""


def _areas(source: Source, seen: dt.date | None, short: bool) -> list[str]:
    if source.kind == ARTICLE and source.host is not None:
        return [*_analytic(source, source.host, short), *_network(source, seen)]
    if source.kind == VOLUME and source.host is not None:
        return [*_volume(source, source.host, short), *_network(source, seen)]
    if source.kind == ISSUE and source.host is not None:
        return [*_issue(source, source.host, short), *_network(source, seen)]
    if source.kind == ARCHIVE:
        return _archive(source)
    return [
        titled(source), source.edition, _made(source, short), _pages(source), _series(source),
        *_numbers(source), *_network(source, seen),
    ]  # fmt: skip


def titled(source: Source) -> str:
    """Title, material, what belongs to the title, and after the slash everybody: authors first, then the others."""
    title = clean(source.title)
    if material := MATERIALS.get(source.kind):
        title += f" [{material}]"
    said = " : ".join(part for part in (title, clean(source.subtitle)) if part)
    behind = _authors(source)
    if rest := wording.others(source):
        behind.append(rest)
    return f"{said} / {' ; '.join(behind)}" if behind else said


def _authors(source: Source) -> list[str]:
    people = source.people
    if not people:
        return []
    return [wording.directly(people) if source.heading else f"{people[0].direct} [{wording.et_al(source.language)}]"]


def place(text: str, short: bool) -> str:
    """Each of several places by itself; of an unknown one it is said that it is unknown."""
    towns = [town.strip() for town in clean(text).split(";") if town.strip()]
    return " ; ".join(wording.PLACES.get(town, town) if short else town for town in towns) or "[Б. м.]"


def _made(source: Source, short: bool) -> str:
    """What is not known is said to be unknown: a card leaves no gap."""
    if source.kind == OBJECT and not (source.place or source.publisher or source.year):
        return ""
    said = str(source.year) if source.year else "[б. р.]"
    if source.kind == SERIAL and source.year:
        said += "– "
    maker = clean(source.publisher) or ("" if source.kind == ERESOURCE else "[б. в.]")
    return wording.imprint(source, place=place(source.place, short), publisher=maker, year=said)


def _pages(source: Source) -> str:
    return wording.pages(source, whole=True) or (parse(source.part).pages if source.kind == ARTICLE else "")


def _series(source: Source) -> str:
    said = clean(source.series)
    return f"({said.strip('()')})" if said else ""


def _numbers(source: Source) -> list[str]:
    found = [f"ISBN {wording.isbn(source.isbn)}"] if source.isbn else []
    return [*found, f"ISSN {source.issn}"] if source.issn else found


def _network(source: Source, seen: dt.date | None) -> list[str]:
    if not source.url:
        return []
    opened = f" (дата звернення: {wording.day(seen)})" if seen else ""
    return [f"Режим доступу: {source.url}{opened}", "Назва з екрана"]


def _volume(source: Source, host: Source, short: bool) -> list[str]:
    own = clean(source.title) if clean(source.title) != clean(host.title) else ""
    number = parse(source.part).volume or clean(source.part)
    told = " : ".join(part for part in (number, own, clean(source.subtitle) if own else "") if part)
    made = Source(place=source.place or host.place, publisher=source.publisher or host.publisher, year=source.year or host.year)
    return [
        titled(host), source.edition or host.edition, _made(made, short), told, _pages(source), _series(source), *_numbers(source),
    ]  # fmt: skip


def _issue(source: Source, host: Source, short: bool) -> list[str]:
    where = parse(source.part)
    made = Source(place=source.place or host.place, publisher=source.publisher or host.publisher, year=source.year or where.year)
    own = clean(source.title) if clean(source.title) != clean(host.title) else ""
    number = " : ".join(part for part in (where.volume, own) if part)
    issn = [f"ISSN {host.issn}"] if host.issn else []
    return [titled(host), _made(made, short), number, where.day or where.rest, _pages(source), *issn]


def _analytic(source: Source, host: Source, short: bool) -> list[str]:
    """The part, « // », and as much of the host as finds it; its publisher is left out, as the standard allows."""
    where = parse(source.part)
    pages = where.pages or wording.place_in_host(source.pages, source.language)
    if host.kind in (SERIAL, ISSUE):
        journal, at = in_journal(source, host, where)
        return [f"{titled(source)} // {journal}", str(at.year or ""), at.volume, at.day or at.rest, pages]
    book = host.host if host.kind == VOLUME and host.host else host
    volume = (parse(host.part).volume if host.kind == VOLUME else "") or where.volume
    year = str(host.year or book.year or source.year or "[б. р.]")
    made = wording.imprint(host, place=place(host.place or book.place, short), year=year)
    return [f"{titled(source)} // {titled(book)}", made, volume, where.rest, pages]


def _archive(source: Source) -> list[str]:
    when = f"{source.year} р." if source.year else ""
    kept = clean(source.publisher) or (source.host.title if source.host else "") or clean(source.place)
    return [titled(source), when, kept, *wording.archive_place(source.part), _pages(source)]


# --- the card ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Card:
    """A catalogue card: shelf mark in the left corner, heading, description, and below what it is filed under."""

    shelf_mark: tuple[str, ...]
    heading: str
    text: str
    annotation: str
    classes: str


def card(source: Source, *, seen: dt.date | None = None) -> Card:
    heading = _heading(source)
    said = BETWEEN.join(wording.stopped(area) for area in _areas(source, seen, True) if area)
    classes = "   ".join(f"{name} {value}" for name, value in (("УДК", source.udc), ("ББК", source.bbk)) if value)
    mark = tuple(part for part in ((source.udc or source.bbk).split(";")[0].strip(), source.author_sign) if part)
    return Card(
        shelf_mark=mark,
        heading=wording.stopped(heading) if heading else "",
        text=said,
        annotation=source.annotation,
        classes=classes,
    )
