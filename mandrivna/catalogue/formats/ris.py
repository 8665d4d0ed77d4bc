"""RIS: two letters, two blanks, a hyphen. TY begins a reference, ER ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandrivna.catalogue.formats.crosswalk import Gathered, inverted, people_of
from mandrivna.catalogue.formats.item import Item, UnreadableError, Window, blocks, item_of
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import project

_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$", re.DOTALL)
KINDS = {"BOOK": "book", "EDBOOK": "book", "CHAP": "article", "JOUR": "article", "JFULL": "serial", "SER": "serial",
"MGZN": "article",
         "NEWS": "article", "THES": "book", "RPRT": "book", "CONF": "book", "CPAPER": "article", "ELEC": "eresource",
         "EBOOK": "eresource",
         "SOUND": "audio", "MUSIC": "audio", "VIDEO": "video", "MPCT": "video", "MAP": "object", "MANSCPT": "archive"}  # fmt: skip
WRITTEN = {"book": "BOOK", "volume": "BOOK", "article": "JOUR", "serial": "JFULL", "issue": "JFULL", "eresource": "EBOOK",
           "audio": "SOUND", "video": "VIDEO", "object": "MAP", "archive": "MANSCPT"}  # fmt: skip
PLAIN = {
    "TI": "title", "T1": "title", "CT": "title", "ST": "title", "AU": "authors", "A1": "authors", "ED": "editor", "A2": "editor",
    "A4": "translator", "PB": "publisher", "CY": "place", "PP": "place", "SN": "isbn", "KW": "subjects", "AB": "annotation",
    "N2": "annotation", "UR": "url", "L2": "url", "LA": "language", "N1": "note", "T3": "series", "ID": "number", "PY": "year",
    "Y1": "year", "DA": "year",
}  # fmt: skip
HOSTS, PART = ("T2", "JO", "JF", "JA", "BT"), ("VL", "IS", "SP", "EP")


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    for position, raw in blocks(window, lambda line: line.rstrip() == b"ER  -"):
        yield item_of(position, raw, decode, encoding)


def decode(text: str) -> Marc:
    found, part = Gathered("ris"), dict.fromkeys(PART, "")
    hosts: list[str] = []
    kind = last = ""
    for line in re.split(r"\r?\n", text):
        if not line.strip("\x00\x1a \t"):
            continue
        said = _LINE.match(line)
        if said is None:
            if not last:
                raise UnreadableError("unreadable")
            if last in PLAIN and found.said.get(PLAIN[last]):
                found.said[PLAIN[last]][-1] += f" {line.strip()}"
            else:
                found.keep(last, line)
            continue
        last, value = said[1], said[2] or ""
        if last == "TY":
            kind = value.strip()
            found.add("kind", KINDS.get(kind, "book"))
        elif last in PLAIN:
            found.add(PLAIN[last], value)
        elif last in HOSTS:
            hosts.append(value.strip())
        elif last in PART and not part[last]:
            part[last] = value.strip()
        elif last != "ER":
            found.keep(last, value)
    if not kind and not found.said:
        raise UnreadableError("empty")
    _placed(found, hosts, part)
    return found.marc()


def _placed(found: Gathered, hosts: list[str], part: dict[str, str]) -> None:
    """Volume, number and pages are a place inside a host, or the volume and the extent of a book."""
    article = found.first("kind") == "article"
    titles = found.said.get("title", [])
    found.said["title"] = list(dict.fromkeys(titles))
    if not found.said["title"] and hosts:
        found.said["title"] = [hosts.pop(0)]
    for host in dict.fromkeys(filter(None, hosts)):
        found.add(
            "host" if article and not found.first("host") else "series" if not article and not found.first("series") else "note",
            host,
        )
    pages = "–".join(text for text in (part["SP"], part["EP"]) if text)
    numbers = [f"Т. {part['VL']}" if part["VL"] else "", f"№ {part['IS']}" if part["IS"] else ""]
    said = ", ".join(text for text in numbers if text)
    if article:
        found.add("part", ". ".join(text for text in (said, f"С. {pages}" if pages else "") if text))
    else:
        found.add("part", said)
        found.add("pages", f"{pages} с." if pages.isdigit() else pages)


def encode(marc: Marc) -> str:
    found = project(marc)
    lines = [("TY", WRITTEN[found.kind]), ("ID", found.number)]
    lines += [("AU", inverted(name)) for name in found.authors.split("; ") if name]
    lines += [
        ("ED" if role == "редактор" else "A4" if role == "перекладач" else "A3", inverted(name))
        for name, role in people_of(found.people)
    ]
    title = f"{found.title} : {found.subtitle}" if found.subtitle else found.title
    lines += [("TI", title), ("T2", found.host), ("T3", found.series), ("PY", str(found.year or "")), ("CY", found.place),
              ("PB", found.publisher), ("SN", found.isbn or found.issn), ("LA", found.language if found.language != "und" else ""),
              ("UR", found.url)]  # fmt: skip
    lines += [("KW", word) for word in found.subjects.split("\n")] + [("AB", text) for text in found.annotation.split("\n")]
    if found.kind == "article":
        volume, number, pages = (_told(pattern, found.part) for pattern in (r"Т\. ?([\w/]+)", r"№ ?([\w/\-]+)", r"С\. ?([\d–\-]+)"))
        first, _, last = pages.replace("-", "–").partition("–")
        lines += [("VL", volume), ("IS", number), ("SP", first), ("EP", last)]
    else:
        lines += [("VL", found.part.removeprefix("Т. ")), ("SP", found.pages.removesuffix(" с."))]
    return "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in lines if text.strip()) + "ER  - \n\n"


def _told(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""
