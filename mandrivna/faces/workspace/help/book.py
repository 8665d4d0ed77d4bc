"""The handbook, read once from the files it is written in: beside the package when installed, in docs/ of a checkout."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from mandrivna.shared.text import fold
from mandrivna.shared.text.markdown import Document, Heading, render

CONTENTS = "README.md"
NAME = re.compile(r"\d\d-([a-z0-9-]+)\.md")
PICTURE = re.compile(r"[a-z0-9-]+\.png")


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    document: Document


def folder() -> Path:
    shipped = Path(settings.PACKAGE) / "handbook"
    return shipped if shipped.is_dir() else Path(settings.PACKAGE).parent / "docs" / "handbook"


def slug_of(name: str) -> str:
    """«02-vydacha.md» → «vydacha»; the number only says the order."""
    match = NAME.fullmatch(name)
    return match[1] if match else ""


@cache
def pages() -> dict[str, Page]:
    """In the order of the files."""
    found = {}
    for path in sorted(folder().glob("*.md")):
        if slug := slug_of(path.name):
            document = render(path.read_text(encoding="utf-8"), _attributes)
            found[slug] = Page(slug, document.title, document)
    return found


@cache
def contents() -> Document:
    return render((folder() / CONTENTS).read_text(encoding="utf-8"), _attributes)


def picture(name: str) -> Path | None:
    path = folder() / "img" / name
    return path if PICTURE.fullmatch(name) and path.is_file() else None


def found(text: str) -> list[tuple[Page, Heading]]:
    """Headings that hold every word of the question somewhere in themselves or in the title of their page."""
    wanted = fold(text).split()
    return [
        (page, heading)
        for page in pages().values()
        for heading in page.document.headings
        if all(word in fold(f"{page.title} {heading.text}") for word in wanted)
        and (heading.level == 1 or any(word in fold(heading.text) for word in wanted))
    ]


def _attributes(kind: str, address: str) -> str:
    """Only pages and pictures of the handbook are linked; what lies elsewhere in the repository stays words."""
    name, _hash, anchor = address.partition("#")
    if kind == "image":
        path = picture(name.removeprefix("img/"))
        if path is None:
            return ""
        width, height = _size(path)
        source = escape(reverse("workspace:help_picture", args=[path.name]))
        return f'src="{source}" width="{width}" height="{height}" loading="lazy"'
    if not name and anchor:
        return f'href="#{escape(anchor)}"'
    if name == CONTENTS:
        return f'href="{escape(reverse("workspace:help"))}"'
    slug = slug_of(name)
    if not slug or not (folder() / name).is_file():
        return ""
    return f'href="{escape(reverse("workspace:help_page", args=[slug]))}{f"#{escape(anchor)}" if anchor else ""}"'


def _size(path: Path) -> tuple[int, int]:
    """Of a PNG, from its first bytes: the page keeps the room before the picture comes."""
    with path.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return width, height
