"""ІРБІС64 → columns. Its tags look like UNIMARC's; the worksheet (920), the copies (910) and the linked records are its own."""

from __future__ import annotations

from mandrivna.catalogue.formats import audience, unimarc
from mandrivna.catalogue.formats.columns import (
    OWN,
    WIDTHS,
    Name,
    address,
    bare,
    cut,
    issn_in,
    language_of,
    named,
    settle_kind,
    tidy,
    unique,
    whole,
    year_in,
)  # fmt: skip
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.holdings import holdings_of
from mandrivna.catalogue.formats.index import Index, index
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.formats.unimarc import classes, imprint, subjects, title

WORKSHEETS = {
    "PAZK": "book", "PVK": "book", "IBIS": "book", "KN": "book", "PRF": "book", "SPEC": "volume", "ASP": "article",
    "ASK": "article", "J": "serial", "OJ": "serial", "RJ": "serial", "NJ": "issue", "NJP": "issue", "NJK": "issue",
    "AUDIO": "audio", "VIDEO": "video", "ELRES": "eresource", "EL": "eresource", "KRT": "object", "NOTY": "book", "ARX": "archive",
    "ARH": "archive",
}  # fmt: skip
"""Field 920. Libraries add worksheets of their own: then 900^T says what the thing is."""
TYPES = {"b": "archive", "e": "object", "f": "object", "g": "video", "i": "audio", "j": "audio", "k": "object", "l": "eresource",
         "m": "eresource", "r": "object"}  # fmt: skip


def describe(marc: Marc) -> Described:
    by = index(marc)
    found = Described(kind=kind_of(by), number=_first(by, "903") or _first(by, "001"))
    title(by, found)
    imprint(by, found)
    found.pages = _pages(by.get("215")) or found.pages
    found.language = language_of(text for field in by.get("101", ()) for text in (field.value, *field.all("a")))
    _names(by, found)
    subjects(by, found)
    classes(found, _values(by, "675"), _values(by, "621") or _values(by, "686"))
    found.author_sign = cut("author_sign", _first(by, "908"))
    found.annotation = "\n".join(_values(by, "331") or _values(by, "330"))
    found.url = address(text for tag, code in (("951", "i"), ("856", "u")) for field in by.get(tag, ()) for text in field.all(code))
    found.access = cut("access", "; ".join(_values(by, "371")))
    _host(by, found)
    found.holdings = holdings_of(by, marc.scheme)
    settle_kind(found, by.get(OWN, ()))
    found.audience = audience.own(by, audience.of_unimarc(by))
    return found


def kind_of(by: Index) -> str:
    kind = WORKSHEETS.get(_first(by, "920").upper(), "")
    other = next((TYPES.get(field.get("t").lower()[:1], "") for field in by.get("900", ())), "")
    return other if other and kind in ("", "book") else kind or "book"


def _values(by: Index, tag: str) -> list[str]:
    return unique(tidy(text) for field in by.get(tag, ()) for text in (field.value, *field.all("a")))


def _first(by: Index, tag: str) -> str:
    return next(iter(_values(by, tag)), "")


def _pages(fields: list[Field] | None) -> str:
    """215^A is a bare number where ^1 (its unit) is empty or missing."""
    if not fields:
        return ""
    amount, unit = tidy(fields[0].get("a")), tidy(fields[0].get("1"))
    return cut("pages", f"{amount} {unit or 'с.'}" if amount.isdigit() else amount)


def name_of(field: Field) -> Name:
    """961: the people of a whole set, told in the record of a volume; ^Z is their role in words."""
    name = unimarc.name_of(field)
    if field.tag == "961":
        name.role, name.said = unimarc.role_of(field.get("4"), field.get("z"), field.get("4"))
    return name


def is_author(field: Field, name: Name) -> bool:
    return unimarc.is_author(field, name) or (field.tag == "961" and not (name.role or name.said))


def _names(by: Index, found: Described) -> None:
    authors: list[Name] = []
    people: list[Name] = []
    for tag in (*unimarc.PEOPLE, "961", *unimarc.BODIES):
        for field in by.get(tag, ()):
            name = name_of(field)
            if name.surname:
                author = is_author(field, name)
                (authors if author and not name.body else people).append(name)
                role = "author" if author else name.role
                found.named.append(named("body" if name.body else "person", name.heading, role, name.dates))
    found.authors = whole(unique(name.shown for name in authors), "; ", WIDTHS["authors"])
    found.people = "\n".join(unique(name.line for name in people))


def _host(by: Index, found: Described) -> None:
    if found.kind == "article":
        for field in by.get("463", ())[:1]:
            _article(field, found)
    elif found.kind == "issue":
        found.host_number, number = _first(by, "933"), [_first(by, "934"), _first(by, "935"), _first(by, "936")]
        found.year = found.year or year_in(number[0])
        found.part = cut(
            "part", ", ".join(part for part in (number[1] and f"Т. {number[1]}", number[2] and f"№ {number[2]}") if part)
        )
    elif found.kind == "volume":
        _volume(by, found)


def _article(field: Field, found: Described) -> None:
    found.host, found.host_number = bare(field.get("c")), tidy(field.get("w"))
    found.year = found.year or year_in(field.get("j"))
    found.issn = found.issn or issn_in(field.get("l"), field.get("i"))
    pages, said = tidy(field.get("s")), [tidy(field.get("v")), tidy(field.get("h"))]
    if pages and pages[0].isdigit():
        pages = f"С. {pages}"
    part = ". ".join(text for text in (", ".join(text for text in said if text), pages) if text)
    found.part = cut("part", part)


def _volume(by: Index, found: Described) -> None:
    """200^V is the number of the volume, 461^C the title of the set: a volume without a title of its own takes the set's."""
    number = next((tidy(field.get("v")) for field in by.get("200", ())), "")
    for field in by.get("461", ())[:1]:
        found.host, found.host_number = bare(field.get("c")), tidy(field.get("w"))
        found.subtitle = found.subtitle or ("" if found.title else cut("subtitle", bare(field.get("e"))))
        found.responsibility = found.responsibility or cut("responsibility", bare(field.get("f")))
        found.year = found.year or year_in(field.get("h"), field.get("j"))
    found.title = found.title or cut("title", found.host)
    found.part = cut("part", number)
