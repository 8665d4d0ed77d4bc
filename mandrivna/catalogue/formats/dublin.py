"""Dublin Core in XML, as OAI-PMH and repositories write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from mandrivna.catalogue.formats.columns import isbn13, issn_in
from mandrivna.catalogue.formats.crosswalk import Gathered, people_of
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.item import Item, UnreadableError, Window, item_of
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.marcxml import FORBIDDEN, elements, parsed
from mandrivna.catalogue.formats.project import project

PARTS = re.compile(rb"<dc(?:terms)?:(?!dc\b)\w+")
CONTAINERS = ("dc", "qualifieddc", "Description", "record", "metadata", "item")
"""What wraps the statements of one thing; the first of these that the file has is believed."""
PLAIN = {"title": "title", "alternative": "title", "creator": "authors", "contributor": "other", "subject": "subjects",
         "description": "annotation", "abstract": "annotation", "publisher": "publisher", "date": "year", "issued": "year",
         "language": "language", "rights": "access", "license": "access", "extent": "pages", "isPartOf": "host",
         "coverage": "note"}  # fmt: skip
_TYPES = (("article", "article"), ("стат", "article"), ("journal", "serial"), ("журнал", "serial"), ("sound", "audio"),
("звук", "audio"),
          ("movingimage", "video"), ("moving image", "video"), ("video", "video"), ("відео", "video"), ("physicalobject", "object"),
          ("image", "object"), ("map", "object"), ("dataset", "eresource"), ("software", "eresource"), ("interactive",
           "eresource"))  # fmt: skip
TYPES = {"book": "Text", "volume": "Text", "article": "article", "serial": "journal", "issue": "journal",
"eresource": "InteractiveResource",
         "audio": "Sound", "video": "MovingImage", "object": "PhysicalObject", "archive": "Text"}  # fmt: skip
NAMESPACES = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    while len(window.data) < 4_096 and window.more():
        pass
    name = container(window.data)
    for position, raw, stray in elements(window, name, PARTS):
        if stray:
            yield Item(0, position, position + len(raw), raw, None, stray)
        else:
            yield item_of(position, raw, decode, encoding)


def container(head: bytes) -> str:
    """Reading on from the middle sees the closing name first."""
    return next((name for name in CONTAINERS if re.search(rb"</?(?:[\w.-]+:)?" + name.encode() + rb"[\s>]", head)), "dc")


def decode(text: str) -> Marc:
    found = Gathered("dc")
    stack: list[str] = []
    said: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        stack.append(name)
        said.clear()

    def end(name: str) -> None:
        stack.pop()
        if stack and (value := " ".join("".join(said).split())):
            _state(found, name, value)
        said.clear()

    parsed(text, start, end, said.append)
    if not found.said and not found.kept:
        raise UnreadableError("empty")
    return found.marc()


def _state(found: Gathered, name: str, text: str) -> None:
    if name == "identifier":
        bare = re.sub(r"^(?:urn:)?(?:isbn|issn)[:\s]*", "", text, flags=re.IGNORECASE)
        if re.match(r"(?:https?|ftp)://", text):
            found.add("url", text)
        elif isbn13(bare) or (issn_in(bare) and len(bare) < 10) or "isbn" in text.lower():
            found.add("isbn", bare)
        else:
            found.keep(name, text)
    elif name == "type":
        low = text.casefold()
        if not found.first("kind"):
            found.add("kind", next((kind for word, kind in _TYPES if word in low), "book"))
        found.keep(name, text)
    elif name in PLAIN:
        first_only = PLAIN[name] in ("publisher", "access", "pages", "host")
        if first_only and found.first(PLAIN[name]):
            found.keep(name, text)
        else:
            found.add(PLAIN[name], text)
    else:
        found.keep(name, text)


def encode(marc: Marc) -> str:
    return element(project(marc))


def element(found: Described, *, namespaces: bool = False) -> str:
    """One <oai_dc:dc>."""
    title = f"{found.title} : {found.subtitle}" if found.subtitle else found.title
    about = [("title", f"{title}. {found.part}" if found.part and found.kind == "volume" else title)]
    about += [("creator", name) for name in found.authors.split("; ")]
    about += [("contributor", name) for name, _role in people_of(found.people)]
    about += [("subject", text) for text in (*found.subjects.split("\n"), found.udc and f"УДК {found.udc}")]
    about += [("description", text) for text in found.annotation.split("\n")]
    about += [("publisher", found.publisher), ("date", str(found.year or "")), ("type", TYPES[found.kind]), ("format", found.pages)]
    about += [("identifier", found.isbn and f"urn:ISBN:{found.isbn}"), ("identifier", found.issn and f"urn:ISSN:{found.issn}")]
    about += [("identifier", found.url), ("language", found.language if found.language != "und" else "")]
    source = ". ".join(text for text in (found.host, found.part) if text) if found.kind in ("article", "issue") else ""
    about += [("source", source), ("relation", found.series), ("rights", found.access)]
    inside = "".join(f"<dc:{name}>{escape(FORBIDDEN.sub('', text))}</dc:{name}>" for name, text in about if text)
    return f"<oai_dc:dc{' ' + NAMESPACES if namespaces else ''}>{inside}</oai_dc:dc>\n"


HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection {NAMESPACES}>\n'
TAIL = "</collection>\n"
