"""UNIMARC (УкрМАРК, RUSMARC) → columns; and what ІРБІС has in common with it."""

from __future__ import annotations

from collections.abc import Iterator

from mandrivna.catalogue.formats import audience
from mandrivna.catalogue.formats.columns import (
    OWN,
    Name,
    address,
    bare,
    cut,
    issn_in,
    language_of,
    named,
    role_of,
    set_isbn,
    settle_kind,
    tidy,
    unique,
    whole,
    year_in,
)  # fmt: skip
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.holdings import holdings_of
from mandrivna.catalogue.formats.index import Index, index, value
from mandrivna.catalogue.formats.marc import Field, Marc

AUTHORS, PEOPLE, BODIES = ("700", "701"), ("700", "701", "702"), ("710", "711", "712")
SUBJECTS = ("600", "601", "602", "604", "605", "606", "607", "608")
HOSTS = ("461", "463", "462", "464", "481", "482")
TYPES = {"b": "archive", "d": "archive", "e": "object", "f": "object", "g": "video", "i": "audio", "j": "audio", "k": "object",
         "l": "eresource", "r": "object"}  # fmt: skip
"""Leader/06, where it is not a printed text."""
INSIDE = {("200", "h"), ("200", "v"), ("200", "i"), ("215", "a")}
"""Where an embedded field tells the number or the pages of the part."""


def describe(marc: Marc) -> Described:
    by = index(marc)
    found = Described(kind=kind_of(marc, by), number=tidy(value(by, "001")))
    title(by, found)
    if not found.part:
        found.part = cut("part", ". ".join(bare(text) for field in by.get("200", ())[:1] for text in field.all("hi")))
    imprint(by, found)
    codes = [text for field in by.get("101", ()) for text in field.all("a")]
    found.language = language_of(codes)
    found.year = found.year or year_in(next((field.get("a")[9:13] for field in by.get("100", ())), ""))
    names(by, found)
    subjects(by, found)
    udc = unique(tidy(text) for field in by.get("675", ()) for text in field.all("a"))
    bbk = unique(tidy(text) for field in by.get("686", ()) if is_bbk(field) for text in field.all("a"))
    classes(found, udc, bbk)
    found.author_sign = cut("author_sign", tidy(next((field.get("a") or field.value for field in by.get("908", ())), "")))
    found.annotation = "\n".join(unique(tidy(field.get("a")) for field in by.get("330", ())))
    found.url = address(text for field in by.get("856", ()) for text in field.all("u"))
    found.access = cut("access", whole(unique(bare(text) for field in by.get("371", ()) for text in field.all("a")), "; ", 300))
    host(by, found)
    found.holdings = holdings_of(by, marc.scheme)
    settle_kind(found, by.get(OWN, ()))
    found.audience = audience.own(by, audience.of_unimarc(by))
    return found


def kind_of(marc: Marc, by: Index) -> str:
    if known := TYPES.get(marc.leader[6:7]):
        return known
    level = marc.leader[7:8]
    if level == "a":
        return "article"
    if level == "s":
        return "issue" if any(tag in by for tag in ("461", "462")) and "463" not in by else "serial"
    if level == "i":
        return "eresource"
    first = by.get("200")
    if marc.leader[8:9] == "2" or (first and first[0].get("h")):
        return "volume"
    return "book"


def is_bbk(field: Field) -> bool:
    source = field.get("2").lower()
    return not source or "bbk" in source or "ббк" in source


def title(by: Index, found: Described) -> None:
    fields = by.get("200")
    if not fields:
        return
    subs = fields[0].subs
    found.title = cut("title", bare(" ; ".join(bare(text) for code, text in subs if code == "a")))
    found.subtitle = cut("subtitle", " : ".join(bare(text) for code, text in subs if code == "e"))
    found.responsibility = cut("responsibility", " ; ".join(bare(text) for code, text in subs if code in "fg"))


def imprint(by: Index, found: Described) -> None:
    made = by.get("210") or by.get("214") or []
    if made:
        found.place = cut("place", bare(made[0].get("a")).strip("[]"))
        found.publisher = cut("publisher", bare(made[0].get("c")).strip("[]"))
        found.year = year_in(*(text for field in made for code, text in field.subs if code in "dh"))
    if extent := by.get("215"):
        found.pages = cut("pages", bare(extent[0].get("a")))
    if series := by.get("225"):
        found.series = cut("series", " ; ".join(bare(text) for code, text in series[0].subs if code in "ahiv"))
        found.named.append(named("series", bare(series[0].get("a")), "series"))
    numbers = by.get("010", ())
    set_isbn(found, (text for field in numbers for text in field.all("a")), (text for field in numbers for text in field.all("z")))
    found.issn = issn_in(*(field.get("a") for field in by.get("011", ())))


