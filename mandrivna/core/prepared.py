"""Readings and writings that every act of service makes, compiled once.

Django builds the SQL of a query anew at each call, and for a reading by key that costs several times more than the
reading. A `Prepared` keeps the compiled text for each database; the queryset stays the only place that says what is
read, converters of fields apply, and the query goes through the ordinary cursor. With it a loan rose from 0.34 to 0.5 of
the speed of a bare one (scripts/bench, November 2026).

    ENROLLED = Prepared(Enrolment, lambda slot: Enrolment.objects.filter(reader_id=slot("reader"), year=slot("year")))
    ENROLLED.rows(reader=reader.pk, year=2026)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Value
from django.db.models.sql.compiler import SQLCompiler


class _Mark:
    """Stands in the compiled parameters where a value will be put."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Slot(Value):
    """A value not known yet. `field` says how it is adapted to the database."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(None, output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [_Mark(self.name)]


@dataclass
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    columns: list[str]
    fields: dict[str, models.Field[Any, Any]]


class Prepared:
    """`build(slot)` returns the queryset. `slot("reader")` is a value of the model's field `reader`; `slot("token2")` a second one
    of `token`. Nothing is compiled before the first use, so a module may hold one at its top.
    """

    def __init__(self, model: type[models.Model], build: Callable[[Callable[[str], Slot]], models.QuerySet[Any]]) -> None:
        self._model, self._build = model, build
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        compiled = self._compiled.get(connection.vendor) or self._compile()
        fields = compiled.fields
        params = [
            fields[part.name].get_db_prep_value(values[part.name], connection) if isinstance(part, _Mark) else part
            for part in compiled.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = cursor.fetchall()
        if found and compiled.converters:
            return [tuple(row) for row in compiled.compiler.apply_converters(found, compiled.converters)]
        return found

    def objects(self, **values: Any) -> list[Any]:
        """Whole instances, as from the database."""
        rows = self.rows(**values)
        model, columns = self._model, self._compiled[connection.vendor].columns
        return [model.from_db(connection.alias, columns, row) for row in rows]

    def first(self, **values: Any) -> Any:
        found = self.objects(**values)
        return found[0] if found else None

    def _compile(self) -> _Compiled:
        model = self._model
        fields: dict[str, models.Field[Any, Any]] = {}

        def slot(name: str) -> Slot:
            field: Any = model._meta.get_field(name.rstrip("0123456789"))
            fields[name] = field.target_field if field.is_relation else field
            return Slot(name, fields[name])

        queryset = self._build(slot)
        if queryset._fields is None:  # type: ignore[attr-defined]
            queryset = queryset.values_list(*(field.attname for field in model._meta.concrete_fields))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        # The compiler keeps the connection it was made with; only its table of converters is used later.
        converters = compiler.get_converters([column[0] for column in compiler.select])
        made = _Compiled(sql, tuple(params), compiler, converters, list(queryset._fields), fields)  # type: ignore[attr-defined]
        self._compiled[connection.vendor] = made
        return made


@cache
def _insertion(model: type[models.Model], vendor: str, rows: int) -> tuple[str, list[models.Field[Any, Any]]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * rows)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {places}", fields  # noqa: S608 - names of our own columns


def insert(*objects: models.Model) -> None:
    """New rows of one model in one statement: `save(force_insert=True)` with its text kept and without asking for the number given.

    Fields prepare themselves as always (encryption, blind indexes, defaults); an automatic key is not read back.
    """
    model = type(objects[0])
    sql, fields = _insertion(model, connection.vendor, len(objects))
    params = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in objects for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    for row in objects:
        row._state.adding, row._state.db = False, connection.alias
