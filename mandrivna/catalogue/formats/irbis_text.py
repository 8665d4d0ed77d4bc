"""The exchange text of ІРБІС64: `#200: ^AНазва^EВідомості`, a record ends with `*****`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandrivna.catalogue.formats.item import Item, UnreadableError, Window, blocks, item_of
from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc, Subfield

END = b"*****"
_LINE = re.compile(r"#\s*(\d{1,6})\s*:(.*)", re.DOTALL)
_BREAKS = re.compile(r"[\r\n]+")


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    for position, raw in blocks(window, lambda line: line.strip() == END):
        yield item_of(position, raw, decode, encoding)


def decode(text: str) -> Marc:
    marc = Marc(IRBIS)
    for line in re.split(r"\r?\n", text):
        if line.strip() == "*****" or not line.strip("\x00\x1a \t"):
            continue
        if found := _LINE.match(line):
            marc.fields.append(_field(found[1].lstrip("0").rjust(3, "0"), found[2].removeprefix(" ")))
        elif marc.fields:  # an exporter broke a long line
            last = marc.fields[-1]
            marc.fields[-1] = _field(last.tag, f"{_text(last)} {line}")
        else:
            raise UnreadableError("unreadable")
    if not marc.fields:
        raise UnreadableError("empty")
    return marc


def _field(tag: str, text: str) -> Field:
    value, *parts = text.split("^")
    return Field(tag, "", value, tuple((part[:1].lower(), part[1:]) for part in parts))


def _text(field: Field, *, lower: bool = True) -> str:
    return field.value + "".join(f"^{code if lower else code.upper()}{text}" for code, text in field.subs)


def encode(marc: Marc) -> str:
    """^ is the sign of a sub-field and has no other writing: inside a text it becomes ˆ."""
    lines = []
    for field in marc.fields:
        subs: tuple[Subfield, ...] = tuple((code, text.replace("^", "ˆ")) for code, text in field.subs)
        plain = Field(field.tag, "", field.value.replace("^", "ˆ"), subs)
        lines.append(f"#{field.tag.lstrip('0') or '0'}: {_BREAKS.sub(' ', _text(plain, lower=False))}")
    return "\n".join([*lines, "*****", ""])
