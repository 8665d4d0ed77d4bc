"""A document as PDF/UA: tagged, with title and language, so that a blind director can read what is to be signed.

The template is source; what people wrote reaches it only as data, so nothing that is typed can become a command.
Fonts are those inside typst, so a paper looks the same on every machine.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from mandrivna.shared.printing.document import Block, Contents, Document, Grid, Heading, Letterhead, Picture, Text, clean

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARD: Final = "ua-1"
ALWAYS = frozenset(map(chr, [*range(0x20, 0x7F), 0x0A, 0xA0, *range(0x410, 0x450), *map(ord, "ҐґЄєІіЇї’«»–—−№…")]))
"""Never asked about: our font has them."""


def write(document: Document) -> bytes:
    """A letter that the fonts do not have is printed as its code, «[U+65E5]»: a gap in a name would be worse."""
    given = _given(document)
    failed: Exception | None = None
    for signs in _spellings(set(_texts(given)) - ALWAYS):
        try:
            return _compile(_spelt(given, {ord(sign): f"[U+{ord(sign):04X}]" for sign in signs}))
        except _error() as error:
            failed = error
    raise failed or AssertionError("nothing was tried")


def _spellings(signs: set[str]) -> Iterable[set[str]]:
    """Which letters to print as codes: no more than must be. A mark may have a picture alone and none above this very letter."""
    yield set()
    missing = {sign for sign in signs if not _has_glyph(sign)}
    yield missing
    yield missing | {sign for sign in signs if unicodedata.category(sign)[0] == "M"}
    yield signs


def _compile(given: dict[str, Any]) -> bytes:
    return typeset(TEMPLATE.read_bytes(), {"document": json.dumps(given, ensure_ascii=False)}, given["timestamp"])


def typeset(source: bytes, inputs: dict[str, str], timestamp: int = 0) -> bytes:
    import typst  # noqa: PLC0415 - slow import

    made = typst.compile(
        source, format="pdf", pdf_standards=STANDARD, ignore_system_fonts=True, sys_inputs=inputs, timestamp=timestamp
    )
    return bytes(made)


def pages_of(document: Document) -> list[int]:
    """On which page each listed heading begins, in their order: for papers in formats that do not count their pages."""
    import typst  # noqa: PLC0415 - slow import

    given = _given(document)
    missing = {sign for sign in set(_texts(given)) - ALWAYS if not _has_glyph(sign)}
    given = _spelt(given, {ord(sign): f"[U+{ord(sign):04X}]" for sign in missing})
    found = typst.query(
        TEMPLATE.read_bytes(), "<begins>", field="value", ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
    )  # fmt: skip
    return [int(page) for page in json.loads(found)]


def _error() -> type[Exception]:
    import typst  # noqa: PLC0415 - slow import

    found: type[Exception] = typst.TypstError
    return found


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    """PDF/UA forbids a letter without a picture, so a page with only this letter is refused when there is none."""
    source = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#sys.inputs.sign'
    try:
        typeset(source, {"sign": sign})
    except _error():
        return False
    return True


# --- the model as plain data --------------------------------------------------------------------------------------------


def _given(document: Document) -> dict[str, Any]:
    given = asdict(replace(document, blocks=(), letterhead=None))
    given["blocks"] = [_block(block) for block in document.blocks]
    given["ending"] = document.ending
    given["letterhead"] = _letterhead(document.letterhead)
    given["file_title"] = document.file_title
    given["timestamp"] = int(given.pop("created").timestamp())
    cleaned: dict[str, Any] = _mapped(given, clean)
    return cleaned


def _letterhead(letterhead: Letterhead | None) -> dict[str, Any] | None:
    if letterhead is None:
        return None
    logo = letterhead.logo
    about = asdict(replace(letterhead, logo=None))
    if logo:
        about["logo"] = {"data": list(logo.data), "kind": _format(logo.kind), "alt": logo.alt}
    return about


def _format(kind: str) -> str:
    return "jpg" if kind == "jpeg" else kind


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", **asdict(block)}
        case Text():
            return {"kind": "text", **asdict(block)}
        case Contents():
            return {"kind": "contents", **asdict(block)}
        case Picture():
            about = {"alt": block.alt, "caption": block.caption, "across": block.across}
            return {"kind": "picture", "data": list(block.data), "format": _format(block.kind), **about}
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "small": block.small,
                "dense": block.dense,
                "bound": block.bound() if block.tied else [],
                "head_rows": len(block.head),
                "columns": [column.width for column in block.columns],
                "head": [asdict(cell) for _row, _column, cell in block.placed()],
                "rows": [
                    [{**asdict(cell), "align": column.align, "names": column.names} for _at, cell, column in row]
                    for row in block.body()
                ],
            }


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(str(value))
        case dict():
            return {key: inside if key == "data" else _mapped(inside, change) for key, inside in value.items()}
        case list() | tuple():
            return [_mapped(inside, change) for inside in value]
        case _:
            return value


def _spelt(given: dict[str, Any], codes: dict[int, str]) -> dict[str, Any]:
    """What is drawn. The title of the file is not, and keeps its letters."""
    spelt: dict[str, Any] = _mapped(given, lambda text: text.translate(codes))
    return {**spelt, "file_title": given["file_title"]}


def _texts(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield from value
        case dict():
            for key, inside in value.items():
                if key != "data":
                    yield from _texts(inside)
        case list():
            for inside in value:
                yield from _texts(inside)
