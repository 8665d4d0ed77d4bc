"""The titles and the questions, read and put into a database of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
_TITLE = re.compile(r"(?:\((?P<language>\w{3})\) )?(?P<title>.*?) /(?P<year>-?\d+)(?: = (?P<topics>.*))?")


@dataclass(frozen=True)
class Title:
    author: str
    title: str
    year: int | None
    language: str
    subjects: str

    @property
    def words(self) -> str:
        return f"{self.title} {self.author} {self.subjects}"


@dataclass(frozen=True)
class Question:
    text: str
    wanted: tuple[str, ...]
    trap: str
    part: str


def titles() -> list[Title]:
    found = []
    for head, line in yaml.safe_load((HERE / "titles.yaml").read_text(encoding="utf-8")).items():
        author, _bar, common = (part.strip() for part in head.partition("|"))
        for one in line.split(";"):
            match = _TITLE.fullmatch(one.strip())
            assert match, one
            year = int(match["year"])
            topics = "; ".join(part.strip() for part in (match["topics"] or "", common) if part).replace(", ", "; ")
            language = match["language"] or "ukr"
            found.append(Title(author, match["title"].replace(" (рос.)", ""), year if year >= 1450 else None, language, topics))
    return found


def demonstration() -> list[Title]:
    """What the demonstration library has that is not here already."""
    from mandrivna.config.demo import data  # noqa: PLC0415 - needs the settings

    known = {one.title for one in titles()}
    return [Title(one.authors, one.title, one.year, one.language, "") for one in data.TITLES if one.title not in known]


PARTS = {"queries": "перша половина", "fresh": "свіжим оком", "stranger": "чужою рукою"}
"""Files of questions. The last was written by somebody who had seen neither the search nor the other questions, and asked only when
it was frozen."""


def questions() -> list[Question]:
    found = []
    for part in PARTS:
        for one in yaml.safe_load((HERE / f"{part}.yaml").read_text(encoding="utf-8")):
            about: dict[str, Any] = one
            found.append(Question(str(about["q"]), tuple(str(name) for name in about["want"]), str(about["trap"]), part))
    return found
