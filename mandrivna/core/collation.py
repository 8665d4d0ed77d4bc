"""Lists in the order of the Ukrainian alphabet, on both engines: `rows.order_by(ukrainian("title"), "pk")`.

PostgreSQL brings the order with ICU; SQLite knows only bytes, where «і», «ї», «є» and «ґ» stand after «я», so it is lent ours
when a connection opens.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import F, Func, OrderBy

from mandrivna.shared.alphabet import IGNORED, compare

POSTGRES = "uk-x-icu"
SQLITE = "ukrainian"


class InUkrainian(Func):
    """A text as its alphabet compares it; only for ordering."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=f"%(expressions)s COLLATE {SQLITE}", **extra)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"translate({sql}, %s, '') COLLATE \"{POSTGRES}\"", (*params, IGNORED)


def ukrainian(field: str) -> OrderBy:
    """`ukrainian("-title")` is the other way round; what is missing comes last either way."""
    order = InUkrainian(F(field.removeprefix("-")))
    return order.desc(nulls_last=True) if field.startswith("-") else order.asc(nulls_last=True)


def lend_alphabet(connection: BaseDatabaseWrapper, **_about: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(SQLITE, compare)


def install() -> None:
    """Once, when the program starts; every connection that opens later passes here."""
    connection_created.connect(lend_alphabet, dispatch_uid="mandrivna.collation")
