"""MARC 21 → columns."""

from __future__ import annotations

from collections.abc import Sequence

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
from mandrivna.catalogue.formats.described import Described, Named
from mandrivna.catalogue.formats.holdings import holdings_of
from mandrivna.catalogue.formats.index import Index, index, value
from mandrivna.catalogue.formats.marc import Field, Marc

PEOPLE, BODIES = ("100", "700"), ("110", "111", "710", "711")
SUBJECTS = ("600", "610", "611", "630", "647", "648", "650", "651", "655")
TYPES = {"i": "audio", "j": "audio", "g": "video", "e": "object", "f": "object", "k": "object", "o": "object", "r": "object",
         "m": "eresource", "p": "archive", "t": "archive", "d": "archive"}  # fmt: skip
"""Leader/06, where it is not a printed text."""
ONLINE = frozenset("osq")


def describe(marc: Marc) -> Described:
    by = index(marc)
    found = Described(kind=kind_of(marc, by), number=tidy(value(by, "001")))
    _title(by, found)
    _imprint(by, found)
    _names(by, found)
    _content(by, found)
    if found.kind == "article" or (found.kind in ("issue", "volume") and not found.part):
        found.part = cut("part", bare(next((field.get("g") for field in by.get("773", ())), ""))) or found.part
    found.holdings = holdings_of(by, marc.scheme)
    settle_kind(found, by.get(OWN, ()))
    found.audience = audience.own(by, audience.of_marc21(by, found.kind))
    return found


def kind_of(marc: Marc, by: Index) -> str:
    kind, level = marc.leader[6:7], marc.leader[7:8]
    if known := TYPES.get(kind):
        return known
    if level in "ab" and level:
        return "article"
    if level == "s":
        return "issue" if "773" in by else "serial"
    if level == "i" or _online(marc, by):
        return "eresource"
    title = by.get("245")
    if marc.leader[19:20] in ("b", "c") or (title and any(code in "np" for code, _text in title[0].subs)):
        return "volume"
    return "book"


def _online(marc: Marc, by: Index) -> bool:
    fixed = value(by, "008")
    if fixed[23:24] in ONLINE and marc.leader[6:7] in ("a", "t", ""):
        return bool(fixed[23:24])
    return any(field.get("b") == "cr" for field in by.get("338", ()))


def _title(by: Index, found: Described) -> None:
    fields = by.get("245")
    if not fields:
        return
    subs = fields[0].subs
    main = [text for code, text in subs if code == "a"] or [text for code, text in subs if code in "bfgkp"][:1]
    found.title = cut("title", _stopped(bare(_joined(" ; ", main))))
    found.subtitle = cut("subtitle", _stopped(bare(_joined(" : ", [text for code, text in subs if code == "b"])))) if main else ""
    found.part = cut("part", ". ".join([_stopped(bare(text)) for code, text in subs if code in "np"]))
    found.responsibility = cut("responsibility", bare(_joined(" ; ", [text for code, text in subs if code == "c"])))


def _joined(between: str, texts: Sequence[str]) -> str:
    """To be made bare as a whole: one alone need not be before."""
    return texts[0] if len(texts) == 1 else between.join(map(bare, texts))


def _stopped(text: str) -> str:
    """Without the full stop that ends an area, but with one that belongs to an abbreviation."""
    if text.endswith(".") and not text.endswith("..") and len(text.rpartition(" ")[2]) > 4:
        return text[:-1]
    return text


def _imprint(by: Index, found: Described) -> None:
    made = [field for field in by.get("264", ()) if field.ind[1:2] in ("1", " ", "")] + by.get("260", []) or by.get("264", [])
    if made:
        found.place = cut("place", bare(made[0].get("a")).strip("[]"))
        found.publisher = cut("publisher", bare(made[0].get("b")).strip("[]"))
    fixed = value(by, "008")
    found.year = year_in(*[text for field in made for code, text in field.subs if code == "c"], fixed[7:11])
    if extent := by.get("300"):
        found.pages = cut("pages", bare(extent[0].get("a")))
    if series := by.get("490") or by.get("440") or by.get("830"):
        found.series = cut("series", " ; ".join(bare(text) for code, text in series[0].subs if code in "anpv"))
    if "020" in by:
        set_isbn(found, _all(by, "020", "a"), _all(by, "020", "z"))
    if "022" in by or "773" in by:
        found.issn = issn_in(*_all(by, "022", "a"), *(_all(by, "773", "x") if found.kind in ("article", "issue") else ()))
    codes = [text[at : at + 3] for text in _all(by, "041", "a") for at in range(0, len(text), 3)] if "041" in by else []
    found.language = language_of(codes or [fixed[35:38]])


