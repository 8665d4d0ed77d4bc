"""BibTeX and BibLaTeX: `@book{key, title = {…}, author = "…" # …}`. What lies between references is a comment and no record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mandrivna.catalogue.formats.crosswalk import Gathered, inverted, people_of
from mandrivna.catalogue.formats.item import LARGEST, Item, UnreadableError, Window, item_of
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import project

KINDS = {"article": "article", "incollection": "article", "inbook": "article", "inproceedings": "article", "conference": "article",
         "periodical": "serial", "online": "eresource", "electronic": "eresource", "www": "eresource", "audio": "audio",
         "music": "audio",
         "video": "video", "movie": "video", "unpublished": "archive"}  # fmt: skip
WRITTEN = {"article": "article", "serial": "periodical", "issue": "periodical", "eresource": "online", "audio": "audio",
"video": "video",
           "archive": "unpublished"}  # fmt: skip
PLAIN = {
    "title": "title", "subtitle": "subtitle", "publisher": "publisher", "address": "place", "location": "place", "isbn": "isbn",
    "issn": "issn", "year": "year", "date": "year", "series": "series", "abstract": "annotation", "url": "url", "note": "note",
    "language": "language", "langid": "language", "booktitle": "host", "journal": "host", "journaltitle": "host", "udc": "udc",
}  # fmt: skip
_ENTRY = re.compile(rb"@[ \t]*([A-Za-z]+)\s*[{(]")
_NEXT = re.compile(rb"(?<=\n)[ \t]*@[ \t]*[A-Za-z]+\s*[{(]")
_COMMENTS = ("comment", "preamble", "string")
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327", "v": "\u030c", "u": "\u0306",
            "k": "\u0328", "=": "\u0304", ".": "\u0307", "r": "\u030a"}  # fmt: skip
_ACCENT = re.compile(r"""\\(['`^"~=.]|[cvukr](?=[{\s]))\s*\{?(\\?[A-Za-z])\}?""")
_SIGNS = {r"\&": "&", r"\%": "%", r"\$": "$", r"\_": "_", r"\#": "#", r"\{": "\x01", r"\}": "\x02", "~": " ", "---": "—", "--": "–"}


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    at = 0
    while True:
        found = _ENTRY.search(window.data, at)
        end = _closed(window.data, found) if found else -1
        if found is None or end < 0:
            begun = found.start() if found else max(at, len(window.data) - 200)
            if len(window.data) - begun < LARGEST:
                window.drop(begun)
                at = 0
                if window.more():
                    continue
            if found is None:
                if len(window.data) - at < 2:
                    return
                at = len(window.data) if window.ended else at
                if window.ended:
                    return
                continue
            found = _ENTRY.search(window.data, at)
            following = _NEXT.search(window.data, at + 1)
            end = min(following.start() if following else len(window.data), at + LARGEST)
            yield Item(
                0, window.base + at, window.base + end, window.data[at:end], None, "unreadable" if following else "cut_short"
            )
            at = end
            continue
        if found[1].decode("ascii").lower() not in _COMMENTS:
            yield item_of(window.base + found.start(), window.data[found.start() : end], decode, encoding)
        at = end


def _closed(data: bytes, found: re.Match[bytes]) -> int:
    """After the bracket that closes the entry; -1 where another entry begins a line before that, or nothing closes it."""
    depth, limit = 1, found.end() + LARGEST
    following = _NEXT.search(data, found.end(), limit)
    opened, closed = (b"{", b"}") if data[found.end() - 1 : found.end()] == b"{" else (b"(", b")")
    signs = re.compile(b"[" + re.escape(opened + closed) + b"\\\\]")
    at = found.end()
    while sign := signs.search(data, at, limit):
        if following and sign.start() > following.start():
            return -1
        at = sign.end()
        if sign[0] == b"\\":
            at += 1
        else:
            depth += 1 if sign[0] == opened else -1
            if not depth:
                return at
    return -1


def statements(text: str) -> Iterator[tuple[str, str]]:
    """name = value, with braces, quotation marks, bare words and # between pieces."""
    at, size = 0, len(text)
    name = re.compile(r"\s*,?\s*([\w\-:.+]+)\s*=\s*")
    while at < size:
        found = name.match(text, at)
        if not found:
            if text[at:].strip(" \t\r\n,)}"):
                raise UnreadableError("unreadable")
            return
        pieces, at = [], found.end()
        while True:
            piece, at = _piece(text, at)
            pieces.append(piece)
            more = re.compile(r"\s*#\s*").match(text, at)
            if not more:
                break
            at = more.end()
        yield found[1].lower(), "".join(pieces)


def _piece(text: str, at: int) -> tuple[str, int]:
    sign = text[at : at + 1]
    if sign not in ('"', "{"):
        word = re.compile(r"[^\s,#{}\"]+").match(text, at)
        if not word:
            raise UnreadableError("unreadable")
        return word[0], word.end()
    depth, place = 0, at + 1
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter == "{":
            depth += 1
        elif (letter == "}" and sign == "{" and depth == 0) or (letter == '"' and sign == '"' and depth == 0):
            return text[at + 1 : place], place + 1
        elif letter == "}":
            depth -= 1
        place += 1
    raise UnreadableError("unreadable")


def plain(text: str) -> str:
    """Without the braces and commands of TeX that only shape letters."""
    text = _ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2].lstrip("\\") + _ACCENTS[found[1]]), text)
    for sign, said in _SIGNS.items():
        text = text.replace(sign, said)
    text = text.replace("{", "").replace("}", "").replace("\x01", "{").replace("\x02", "}")
    return " ".join(text.split())


