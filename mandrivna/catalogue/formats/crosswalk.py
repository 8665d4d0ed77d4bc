"""What citation formats say, gathered under our columns; the rest goes to a note or to our local field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mandrivna.catalogue.formats.columns import ROLE_WORDS, isbn13, issn_in, language, read_author, unique, year_in
from mandrivna.catalogue.formats.item import UnreadableError
from mandrivna.catalogue.formats.kept import keep
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.formats.project import fresh

PEOPLE = tuple(role for role in ROLE_WORDS if role not in ("publisher", "subject"))


class Gathered:
    """Statements of one reference in the order they came; `kept` are those without a place of their own."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.said: dict[str, list[str]] = {}
        self.kept: list[tuple[str, str]] = []

    def add(self, column: str, text: str) -> None:
        if text := text.strip():
            self.said.setdefault(column, []).append(text)

    def keep(self, name: str, text: str) -> None:
        if text.strip():
            self.kept.append((name, text.strip()))

    def first(self, column: str) -> str:
        return next(iter(self.said.get(column, ())), "")

    def marc(self) -> Marc:
        if not self.first("title"):
            raise UnreadableError("no_title" if self.said or self.kept else "empty")
        marc = fresh(**self.columns())
        if number := self.first("number"):
            marc.fields.insert(0, Field("001", value=number))
        for more in self.said["title"][1:]:
            marc.add(Field("246", "3 ", "", (("a", more),)))
        for note in self.said.get("note", ()):
            marc.add(Field("500", "  ", "", (("a", note),)))
        for name, text in self.kept:
            keep(marc, self.source, Field(name, "", text))
        return marc

    def columns(self) -> dict[str, Any]:
        simple = (
            "subtitle",
            "part",
            "place",
            "publisher",
            "pages",
            "series",
            "udc",
            "bbk",
            "access",
            "host",
            "host_number",
            "responsibility",
        )
        found: dict[str, Any] = {column: self.first(column) for column in (*simple, "title") if self.first(column)}
        found["kind"] = self.first("kind") or "book"
        found["authors"] = "; ".join(unique(read_author(text).shown for text in self.said.get("authors", ())))
        people = [f"{read_author(text).shown} ({ROLE_WORDS[role]})" for role in PEOPLE for text in self.said.get(role, ())]
        found["people"] = "\n".join(unique([*people, *(read_author(text).shown for text in self.said.get("other", ()))]))
        found["subjects"] = "\n".join(unique(part.strip() for text in self.said.get("subjects", ()) for part in text.split("\n")))
        found["annotation"] = "\n".join(unique(" ".join(text.split()) for text in self.said.get("annotation", ())))
        found["year"] = year_in(*self.said.get("year", ()))
        self._numbers(found)
        codes = unique(language(text) for text in self.said.get("language", ()))
        found["language"] = codes[0] if len(codes) == 1 else "mul" if codes else "und"
        if (url := self.first("url")) and re.match(r"(?:https?|ftp)://\S+$", url):
            found["url"] = url
        elif url:
            self.keep("url", url)
        for more in self.said.get("url", ())[1:]:
            self.keep("url", more)
        return found

    def _numbers(self, found: dict[str, Any]) -> None:
        for text in self.said.get("isbn", ()):
            for part in re.split(r"[;,\s]+(?=[\d])", text):
                bare = part.split("(")[0].strip()
                if good := isbn13(bare):
                    found.setdefault("isbn", good)
                elif issn := issn_in(bare):
                    found.setdefault("issn", issn)
                elif bare:
                    found.setdefault("isbn_wrong", bare[:30])
        for text in self.said.get("issn", ()):
            found.setdefault("issn", issn_in(text))


def inverted(shown: str) -> str:
    """«Жадан Сергій» → «Жадан, Сергій»: as RIS and BibTeX want names."""
    return read_author(shown).heading


def people_of(lines: str) -> Iterable[tuple[str, str]]:
    """(name, role in words) of each line of other people."""
    for line in filter(None, lines.split("\n")):
        name, _, role = line.removesuffix(")").rpartition(" (") if line.endswith(")") else (line, "", "")
        yield name, role


def roles(lines: str, word: Callable[[str], bool]) -> list[str]:
    return [name for name, role in people_of(lines) if word(role)]
