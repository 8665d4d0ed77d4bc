"""MARC as lines that people read: `=245  10$aНазва` (MarcEdit), and on the way in also `245 10 $a Назва` (yaz-marcdump, Aleph)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandrivna.catalogue.formats.iso2709 import of_irbis, scheme_of
from mandrivna.catalogue.formats.item import Item, UnreadableError, Window, blocks, item_of
from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc

_OURS = re.compile(r"=([0-9A-Za-z]{3,6}) ? ?(.*)", re.DOTALL)
_YAZ = re.compile(r"([0-9A-Z]{3}) (.*)", re.DOTALL)
_YAZ_SUBS = re.compile(r"(?:^| )\$(\S) ?")
SIGNS = {"{": "{lcub}", "}": "{rcub}", "$": "{dollar}", "\\": "{bsol}", "\n": "{lf}", "\r": "{cr}"}
_NAMED = {name: sign for sign, name in SIGNS.items()}
_MNEMONIC = re.compile("|".join(map(re.escape, _NAMED)))
_SPECIAL = re.compile(r"[{}$\\\n\r]")


def read(window: Window, encoding: str, scheme: str = "") -> Iterator[Item]:
    for position, raw in blocks(window, lambda line: not line.strip()):
        yield item_of(position, raw, lambda text: decode(text, scheme), encoding)


def decode(text: str, scheme: str = "") -> Marc:
    leader, fields, foreign = "", [], False
    for line in re.split(r"\r?\n", text):
        if not line.strip("\x00\x1a \t"):
            continue
        if found := _OURS.match(line):
            tag, said = found[1], found[2]
            if tag in ("LDR", "000"):
                leader = _plain(said)
            else:
                fields.append(_ours(tag, said))
        elif (found := _YAZ.match(line)) and (leader or fields or found[1].isdigit()):
            foreign = True
            fields.append(_yaz(found[1], found[2]))
        elif not fields and not leader and line[:5].isdigit() and len(line) >= 20:
            leader = line
        elif fields and foreign and line.startswith(" "):
            fields[-1] = _yaz(fields[-1].tag, f"{_shown(fields[-1])} {line.strip()}")
        else:
            raise UnreadableError("unreadable")
    if not fields:
        raise UnreadableError("empty")
    if leader and len(leader) < 24:
        leader = leader.ljust(24)
    if leader:
        leader = f"00000{leader[5:12]}00000{leader[17:24]}"
    scheme = scheme or (IRBIS if not leader else scheme_of(fields, leader))
    return Marc(scheme, leader, [of_irbis(field) for field in fields] if scheme == IRBIS else fields)


def _plain(text: str) -> str:
    return _MNEMONIC.sub(lambda found: _NAMED[found[0]], text.replace("\\", " "))


def _ours(tag: str, said: str) -> Field:
    head, *parts = said.split("$")
    if tag < "010" and not parts:
        return Field(tag, "", _plain(head[1:])) if head.startswith("%") else Field(tag, "  ", _plain(head))
    if head.startswith("%"):  # our sign of a field without indicators
        return Field(tag, "", _value(head[1:]), tuple((_value(part[:1]), _value(part[1:])) for part in parts))
    return Field(tag, _plain(head[:2]), _value(head[2:]), tuple((_value(part[:1]), _value(part[1:])) for part in parts))


def _value(text: str) -> str:
    return _MNEMONIC.sub(lambda found: _NAMED[found[0]], text)


def _yaz(tag: str, said: str) -> Field:
    if tag < "010" or "$" not in said:
        return Field(tag, "  ", said) if tag < "010" else Field(tag, said[:2], said[2:].strip())
    ind, rest = (said[:2], said[2:].lstrip()) if said[2:3] in (" ", "$") else ("  ", said.lstrip())
    pieces = _YAZ_SUBS.split(rest)
    return Field(tag, ind, pieces[0].strip(), tuple(zip(pieces[1::2], (text.rstrip() for text in pieces[2::2]), strict=True)))


def _shown(field: Field) -> str:
    return f"{field.ind} {field.value}" + "".join(f" ${code} {text}" for code, text in field.subs)


def encode(marc: Marc) -> str:
    lines = [f"=LDR  {_blanks(marc.leader)}"] if marc.leader else []
    for field in marc.fields:
        if field.tag < "010" and not field.subs:
            lines.append(f"={field.tag}  {'%' if not field.ind else ''}{_blanks(field.value)}")
            continue
        ind = _blanks(field.ind) if field.ind else "%"
        subs = "".join(f"${_signs(code)}{_signs(text)}" for code, text in field.subs)
        lines.append(f"={field.tag}  {ind}{_signs(field.value)}{subs}")
    return "\n".join([*lines, "", ""])


def _signs(text: str) -> str:
    return _SPECIAL.sub(lambda found: SIGNS[found[0]], text)


def _blanks(text: str) -> str:
    """As MarcEdit shows them: a blank that counts is a backslash."""
    return _signs(text).replace(" ", "\\")
