"""Many rows at once. The ORM builds an object and a sentence for each; here the text is made once and the values go in bundles."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection, models

PLAIN = (models.CharField, models.TextField, models.IntegerField)
"""What the database takes as Python has it; everything else is adapted by its field."""


@dataclass(frozen=True)
class _Sheet:
    sql: str
    copy: str
    names: tuple[str, ...]
    defaults: tuple[tuple[str, Callable[[], Any]], ...]
    """Asked at each putting: «now» is not the moment when this process put its first row."""
    adapt: tuple[tuple[str, Callable[[Any], Any]], ...]


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What most fields need is said here: asking the field about each of ten million values takes longer than all the rest."""
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, PLAIN):
        return None
    if isinstance(kind, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hex
    return lambda value: field.get_db_prep_save(value, connection)


def _hex(value: Any) -> Any:
    return value.hex if isinstance(value, uuid.UUID) else value


@cache
def _sheet(model: type[models.Model], vendor: str, numbered: bool) -> _Sheet:
    fields = [field for field in model._meta.concrete_fields if numbered or not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns, places = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    return _Sheet(
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608 - names of our own columns
        f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN",
        tuple(field.attname for field in fields),
        tuple((field.attname, field.get_default) for field in fields if field.has_default() or field.null),
        tuple((field.attname, adapt) for field in fields if (adapt := _adapter(field)) is not None),
    )


def numbers(model: type[models.Model], how_many: int) -> Sequence[int]:
    """Keys for so many new rows, for whoever has to know them before. In the transaction that puts the rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, how_many])
            return [number for (number,) in cursor.fetchall()]
        # One writer at a time: what has been given out stays the last until this transaction ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + how_many)


def put(model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, numbered: bool = False, **same: Any) -> None:
    """New rows: column by column what differs, `same` what all have. What `save` would compute has to be there already; `numbered`
    rows bring their key of `numbers`."""
    sheet = _sheet(model, connection.vendor, numbered)
    given = {**{name: default() for name, default in sheet.defaults}, **same}
    for name, adapt in sheet.adapt:
        if name in given:
            given[name] = adapt(given[name])
    bundle, values_of = [], itemgetter(*sheet.names)  # as a tuple: no row is of one column
    for row in rows:
        whole = {**given, **row}
        for name, adapt in sheet.adapt:
            if name in row:
                whole[name] = adapt(row[name])
        bundle.append(values_of(whole))
    if not bundle:
        return
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(sheet.sql, bundle)
            return
        with cursor.copy(sheet.copy) as copy:  # PostgreSQL plans and answers each INSERT; a COPY it only reads
            for values in bundle:
                copy.write_row(values)


def change(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Known rows: the new values of these columns, then the key."""
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    key = model._meta.pk
    assert key is not None
    quote = connection.ops.quote_name
    said = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {said} WHERE {quote(str(key.column))} = %s"  # noqa: S608 - names of our own columns
    adapt = [_adapter(field) or _same for field in (*fields, key)]
    bundle = [[each(value) for each, value in zip(adapt, row, strict=True)] for row in rows]
    if bundle:
        with connection.cursor() as cursor:
            cursor.executemany(sql, bundle)


def _same(value: Any) -> Any:
    return value


def bundles[T](rows: Iterable[T], size: int) -> Iterator[list[T]]:
    bundle: list[T] = []
    for row in rows:
        bundle.append(row)
        if len(bundle) == size:
            yield bundle
            bundle = []
    if bundle:
        yield bundle
