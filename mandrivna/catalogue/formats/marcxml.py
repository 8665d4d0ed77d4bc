"""MARCXML, and whatever wraps it (OAI-PMH, SRU). A record is cut out and parsed alone: no document type, no entity, no network,
and a damaged record costs only itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from mandrivna.catalogue.formats.iso2709 import of_irbis, scheme_of
from mandrivna.catalogue.formats.item import LARGEST, Item, UnreadableError, Window, item_of
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc, Subfield

NAMESPACE = "http://www.loc.gov/MARC21/slim"
FORMATS = {MARC21: "MARC21", UNIMARC: "UNIMARC", IRBIS: "IRBIS"}
BARE = "_"
"""The code under which the text before any sub-field travels: the schema has no place for it."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PARTS = re.compile(rb"<(?:[\w.-]+:)?(?:datafield|controlfield|leader)\b")


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    for position, raw, stray in elements(window, "record", PARTS):
        if stray:
            yield Item(0, position, position + len(raw), raw, None, stray)
        else:
            yield item_of(position, raw, lambda text: decode(text, scheme), encoding)


def elements(window: Window, name: str, parts: re.Pattern[bytes]) -> Iterator[tuple[int, bytes, str]]:
    """(position, bytes, trouble) of each innermost element of this name; what is outside of any, but looks like a part of one, is
    told as stray."""
    opening = re.compile(rb"<(?:[\w.-]+:)?" + name.encode() + rb"(?=[\s>/])")
    closing = re.compile(rb"</(?:[\w.-]+:)?" + name.encode() + rb"\s*>")
    at = searched = 0
    while True:
        end = closing.search(window.data, max(at, searched))
        if end is None:
            searched = max(at, len(window.data) - 200)
            if len(window.data) - at >= LARGEST:
                piece = window.data[at : at + LARGEST]
                if parts.search(piece):
                    yield window.base + at, piece, "too_long"
                at, searched = at + LARGEST, 0
                continue
            window.drop(at)
            searched, at = max(0, searched - at), 0
            if window.more():
                continue
            if opening.search(window.data) or parts.search(window.data):
                yield window.base, window.data, "cut_short"
            return
        start = at
        for found in opening.finditer(window.data, at, end.start()):
            start = found.start()
        opened = opening.match(window.data, start)
        before = window.data[at : start if opened else end.end()]
        if parts.search(before):
            yield window.base + at, before, "stray"
        if opened:
            yield window.base + start, window.data[start : end.end()], ""
        at = end.end()


def parsed(
    text: str, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], said: Callable[[str], None]
) -> None:
    """Names without their prefixes. A cut-out element has no document type, so no entity but the five of XML exists."""

    def refuse(*_about: object) -> None:
        raise UnreadableError("bad_xml")

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise UnreadableError("bad_xml") from error


class _Record:
    def __init__(self) -> None:
        self.leader, self.format = "", ""
        self.fields: list[Field] = []
        self.text: list[str] | None = None
        self.attributes: dict[str, str] = {}
        self.field: tuple[str, str] = ("", "")
        self.subs: list[Subfield] = []
        self.code = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "record":
            self.format = attributes.get("format", "")
        elif name in ("leader", "controlfield"):
            self.text, self.attributes = [], attributes
        elif name == "datafield":
            ind = "".join((attributes.get(key, " ") or " ")[:1].replace("#", " ") for key in ("ind1", "ind2"))
            self.field, self.subs = (attributes.get("tag", ""), ind), []
        elif name == "subfield":
            self.text, self.code = [], attributes.get("code", "")

    def said(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        text = "".join(self.text or ())
        if name == "leader":
            self.leader = text.strip("\r\n\t")
        elif name == "controlfield":
            self.fields.append(Field(self.attributes.get("tag", ""), "  ", text))
        elif name == "subfield":
            self.subs.append((self.code, text))
        elif name == "datafield":
            bare = self.subs.pop(0)[1] if self.subs and self.subs[0][0] == BARE else ""
            self.fields.append(Field(*self.field, bare, tuple(self.subs)))
        if name in ("leader", "controlfield", "subfield"):
            self.text = None


def decode(text: str, scheme: str = "") -> Marc:
    record = _Record()
    parsed(text, record.start, record.end, record.said)
    if not record.fields:
        raise UnreadableError("empty")
    if any(not field.tag for field in record.fields):
        raise UnreadableError("unreadable")
    said = next((known for known, name in FORMATS.items() if name == record.format.upper().replace(" ", "")), "")
    leader = record.leader.ljust(24) if record.leader else ""
    marc = Marc(scheme or said or scheme_of(record.fields, leader), leader, record.fields)
    if leader:
        marc.leader = f"00000{leader[5:12]}00000{leader[17:24]}"
    if marc.scheme == IRBIS:
        marc.fields = [of_irbis(field) for field in marc.fields]
    return marc


def _clean(text: str) -> str:
    return escape(FORBIDDEN.sub("", text), {"\r": "&#13;"})


def encode(marc: Marc, *, namespace: str = "") -> str:
    """One <record>. Signs that XML cannot hold are left out."""
    about = f' xmlns="{namespace}"' if namespace else ""
    known = "" if marc.scheme == MARC21 else f' format="{FORMATS[marc.scheme]}" type="Bibliographic"'
    lines = [f"<record{about}{known}>"]
    if marc.leader:
        lines.append(f"<leader>{_clean(marc.leader)}</leader>")
    for field in marc.fields:
        tag = quoteattr(FORBIDDEN.sub("", field.tag))
        if field.tag < "010" and not field.subs:
            lines.append(f"<controlfield tag={tag}>{_clean(field.value)}</controlfield>")
            continue
        subs = ((BARE, field.value), *field.subs) if field.value else field.subs
        inside = "".join(f"<subfield code={quoteattr(FORBIDDEN.sub('', code))}>{_clean(text)}</subfield>" for code, text in subs)
        one, two = (quoteattr(FORBIDDEN.sub(" ", sign)) for sign in field.ind.ljust(2)[:2])
        lines.append(f"<datafield tag={tag} ind1={one} ind2={two}>{inside}</datafield>")
    return "".join([*lines, "</record>\n"])


HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'
TAIL = "</collection>\n"