def decode(text: str) -> Marc:
    head = re.match(r"@\s*(\w+)\s*[{(]\s*([^,=]*?)\s*(?:,|(?=[)}]\s*$))", text)
    if not head:
        raise UnreadableError("unreadable")
    found = Gathered("bibtex")
    found.add("kind", KINDS.get(head[1].lower(), "book"))
    found.add("number", plain(head[2]))
    place: dict[str, str] = {}
    for name, value in statements(text[head.end() : -1]):
        if name in ("author", "editor", "translator"):
            for person in re.split(r"\s+and\s+", value.strip()):
                found.add("authors" if name == "author" else name, plain(person))
        elif name in ("keywords", "keyword"):
            for word in re.split(r"[;,]", plain(value)):
                found.add("subjects", word)
        elif name in ("volume", "number", "pages", "pagetotal"):
            place[name] = plain(value)
        elif name in PLAIN:
            found.add(PLAIN[name], plain(value))
        else:
            found.keep(name, plain(value))
    article = found.first("kind") == "article"
    numbers = [f"Т. {place['volume']}" if "volume" in place else "", f"№ {place['number']}" if "number" in place else ""]
    pages = f"С. {place['pages']}" if article and "pages" in place else ""
    found.add("part", ". ".join(filter(None, (", ".join(filter(None, numbers)), pages))))
    if not article and (extent := place.get("pagetotal") or place.get("pages", "")):
        found.add("pages", f"{extent} с." if extent.isdigit() else extent)
    return found.marc()


def encode(marc: Marc) -> str:
    found = project(marc)
    names = {"author": [inverted(name) for name in found.authors.split("; ") if name], "editor": [], "translator": []}
    for name, role in people_of(found.people):
        if role in ("редактор", "перекладач"):
            names["editor" if role == "редактор" else "translator"].append(inverted(name))
    fields = {name: " and ".join(people) for name, people in names.items()}
    article = found.kind == "article"
    fields |= {
        "title": found.title, "subtitle": found.subtitle,
        "journal" if article else "series": found.host if article else found.series,
        "year": str(found.year or ""), "address": found.place, "publisher": found.publisher, "isbn": found.isbn, "issn": found.issn,
        "language": found.language if found.language != "und" else "", "keywords": found.subjects.replace("\n", "; "),
        "abstract": found.annotation.replace("\n", " "), "url": found.url, "udc": found.udc,
    }  # fmt: skip
    told = {"volume": r"Т\. ?([\w/]+)", "number": r"№ ?([\w/\-]+)", "pages": r"С\. ?([\d–\-]+)"}
    fields |= {name: said[1] for name, pattern in told.items() if (said := re.search(pattern, found.part))}
    if not article:
        fields["pagetotal"] = found.pages.removesuffix(" с.")
    key = re.sub(r"[^\w\-.:]+", "", found.number) or f"{found.kind}{found.year or ''}"
    said_all = ",\n".join(f"  {name} = {{{_escaped(text)}}}" for name, text in fields.items() if text)
    return f"@{WRITTEN.get(found.kind, 'book')}{{{key},\n{said_all}\n}}\n\n"


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "/"))
