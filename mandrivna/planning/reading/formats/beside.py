"""Parts of a DOCX or an XLSX beside its text: footnotes, remarks, heads and feet of pages, writing in drawings, pictures."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from mandrivna.planning.reading.asides import MOST_SIGNS, Asides
from mandrivna.planning.reading.blocks import NOWHERE
from mandrivna.planning.reading.formats.packed import parse
from mandrivna.planning.reading.said import Place

NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml", "comment": "word/comments.xml"}
MOST_PIECES, MOST_LINKS = 5_000, 2_000
_OBJECT = re.compile(r"(?:word|xl)/(?:charts/chart[^/]*\.xml|embeddings/[^/]+|diagrams/data[^/]*\.xml)")
_PICTURE = re.compile(r"(?:word|xl)/media/[^/]+")


@dataclass
class Words:
    """The words inside each element called one of `pieces`, by its `key`."""

    pieces: frozenset[str]
    key: str = "id"
    found: list[tuple[str, str]] = field(default_factory=list)
    at: str | None = None
    text: list[str] = field(default_factory=list)
    signs: int = 0
    writes: bool = False

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name in self.pieces:
            # A line between the text and the notes is a note of its own for Word.
            self.at = None if about.get("type", "normal") not in ("normal", "") else about.get(self.key, "")
            self.text, self.signs = [], 0
        elif name in ("tab", "br", "cr"):
            self.said(" ", always=True)
        self.writes = name == "t"

    def said(self, text: str, *, always: bool = False) -> None:
        if (self.writes or always) and self.at is not None and self.signs <= MOST_SIGNS:
            self.text.append(text)
            self.signs += len(text)

    def end(self, name: str) -> None:
        self.writes = False
        if name == "p":
            self.said(" ", always=True)
        elif name in self.pieces and self.at is not None:
            if len(self.found) < MOST_PIECES:
                self.found.append((self.at, "".join(self.text)))
            self.at = None


def words_of(book: zipfile.ZipFile, part: str, *pieces: str, key: str = "id") -> list[tuple[str, str]]:
    words = Words(frozenset(pieces), key)
    parse(book, part, words)
    return words.found


def notes_of(book: zipfile.ZipFile, seen: Mapping[tuple[str, str], Place], asides: Asides) -> None:
    """`seen`: where the text calls each of them."""
    for why, part in NOTES.items():
        for key, text in words_of(book, part, why):
            asides.say(why, text, seen.get((why, key), NOWHERE))


def pages_of(book: zipfile.ZipFile, asides: Asides) -> None:
    for name in sorted(book.namelist())[:MOST_LINKS]:
        if found := re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            for _key, text in words_of(book, name, "hdr", "ftr"):
                asides.of_pages(found[1], text)


def counted(book: zipfile.ZipFile, asides: Asides) -> None:
    names = book.namelist()
    asides.many("pictures", sum(_PICTURE.fullmatch(name) is not None for name in names))
    asides.many("objects", sum(_OBJECT.fullmatch(name) is not None for name in names))


@dataclass
class Links:
    """What other parts a part names: (key, kind, target)."""

    found: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name == "Relationship" and len(self.found) < MOST_LINKS:
            self.found.append((about.get("Id", ""), about.get("Type", "").rpartition("/")[2], about.get("Target", "")))

    def said(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def links_of(book: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Targets as names inside the archive."""
    folder, _stroke, name = part.rpartition("/")
    links = Links()
    parse(book, f"{folder}/_rels/{name}.rels", links)
    return [(key, kind, _inside(folder, target)) for key, kind, target in links.found]


def _inside(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
