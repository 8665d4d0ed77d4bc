"""Words of a cell as its lines: what was wrapped is one line again, items of a list and stacked values keep theirs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from mandrivna.planning.reading.amounts import _NUMBER, _UNIT
from mandrivna.planning.reading.columns import words
from mandrivna.planning.reading.loose.scores import Table
from mandrivna.planning.reading.loose.tokens import Token
from mandrivna.planning.reading.said import Role
from mandrivna.planning.reading.terms import term_of
from mandrivna.shared.text.folding import fold

_QUANTITY = re.compile(rf"(?:до |понад )?(?:{_NUMBER}|-)\s*(?:{_UNIT})?")
MOST_LINES = 150
"""More are no cell of a plan, and are not put together."""
_NO_END = re.compile(r"[бвгґджзклмнпрстфхцчшщй]{2}$", re.IGNORECASE)
_WORDS_OF_TWO = {
    "та",
    "і",
    "й",
    "з",
    "із",
    "зі",
    "в",
    "у",
    "на",
    "до",
    "по",
    "за",
    "як",
    "що",
    "не",
    "ні",
    "чи",
    "від",
    "для",
    "про",
    "а",
    "о",
    "об",
    "ми",
    "ви",
    "це",
}


def cell_lines(table: Table, column: int, tokens: Sequence[Token]) -> tuple[str, ...]:
    lines = _physical(tokens)
    if not lines:
        return ()
    role = table.roles[column]
    if len(lines) > MOST_LINES:
        return tuple(line for line, _gap in lines)
    if role == Role.TERM:
        return _terms(lines)
    if role == Role.QUANTITY:
        return tuple(stacked_values([line for line, _gap in lines]))
    made = [lines[0][0]]
    for (before, _gap), (line, gap) in itertools.pairwise(lines):
        apart = gap and not line[:1].islower() and role not in (Role.EXECUTORS, Role.AUDIENCE)
        if begins_item(line) or apart or (role == Role.TITLE and _ends_paragraph(made[-1], before, line, table.width(column))):
            made.append(line)
        else:
            made[-1] = join(made[-1], line)
    return tuple(made)


def _physical(tokens: Sequence[Token]) -> list[tuple[str, bool]]:
    """(line, whether an empty paragraph stands before it)."""
    made: list[tuple[str, bool]] = []
    at, empty = -1, False
    for token in tokens:
        if not token.text:
            empty |= token.alone
            continue
        if token.line == at:
            made[-1] = (f"{made[-1][0]} {token.text}", made[-1][1])
        else:
            made.append((token.text, empty and bool(made)))
        at, empty = token.line, False
    return made


def begins_item(line: str) -> bool:
    return re.match(r"[-–—•●○▪◦✓]\s", line) is not None


def _ends_paragraph(open_: str, before: str, line: str, width: int) -> bool:
    """The next word would have fitted: it was not wrapped, it is another paragraph. Items of a list are narrower."""
    room = width - (10 if begins_item(open_) else 2)
    if len(before) + 1 + len(line.split()[0]) > room:
        return False
    if open_.count("“") > open_.count("”") or open_.count("«") > open_.count("»") or open_.count("(") > open_.count(")"):
        return False
    if line[:1].islower():
        return before.endswith(":") and len(before) + 1 + len(line.split()[0]) <= 0.7 * width
    return True


def join(before: str, line: str) -> str:
    """A hyphen at the end of a line stays and swallows the space; a word cut without one is put together when it is no word yet."""
    if re.search(r"[\wʼ’'][-‑]$", before):
        return before + line
    first, _space, rest = line.partition(" ")
    if _is_cut(before.rsplit(" ", 1)[-1], first):
        return f"{before}{first}" + (f" {rest}" if rest else "")
    return f"{before} {line}"


def _is_cut(last: str, first: str) -> bool:
    if not (first.isalpha() and first.islower() and last.isalpha()) or len(first) > 4 or len(last) < 5:
        return False
    whole = fold(last + first)
    known = [fold(name) for kind in words()["executors"].values() for name in kind]
    if any(whole in name.split() for name in known):
        return True
    return first not in _WORDS_OF_TWO and _NO_END.search(last) is not None and last[-1] == last[-2]


def stacked_terms(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines where each is a term by itself; empty otherwise."""
    alone = all(term_of(line, line, None, has_parent_term=False).short not in ("?", "none") for line in lines)
    return tuple(lines) if alone and not any(re.search(r"[-–,;]$", line) for line in lines[:-1]) else ()


def _terms(lines: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """Stacked when each line is a term by itself; otherwise one term that did not fit."""
    said = [line for line, _gap in lines]
    if len(said) > 1 and (stacked := stacked_terms(said)):
        return stacked
    whole = said[0]
    for line in said[1:]:
        whole = join(whole, line)
    return (whole,)


def stacked_values(lines: Sequence[str], together: Callable[[str, str], str] = join) -> list[str]:
    """A line that does not begin with a number goes on the one before."""
    made: list[str] = []
    for line in lines:
        if made and not _QUANTITY.match(line):
            made[-1] = together(made[-1], line)
        else:
            made.append(line)
    return made