def name_of(field: Field) -> Name:
    role, said = role_of(field.get("4"), field.get("4"))
    if field.tag in BODIES:
        return Name(bare(". ".join(bare(text) for text in field.all("ab"))), "", role, "", True, said)
    given = bare(field.get("g") or field.get("b"))
    number = tidy(field.get("d"))
    return Name(
        bare(field.get("a") or field.value), f"{given} {number}".strip() if number else given, role, field.get("f"), False, said
    )


def is_author(field: Field, name: Name) -> bool:
    """700 and 701 are those who made the work, unless their code says something else."""
    return name.role == "author" or (field.tag in AUTHORS and not name.role and not name.said)


def names(by: Index, found: Described) -> None:
    authors: list[Name] = []
    people: list[Name] = []
    for tag in (*PEOPLE, *BODIES):
        for field in by.get(tag, ()):
            name = name_of(field)
            if not name.surname:
                continue
            author = is_author(field, name)
            (authors if author and not name.body else people).append(name)
            found.named.append(
                named("body" if name.body else "person", name.heading, "author" if author else name.role, name.dates)
            )
    found.authors = whole(unique(name.shown for name in authors), "; ", 300)
    found.people = "\n".join(unique(name.line for name in people))


def subject_lines(field: Field) -> list[str]:
    """What one field says in the column of subjects."""
    if field.tag == "610":
        return [word for text in (field.value, *field.all("a")) if (word := bare(text))]
    if field.tag in ("600", "601", "602"):
        said = [_about(field).heading, *(bare(text) for text in field.all("txyz"))]
        return [" — ".join(part for part in said if part)] if said[0] else []
    line = " — ".join(bare(text) for text in (field.value, *field.all("abcdxyzj")) if text)
    return [line] if line else []


def _about(field: Field) -> Name:
    return Name(bare(field.get("a")), bare(field.get("g") or field.get("b")) if field.tag == "600" else "", dates=field.get("f"))


def subjects(by: Index, found: Described) -> None:
    lines: list[str] = []
    for tag in (*SUBJECTS, "610"):
        for field in by.get(tag, ()):
            lines += (said := subject_lines(field))
            if tag in ("600", "601", "602"):
                name = _about(field)
                found.named.append(
                    named("person" if tag == "600" else "body", name.heading, "subject", name.dates if tag == "600" else "")
                )
            else:
                found.named += [named("subject", line, "subject") for line in said]
    found.named = [one for one in found.named if one.heading]
    found.subjects = "\n".join(unique(lines))


def classes(found: Described, udc: list[str], bbk: list[str]) -> None:
    found.udc, found.bbk = whole(udc, "; ", 60), whole(bbk, "; ", 60)
    found.named += [named("udc", text, "udc") for text in udc] + [named("bbk", text, "bbk") for text in bbk]


def linked_subs(field: Field) -> Iterator[tuple[str, str, str]]:
    """(tag, code, text) for each sub-field of a linking field: inside a field embedded by $1, or plain (then the tag is empty)."""
    inside = ""
    for code, text in field.subs:
        if code == "1":
            inside = text[:3]
            yield inside, "" if inside < "010" else "1", text[3:]
        else:
            yield inside, code, text


def host(by: Index, found: Described) -> None:
    for tag in HOSTS:
        for field in by.get(tag, ()):
            _from_host(field, found)
    if found.kind == "serial":
        found.host = found.host_number = ""


def _from_host(field: Field, found: Described) -> None:
    part = []
    for tag, code, text in linked_subs(field):
        if (tag, code) in (("200", "a"), ("", "t")):
            found.host = found.host or bare(text)
        elif (tag, code) in (("001", ""), ("", "0"), ("", "3")):
            found.host_number = found.host_number or tidy(text)
        elif (tag, code) in (("011", "a"), ("", "x")) and found.kind in ("article", "issue"):
            found.issn = found.issn or issn_in(text)
        elif (code in ("v", "p") and not tag) or (tag, code) in INSIDE:
            part.append(bare(text))
        elif tag == "210" and code == "d":
            found.year = found.year or year_in(text)
    if part and not found.part and found.kind in ("article", "issue", "volume"):
        found.part = cut("part", ". ".join(part))
