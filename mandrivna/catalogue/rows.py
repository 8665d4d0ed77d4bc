"""Many rows at once. The ORM builds an object and a sentence for each; here the text is made once and the values go in bundles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

PLAIN = (models.CharField, models.TextField, models.IntegerField)
"""What the database takes as Python has it; everything else is adapted by its field."""


@dataclass(frozen=True)
class _Sheet:
    sql: str
    names: tuple[str, ...]
    defaults: dict[str, Any]
    adapt: tuple[tuple[str, Callable[[Any], Any]], ...]


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connection)


@cache
def _sheet(model: type[models.Model], vendor: str) -> _Sheet:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns, places = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    return _Sheet(
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608 - names of our own columns
        tuple(field.attname for field in fields),
        {field.attname: field.get_default() for field in fields if field.has_default() or field.null},
        tuple((field.attname, _adapter(field)) for field in fields if not isinstance(field, PLAIN)),
    )


def put(model: type[models.Model], rows: Iterable[Mapping[str, Any]], **same: Any) -> None:
    """New rows: column by column what differs, `same` what all have. What `save` would compute has to be there already."""
    sheet = _sheet(model, connection.vendor)
    given = {**sheet.defaults, **same}
    for name, adapt in sheet.adapt:
        if name in given:
            given[name] = adapt(given[name])
    bundle = []
    for row in rows:
        whole = {**given, **row}
        for name, adapt in sheet.adapt:
            if name in row:
                whole[name] = adapt(row[name])
        bundle.append([whole[name] for name in sheet.names])
    if bundle:
        with connection.cursor() as cursor:
            cursor.executemany(sheet.sql, bundle)


def bundles[T](rows: Iterable[T], size: int) -> Iterator[list[T]]:
    bundle: list[T] = []
    for row in rows:
        bundle.append(row)
        if len(bundle) == size:
            yield bundle
            bundle = []
    if bundle:
        yield bundle