def _all(by: Index, tag: str, code: str) -> list[str]:
    return [text for field in by[tag] for known, text in field.subs if known == code] if tag in by else []


def name_of(field: Field) -> Name:
    role, said = role_of(field.get("4"), *[text for code, text in field.subs if code == "e"])
    main = field.get("a")
    if field.tag[1:] != "00":
        return Name(bare(". ".join([bare(main), *(bare(text) for text in field.all("b"))])), "", role, "", True, said)
    surname, _, given = main.partition(",")
    number = f" {tidy(field.get('b')).rstrip(',')}" if field.get("b") else ""
    return Name(bare(surname) + ("" if given.strip() else number), _given(given) + (number if given.strip() else ""), role,
                field.get("d"), False, said)  # fmt: skip


def _given(text: str) -> str:
    text = bare(text)
    return text[:-1] if text.endswith(".") and len(text.rpartition(" ")[2]) > 4 and text.count(".") == 1 else text


def is_author(field: Field, name: Name) -> bool:
    """Without a word about a role: the heading of the entry, and added names that are no titles."""
    return name.role == "author" or (not name.role and not name.said and (field.tag[0] == "1" or not field.get("t")))


def _names(by: Index, found: Described) -> None:
    authors: list[Name] = []
    people: list[Name] = []
    for tag in (*PEOPLE, *BODIES):
        for field in by.get(tag, ()):
            name = name_of(field)
            if not name.surname:
                continue
            author = is_author(field, name)
            (authors if author and not name.body else people).append(name)
            role = "author" if author else name.role
            found.named.append(named("body" if name.body else "person", name.heading, role, name.dates))
    found.authors = whole(unique([name.shown for name in authors]), "; ", 300)
    found.people = "\n".join(unique([name.line for name in people]))


def subject_lines(field: Field) -> list[str]:
    """What one field says in the column of subjects."""
    if field.tag == "653":
        return [word for text in field.all("a") if (word := bare(text))]
    if field.tag in ("600", "610", "611"):
        said = [name_of(field).heading, *(bare(text) for text in field.all("txyz"))]
        return [_stopped(line)] if (line := " — ".join(part for part in said if part)) else []
    return [_stopped(line)] if (line := " — ".join([bare(text) for text in field.all("abcptxyz")])) else []


def _content(by: Index, found: Described) -> None:
    subjects: list[str] = []
    for tag in (*SUBJECTS, "653"):
        for field in by.get(tag, ()):
            subjects += (lines := subject_lines(field))
            if tag in ("600", "610", "611"):
                name = name_of(field)
                found.named.append(named("person" if tag == "600" else "body", name.heading, "subject", name.dates))
            else:
                found.named += [named("subject", line, "subject") for line in lines]
    found.subjects = "\n".join(unique(subjects))
    _classes(by, found)
    if "520" in by:
        found.annotation = "\n".join(unique([tidy(field.text("ab")) for field in by["520"]]))
    if "856" in by:
        found.url = address(_all(by, "856", "u"))
    if "506" in by or "540" in by:
        said = [bare(text) for tag in ("506", "540") for text in _all(by, tag, "a")]
        found.access = cut("access", whole(unique(said), "; ", 300))
    if host := by.get("773"):
        found.host = bare(host[0].get("t") or host[0].get("a"))
        found.host_number = tidy(host[0].get("w").rpartition(")")[2])
    if found.series:
        found.named.append(named("series", found.series.partition(" ; ")[0], "series"))


def is_bbk(field: Field) -> bool:
    source = field.get("2").lower()
    return not source or "bbk" in source or "ббк" in source


def _classes(by: Index, found: Described) -> None:
    udc = unique([tidy(text) for text in _all(by, "080", "a")])
    bbk = unique([tidy(text) for field in by.get("084", ()) if is_bbk(field) for text in field.all("a")])
    found.udc, found.bbk = whole(udc, "; ", 60), whole(bbk, "; ", 60)
    found.named += _classed(udc, bbk)
    if "090" in by:
        found.author_sign = cut("author_sign", tidy(next(iter(_all(by, "090", "b")), "")))


def _classed(udc: list[str], bbk: list[str]) -> list[Named]:
    return [named("udc", text, "udc") for text in udc] + [named("bbk", text, "bbk") for text in bbk]
