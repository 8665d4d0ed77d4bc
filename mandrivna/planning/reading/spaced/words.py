"""What stood on several lines of a cell as its lines: wrapped words together, items of lists and stacked values apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mandrivna.planning.reading.executors import is_name
from mandrivna.planning.reading.loose.cells import begins_item, stacked_terms, stacked_values
from mandrivna.planning.reading.said import Role
from mandrivna.planning.reading.spaced.lines import Laid
from mandrivna.shared.text.folding import fold

_CUT = re.compile(r"([^\W\d_]+)([-‑\u00ad])$")
_COMPOUND = re.compile(
    r"(?:ьно|ічно|ійно|ивно|рно|нно|тно|вно|ово|ево|сько|цько)$|"
    r"(?:онлайн|офлайн|веб|медіа|прес|відео|інтернет|екс|віце|міні|арт|фото|кіно|аудіо)$"
)
"""The first half of a word that is written with a hyphen also in the middle of a line."""
_SIGNS = '.,;:!?()«»“”"'
_ENDS_CUT = ("-", "‑", "\u00ad")
ROOM = 0.7
KEEPS = frozenset({Role.TERM, Role.QUANTITY})


@dataclass
class Rejoining:
    """`known`: whole words of the file, by which a word cut at the end of a line is put together."""

    known: frozenset[str]
    doubted: list[str] = field(default_factory=list)
    """Words put together without knowing them."""

    def join(self, before: str, line: str, role: Role) -> str:
        cut = _CUT.search(before)
        if not cut or not line[:1].isalpha():
            return f"{before} {line}" if not cut else before + line
        if cut[2] == "\u00ad":
            return before[:-1] + line
        if role in KEEPS or line[:1].isupper():
            return before + line
        last = re.search(r"[\w’ʼ'‑-]+$", before[:-1])
        rest = re.match(r"[\w’ʼ'‑-]+", line)
        left, right = (last[0] if last else ""), (rest[0] if rest else "")
        if fold(f"{left}-{right}") in self.known:
            return before + line
        if fold(left + right) in self.known:
            return before[:-1] + line
        if _COMPOUND.search(fold(left)):
            return before + line
        self.doubted.append(left + right)
        return before[:-1] + line


def whole_words(lines: Iterable[Laid]) -> frozenset[str]:
    """Without the halves at the ends of pieces."""
    words = (word.text for line in lines for word in line.words)
    return frozenset(fold(word.strip(_SIGNS)) for word in words if not word.endswith(_ENDS_CUT))


def cell_lines(lines: Sequence[str], role: Role, width: float, rejoining: Rejoining) -> tuple[str, ...]:
    """`width` of the column, in signs."""
    if not lines:
        return ()
    if role == Role.TERM:
        lines = _gone_on(lines)
        if len(lines) > 1 and (stacked := stacked_terms(lines)):
            return stacked
    if role == Role.QUANTITY:
        return tuple(stacked_values(lines, lambda before, line: rejoining.join(before, line, role)))
    made, last = [lines[0]], lines[0]
    for line in lines[1:]:
        named = role == Role.EXECUTORS and is_name(last) and is_name(line)
        if begins_item(line) or named or (role == Role.TITLE and _ends_paragraph(last, line, width)):
            made.append(line)
        else:
            made[-1] = rejoining.join(made[-1], line, role)
        last = line
    return tuple(made)


def _gone_on(lines: Sequence[str]) -> list[str]:
    """«березень-» goes on in the next line, whatever is stacked around it."""
    made: list[str] = []
    for line in lines:
        if made and made[-1].endswith(("-", "–", "‑")):
            made[-1] += line
        elif made and made[-1].endswith((",", ";")):
            made[-1] += f" {line}"
        else:
            made.append(line)
    return made


def _ends_paragraph(before: str, line: str, width: float) -> bool:
    """A line that ended long before the edge, though the next word would have fitted: it was not wrapped."""
    if line[:1].islower() or before.count("«") > before.count("»") or before.count("(") > before.count(")"):
        return False
    return len(before) + 1 + len(line.split()[0]) <= ROOM * width
