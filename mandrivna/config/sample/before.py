"""What stands before the example comes: which rows, and where the sequences are. Small, because the library is empty."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import connection, models

from mandrivna.config.words import gettext as _
from mandrivna.core.models import Discrepancy, ErasureRequest, Quarantined, Sample
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.sample import nothing_real

MOST_ROWS = 20_000

LIVING = {
    "account.EmailAddress": "ways of signing in belong to people, not to the library",
    "account.EmailConfirmation": "as above",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "auth.Permission": "written by migrations",
    "contenttypes.ContentType": "written by migrations",
    "core.CacheEntry": "counters of attempts",
    "core.Draft": "what somebody is typing",
    "core.Installation": "one row, the number of this database",
    "core.KnownDevice": "browsers of people",
    "core.PeriodicRun": "what the clock has done",
    "core.Presence": "who has a form open",
    "core.Sample": "the memory of all this; goes last",
    "core.WorkerBeat": "who works",
    "django_tasks_database.DBTaskResult": "the queue; only tasks about taken rows go",
    "mfa.Authenticator": "second factors of people",
    "sessions.Session": "who is signed in",
    "usersessions.UserSession": "as above",
}
"""Tables that live their own life meanwhile and have nothing of the example in them."""

GROWING = frozenset({"core.AuditEntry", "core.Operation", "core.Staff", "core.Invitation", "core.ErasureRecord"})
"""Rows are told apart by their key alone: contents are emptied in time, or change with a sign-in."""


def taken_models() -> list[type[models.Model]]:
    """Everything the example writes into, in a fixed order."""
    return sorted(
        (model for model in apps.get_models(include_auto_created=True) if model._meta.label not in LIVING),
        key=lambda model: model._meta.label,
    )


def problems() -> list[Problem]:
    """Only into a library that has done nothing yet."""
    own = {Discrepancy, ErasureRequest, Quarantined}
    rooms: list[type[models.Model]] = [model for model in taken_models() if model._meta.app_label != "core" or model in own]
    if any(models.QuerySet(model).exists() for model in rooms):
        return [nothing_real()]
    if sum(models.QuerySet(model).count() for model in taken_models()) > MOST_ROWS:
        return [Blocker(code="too_much", text=_("Записів уже забагато, щоб приклад можна було прибрати без сліду."))]
    return []


def standing() -> dict[str, Any]:
    """Keys and contents of every row, and every sequence."""
    return {"rows": {model._meta.label: rows_of(model) for model in taken_models()}, "sequences": sequences()}


def rows_of(model: type[models.Model]) -> dict[str, str]:
    """Primary key → a code of the whole row as it lies in the database; of growing tables the key alone."""
    meta, quote = model._meta, connection.ops.quote_name
    columns = [str(field.column) for field in meta.concrete_fields]
    key = columns.index(str(meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(meta.db_table)}")  # noqa: S608 - our own names
        found = cursor.fetchall()
    bare = meta.label in GROWING
    return {plain(row[key]): "" if bare else code_of(row) for row in found}


def plain(value: Any) -> str:
    """A key as text, the same on both engines: SQLite keeps a UUID without hyphens."""
    return str(value).replace("-", "") if len(str(value)) in (32, 36) else str(value)


def code_of(row: tuple[Any, ...]) -> str:
    said = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


# --- sequences -----------------------------------------------------------------------------------


def _counted() -> list[tuple[str, str]]:
    """Tables with an automatic key, and its column."""
    counted: list[type[models.Model]] = [*taken_models(), Sample]
    keys = [(model._meta.db_table, model._meta.pk) for model in counted]
    return [(table, str(key.column)) for table, key in keys if isinstance(key, models.AutoField)]


def sequences() -> dict[str, Any]:
    tables = _counted()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {table: known.get(table) for table, _column in tables}
        found: dict[str, Any] = {}
        for table, column in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
            name = cursor.fetchone()[0]
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - named by the database itself
            found[table] = [name, *cursor.fetchone()]
        return found


def set_sequences(wanted: dict[str, Any]) -> None:
    """The next key is the one that would have come without the example."""
    with connection.cursor() as cursor:
        for table, said in wanted.items():
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                if said is not None:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, said])
            else:
                name, last, called = said
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, last, called])
