"""CQL, as much of it as a catalogue answers: clauses, and / or / not, brackets, quotes, sortBy. Anything else is a diagnostic.

A query is read in one pass with bounds on its length, its clauses and its depth: a stranger writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

LONGEST, MOST_CLAUSES, DEEPEST = 1_000, 30, 20
BOOLEANS = ("and", "or", "not", "prox")
COMPARISONS = ("==", "<>", "<=", ">=", "=", "<", ">")
NAMED_RELATIONS = ("any", "all", "exact", "adj", "within", "encloses")
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(==|<>|<=|>=|[=<>()/])|([^\s()=<>"/]+))')


class Diagnostic(Exception):  # noqa: N818 - what SRU calls it
    """A number of the SRU list of diagnostics, with its detail."""

    def __init__(self, number: int, message: str, details: str = "") -> None:
        super().__init__(message)
        self.number, self.message, self.details = number, message, details


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    quoted: bool = False
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    index: str
    relation: str
    term: str


@dataclass(frozen=True, slots=True)
class Both:
    operator: Literal["and", "or", "not"]
    left: Node
    right: Node


type Node = Clause | Both


@dataclass(frozen=True, slots=True)
class Query:
    root: Node
    sort: tuple[tuple[str, bool], ...] = ()
    """Index and whether it descends."""


def syntax(details: str = "") -> Diagnostic:
    return Diagnostic(10, "Query syntax error", details)


def read(text: str) -> Query:
    if len(text) > LONGEST:
        raise Diagnostic(10, "Query syntax error", f"longer than {LONGEST} characters")
    if not all(sign.isprintable() or sign in "\t\r\n" for sign in text):
        raise syntax("signs that nobody types")
    return _Reader(_tokens(text)).query()


def _tokens(text: str) -> list[Token]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise syntax(text[place : place + 20])
        quoted, sign, word = match.groups()
        if quoted is not None:
            found.append(Token(re.sub(r"\\(.)", r"\1", quoted), quoted=True))
        else:
            found.append(Token(sign or word, sign=bool(sign)))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.clauses = tokens, 0, 0

    def query(self) -> Query:
        if not self.tokens:
            raise syntax("empty")
        if self._sign() == ">":
            raise Diagnostic(48, "Query feature unsupported", "prefix assignment")
        root = self._several(0)
        sort = self._sort() if self._word() == "sortby" else ()
        if self.place < len(self.tokens):
            raise syntax(self.tokens[self.place].text)
        return Query(root, sort)

    def _several(self, depth: int) -> Node:
        """Booleans bind alike, from left to right, as CQL says."""
        if depth > DEEPEST:
            raise syntax("brackets too deep")
        node = self._one(depth)
        while self._word() in BOOLEANS:
            operator = self._next().text.lower()
            if operator == "prox":
                raise Diagnostic(39, "Proximity not supported")
            if self._sign() == "/":
                raise Diagnostic(46, "Unsupported boolean modifier")
            node = Both(cast(Literal["and", "or", "not"], operator), node, self._one(depth))
        return node

    def _one(self, depth: int) -> Node:
        if self._sign() == "(":
            self._next()
            inner = self._several(depth + 1)
            if self._sign() != ")":
                raise syntax("an open bracket")
            self._next()
            return inner
        return self._clause()

    def _clause(self) -> Clause:
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise Diagnostic(48, "Query feature unsupported", f"more than {MOST_CLAUSES} clauses")
        first = self._term()
        relation = self._relation()
        if not relation:
            return Clause("", "=", first.text)
        if first.quoted:
            raise syntax(first.text)
        if self._sign() == "/":
            raise Diagnostic(20, "Unsupported relation modifier")
        return Clause(first.text.lower(), relation, self._term().text)

    def _term(self) -> Token:
        if self.place >= len(self.tokens):
            raise syntax("a term is missing")
        token = self._next()
        if token.sign or (not token.quoted and token.text.lower() in BOOLEANS):
            raise syntax(token.text)
        return token

    def _relation(self) -> str:
        if self._sign() in COMPARISONS:
            return self._next().text
        after = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None
        named = self._word().removeprefix("cql.")
        if named in NAMED_RELATIONS and after is not None and (not after.sign or after.text == "/"):
            self._next()
            return named
        return ""

    def _sort(self) -> tuple[tuple[str, bool], ...]:
        self._next()
        found = []
        while self.place < len(self.tokens):
            index, falls = self._term().text.lower(), False
            while self._sign() == "/":
                self._next()
                falls = self._modifier(falls)
            found.append((index, falls))
        if not found:
            raise syntax("sortBy what?")
        return tuple(found)

    def _modifier(self, falls: bool) -> bool:
        said = self._term().text.lower()
        if said.endswith("sort.descending") or said == "descending":
            return True
        if said.endswith("sort.ascending") or said == "ascending":
            return False
        raise Diagnostic(84, "Unsupported sort modifier", said)

    def _next(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def _sign(self) -> str:
        token = self.tokens[self.place] if self.place < len(self.tokens) else None
        return token.text if token is not None and token.sign else ""

    def _word(self) -> str:
        token = self.tokens[self.place] if self.place < len(self.tokens) else None
        return token.text.lower() if token is not None and not token.sign and not token.quoted else ""
