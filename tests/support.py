"""What tests need and nobody else may have: opening the sealed tables, and an empty database between transactional tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from mandrivna.ledger.api import SOURCES
from mandrivna.ledger.check import check_piece
from mandrivna.ledger.seal import install, missing

# Every trigger of ours with the statements that make it again, exactly as it was.
SQLITE_TRIGGERS = "SELECT name, tbl_name, sql, 'O' FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
POSTGRES_TRIGGERS = """
    SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid), t.tgenabled
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND n.nspname = current_schema() ORDER BY t.tgname
"""
POSTGRES_ENABLED = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}


@contextmanager
def unsealed(using: str = "default") -> Iterator[None]:
    """Inside, no trigger guards the ledger. Put back afterwards, also after a failure, with nothing lost or added."""
    connection = connections[using]
    triggers = _triggers(connection)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table, _sql, _enabled in triggers:
            on = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {quote(name)}{on}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            present = {name for name, *_rest in _triggers(connection)}
            for name, table, sql, enabled in triggers:
                if name in present:  # post_migrate has been quicker
                    continue
                cursor.execute(sql)
                if enabled in POSTGRES_ENABLED:
                    cursor.execute(f"ALTER TABLE {quote(table)} {POSTGRES_ENABLED[enabled]} TRIGGER {quote(name)}")


def _triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_TRIGGERS if connection.vendor == "postgresql" else SQLITE_TRIGGERS)
        return list(cursor.fetchall())


@cache
def tables(using: str = "default") -> list[str]:
    """Of the whole database, asked once in a process: after the migrations no test adds one that stays."""
    return sorted(connections[using].introspection.table_names())


def tables_with_rows(using: str = "default", among: Iterable[str] = ()) -> set[str]:
    """In one question, where reading or emptying each of a hundred tables would be a hundred."""
    with connections[using].cursor() as cursor:
        cursor.execute(_which_have_rows(using, tuple(among) or tuple(tables(using))))
        return {name for (name,) in cursor.fetchall()}


@cache
def _which_have_rows(using: str, names: tuple[str, ...]) -> str:
    quote = connections[using].ops.quote_name
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in names)


def drift() -> list[str]:
    """What `check_facts` says, asking only the tables that have rows: of thirty sources a test fills four."""
    sources = {label: source.objects().model._meta.db_table for label, source in SOURCES.items()}
    full = tables_with_rows(among=tuple(sorted({"ledger_fact", *sources.values()})))
    labels = [label for label, table in sources.items() if table in full] + [""] * ("ledger_fact" in full)
    return [line for label in labels for line in check_piece(label, "", "").drift]


PUT_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}
_as_flushed: dict[str, list[Any]] = {}


def _put_by_migrate(using: str) -> list[Any]:
    found: list[Any] = []
    with connections[using].cursor() as cursor:
        for name in sorted(PUT_BY_MIGRATE):
            cursor.execute(f"SELECT * FROM {connections[using].ops.quote_name(name)} ORDER BY id")
            found.append(cursor.fetchall())
    return found


def reset_database(using: str = "default") -> None:
    """Every table empty, what `post_migrate` puts there put there again, the seals as they were.

    The first time by Django's `flush`, which empties each of a hundred tables and writes six hundred rows anew. Later only what has
    rows is emptied, as long as the rows of `post_migrate` are those that the flush has left.
    """
    connection = connections[using]
    with unsealed(using), transaction.atomic(using=using):
        if _as_flushed.get(using) == _put_by_migrate(using):
            with connection.cursor() as cursor:
                for name in tables_with_rows(using) - PUT_BY_MIGRATE:  # keys are looked at when the transaction ends
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
        else:
            call_command("flush", database=using, verbosity=0, interactive=False, reset_sequences=False, allow_cascade=True)
            _as_flushed[using] = _put_by_migrate(using)
    if missing():
        install()
    for store in caches.all():
        if getattr(store, "_table", "") in tables(using):
            store.clear()


def use_reset_database() -> None:
    """Django ends a transactional test by `flush`, which the seals refuse. Called once, by tests/conftest.py."""

    def teardown(self: TransactionTestCase) -> None:
        for using in self._databases_names(include_mirrors=False):
            reset_database(using)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined, method-assign]
