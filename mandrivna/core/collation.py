"""Lists in the order of the Ukrainian alphabet, on both engines: `rows.order_by(ukrainian("title"), "pk")`; what is numbered, in
that of its numbers: `numbered("part")`.

PostgreSQL brings the order with ICU; SQLite knows only bytes, where «і», «ї», «є» and «ґ» stand after «я», so it is lent ours
when a connection opens.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import F, Func, OrderBy

from mandrivna.shared.alphabet import IGNORED, LONGEST_NUMBER, compare, compare_numbered

POSTGRES = "uk-x-icu"
SQLITE, SQLITE_NUMBERED = "ukrainian", "ukrainian_numbered"


class InUkrainian(Func):
    """A text as its alphabet compares it; only for ordering."""

    arity = 1
    sqlite = SQLITE

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=f"%(expressions)s COLLATE {self.sqlite}", **extra)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.source_expressions[0])
        spelled, more = self.spelled(sql)
        return f"translate({spelled}, %s, '') COLLATE \"{POSTGRES}\"", (*params, *more, IGNORED)

    def spelled(self, sql: str) -> tuple[str, tuple[str, ...]]:
        """As PostgreSQL is to compare it, and what that needs besides."""
        return sql, ()


class Numbered(InUkrainian):
    """The same, but each number has so many noughts before it that all are equally long."""

    sqlite = SQLITE_NUMBERED

    def spelled(self, sql: str) -> tuple[str, tuple[str, ...]]:
        longer = f"regexp_replace({sql}, '([0-9]+)', %s, 'g')"
        noughts, last = "0" * LONGEST_NUMBER + r"\1", f"[0-9]*([0-9]{{{LONGEST_NUMBER}}})"
        return f"regexp_replace({longer}, %s, '\\1', 'g')", (noughts, last)


def numbered(field: str) -> Numbered:
    return Numbered(F(field))


def ukrainian(field: str) -> OrderBy:
    """`ukrainian("-title")` is the other way round; what is missing comes last either way."""
    order = InUkrainian(F(field.removeprefix("-")))
    return order.desc(nulls_last=True) if field.startswith("-") else order.asc(nulls_last=True)


def lend_alphabet(connection: BaseDatabaseWrapper, **_about: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(SQLITE, compare)
        connection.connection.create_collation(SQLITE_NUMBERED, compare_numbered)


def install() -> None:
    """Once, when the program starts; every connection that opens later passes here."""
    connection_created.connect(lend_alphabet, dispatch_uid="mandrivna.collation")
