"""How well a run of words fits a column: by the words themselves, and by where the lines of the page were cut."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from mandrivna.planning.reading.amounts import _NUMBER, _UNIT
from mandrivna.planning.reading.blocks import is_ditto
from mandrivna.planning.reading.columns import words
from mandrivna.planning.reading.executors import executors_of
from mandrivna.planning.reading.loose.tokens import Token
from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.said import ExecutorKind, Role
from mandrivna.planning.reading.terms import term_of
from mandrivna.shared.text.folding import fold

_STRICT = (Role.TERM, Role.EXECUTORS, Role.QUANTITY)
HOPELESS_WORDS = -6.0
WIDTHS = {Role.TITLE: 52, Role.NUMBER: 6, Role.TERM: 18, Role.EXECUTORS: 12, Role.QUANTITY: 13}
USUAL_WIDTH = 23
LONGEST = {
    Role.NUMBER: 1,
    Role.TERM: 10,
    Role.EXECUTORS: 12,
    Role.QUANTITY: 14,
    Role.DIRECTION: 24,
    Role.FORM: 24,
    Role.AUDIENCE: 24,
}
_QUANTITY = re.compile(rf"(?:(?:до |понад )?(?:(?!0\d)(?:{_NUMBER})|-)(?:\s*{_UNIT})?(?:\s+|$))+")
_HANGING = {
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
    "для",
    "про",
    "за",
    "по",
    "від",
    "над",
    "під",
    "як",
    "що",
    "або",
    "не",
    "щодо",
    "при",
    "протягом",
    "упродовж",
    "впродовж",
    "раз",
    "двічі",
}
_TERM_BEGINS = re.compile(
    r"[\d(IVXІХ]|(?:протяг|упродовж|впродовж|на |весь|увесь|ціл|що|раз|один|одного|двіч|трич|дві|два|три|чотири|кож|січ|лют|бер|"
    r"квіт|трав|черв|лип|серп|вер|жовт|лист|груд|кв|за|до|з |із|від|у |в |по |перш|друг|трет|четв|остан|поч|кін|сер|весн|літ|"
    r"осін|восен|зим|взим|узим|вліт|ул|навесн|наприк|постійн|система|регуляр|періодич|місяц|полов|декад|понед|вівт|п.ят|субот|"
    r"неділ|рок|рік|при|післ|не |від|те |так)",
    re.IGNORECASE,
)
"""How anything that `read_term` reads can begin: asked ten thousand times more often than it is a term."""
_VALUE = re.compile(rf"(?:{_NUMBER}|-)(?:\s(?:{_NUMBER}))?")


@dataclass
class Table:
    """What is known of the table: its columns, how wide they are, whose abbreviations are departments, which values it repeats."""

    roles: Sequence[Role]
    departments: frozenset[str]
    known: tuple[str, ...]
    widths: dict[int, int] = field(default_factory=dict)
    values: dict[int, Mapping[str, int]] = field(default_factory=dict)

    def width(self, column: int) -> int:
        return self.widths.get(column) or WIDTHS.get(self.roles[column], USUAL_WIDTH)


def score(table: Table, column: int, tokens: Sequence[Token], at: int, end: int, *, rest: bool) -> float:
    role = table.roles[column]
    cell = tokens[at:end]
    said = [token for token in cell if token.text]
    if not said:
        return _empty(role, cell, rest=rest)
    if role == Role.NUMBER:
        return 1.0 if len(cell) == 1 and not rest and NUMBER.fullmatch(cell[0].text) and cell[0].first else -9.0
    text = " ".join([token.text for token in said])
    if role in _STRICT and (worded := _words(table, column, role, text, rest=rest)) <= HOPELESS_WORDS:
        return worded - 2.0  # where its lines were cut does not matter any more
    later = next((token for token in tokens[end:] if token.text or not token.alone), None)
    points = _spaces(cell) + _layout(table.width(column), said, later, role)
    if role != Role.TITLE:
        points -= (1.5 if rest else 0.0) + (1.0 if role in (Role.FORM, Role.DIRECTION, Role.FORM_QUANTITY) else 3.0) * sum(
            token.bullet
            for token in (said[1:] if role in (Role.FORM, Role.DIRECTION, Role.FORM_QUANTITY, Role.AUDIENCE, Role.RESULT) else said)
        )
    return points + _words(table, column, role, text, rest=rest)


def _empty(role: Role, cell: Sequence[Token], *, rest: bool) -> float:
    if rest:
        return -0.8 * len(cell)
    if role == Role.TITLE:
        return -4.0 - (not cell)
    if not cell:
        return -3.0
    return -sum(0.2 if token.alone else 0.7 for token in cell[1:])


def _spaces(cell: Sequence[Token]) -> float:
    """Empty paragraphs inside a cell that says something: a line apart is usual, a double space is a slip of typing."""
    points, seen = 0.0, False
    for place, token in enumerate(cell):
        if token.text:
            seen = True
        elif token.alone:
            points -= 0.25 if seen else 0.9
        else:
            last = not any(later.text for later in cell[place:])
            points -= 0.5 if last else (0.9 if seen else 1.6)
    return points


def _layout(width: int, said: Sequence[Token], later: Token | None, role: Role) -> float:
    points = 0.0
    length, lines = len(said[0].text), 1
    for before, token in itertools.pairwise(said):
        if token.line == before.line:
            length += 1 + len(token.text)
            continue
        if length > width + 2:
            points -= 1.5 + (length - width) / 6
        if length + 1 + len(token.text) <= width - 2 and not token.bullet:
            natural = role == Role.TITLE and (before.text.endswith((":", ".", ";")) or token.text[:1].isupper())
            points -= 0.3 if natural else 1.0
        length, lines = len(token.text), lines + 1
    if length > width + 2:
        points -= 1.5 + (length - width) / 6
    if lines > 1 and later is not None and later.line == said[-1].line:
        points -= 2.5
    return points


def _words(table: Table, column: int, role: Role, text: str, *, rest: bool) -> float:
    if not text[0].isalnum() and is_ditto(text):
        return -8.0 if role == Role.TITLE else 4.0
    if "//" in text:
        return -8.0
    if not any(sign.isalpha() for sign in text) and role not in (Role.QUANTITY, Role.TERM, Role.OTHER):
        return -6.0
    if role == Role.TERM:
        return (0.0 if fold(text).rstrip(".") in ("року", "рік", "р") else 6.0) if _is_term(text) else -7.0
    if role == Role.EXECUTORS:
        return _executors(text, table.known)
    if role == Role.QUANTITY:
        return 6.0 if _QUANTITY.fullmatch(text) else -7.0
    if role == Role.OTHER and _VALUE.fullmatch(text):
        return 1.0
    points = -3.0 * sum(name in text for name in table.departments)
    folded = _folded(text)
    points -= 2.5 if folded.rsplit(" ", 1)[-1] in _HANGING or text.endswith((",", "-", "(", "–")) else 0.0
    lower = next((sign for sign in text if sign.isalnum()), "").islower()
    if role == Role.TITLE:
        return points - (2.0 if lower and not rest and not text.startswith(("-", "●", "–", "•")) else 0.0)
    return points + _worded(table, column, role, text, lower=lower)


def _worded(table: Table, column: int, role: Role, text: str, *, lower: bool) -> float:
    points = -1.5 if lower else -0.3
    points += min(3.0, 1.2 * table.values.get(column, {}).get(_folded(text), 0))
    stems = {Role.FORM: "forms", Role.FORM_QUANTITY: "forms", Role.AUDIENCE: "audiences", Role.DIRECTION: "directions"}.get(role)
    if stems and _folded(text).startswith(_stems(stems)):
        points += 1.5
    if text.count("“") != text.count("”") or text.count("(") != text.count(")"):
        points -= 2.0
    if re.search(r"\s\d{1,4}$", text):
        points -= 2.0
    if len(text) < 40 and text.count(" ") < 4 and _is_term(text):
        points -= 5.0
    return points


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)


@cache
def _stems(kind: str) -> tuple[str, ...]:
    return tuple(words()[kind])


@lru_cache(maxsize=20_000)
def _is_term(text: str) -> bool:
    if len(text) > 90 or not _TERM_BEGINS.match(text):
        return False
    if term_of(text, text.replace("- ", "-"), None, has_parent_term=False).short not in ("?", "none"):
        return True
    parts = text.split()
    return 1 < len(parts) <= 5 and all(term_of(part, part, None, has_parent_term=False).short.startswith("m") for part in parts)


@cache
def _executor_words() -> tuple[str, ...]:
    return ("спільно", "разом", "за участ", "(координ", *(name for kind in words()["executors"].values() for name in kind))


@lru_cache(maxsize=20_000)
def _executors(text: str, known: tuple[str, ...]) -> float:
    if text[:1].islower() and not text.casefold().startswith(_executor_words()):
        return -7.0
    joined = re.sub(r"(?<=[а-яіїєґ]) (?=(?:[а-яіїєґ]{1,2})(?:\s|$))", "", text)
    found = executors_of(joined, known)
    if not found:
        return -6.0
    points = 6.0
    for one in found:
        if one.kind == ExecutorKind.UNKNOWN:
            points -= 8.0
        elif one.kind == ExecutorKind.DEPARTMENT and one.name not in known and known:
            points -= 2.5
        elif one.kind in (ExecutorKind.PERSON, ExecutorKind.BODY):
            points -= 3.5 if known else 1.0
    return points
