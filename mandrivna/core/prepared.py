"""Readings and writings that every act of service makes, compiled once.

Django builds the SQL of a query anew at each call, and for a reading by key that costs several times more than the
reading. A `Prepared` keeps the compiled text for each database; the queryset stays the only place that says what is
read, converters of fields apply, and the query goes through the ordinary cursor. `insert` and `change` do the same for rows
written. With the readings a loan rose from 0.34 to 0.5 of the speed of a bare one, with the writings, sent together
(`core.together`), to 0.8 (scripts/bench, November 2026).

    ENROLLED = Prepared(Enrolment, lambda slot: Enrolment.objects.filter(reader_id=slot("reader"), year=slot("year")))
    ENROLLED.rows(reader=reader.pk, year=2026)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Value
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from mandrivna.core.together import Sentence, ask, say


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
    notes: list[tuple[str, int]]
    """What the queryset annotates, by its place in the row."""
    related: list[Any]
    """Of what it selects beside: each puts its object into that of the row."""

    def bound(self, values: dict[str, Any], db: Any) -> list[Any]:
        fields = self.fields
        return [
            fields[part.name].get_db_prep_value(values[part.name], db) if isinstance(part, _Mark) else part for part in self.params
        ]


class Prepared:
    """`build(slot)` returns the queryset. `slot("reader")` is a value of the model's field `reader`; `slot("token2")` a second one
    of `token`; `slot("path", Unit)` one of another model's. Nothing is compiled before the first use, so a module may hold one at
    its top.
    """

    def __init__(self, model: type[models.Model], build: Callable[[Callable[..., Slot]], models.QuerySet[Any]]) -> None:
        self._model, self._build = model, build
        self._compiled: dict[str, _Compiled] = {}

    def question(self, **values: Any) -> Sentence:
        """To be foreseen by an act that will ask it."""
        compiled, params = self._bound(values)
        return compiled.sql, params

    def _bound(self, values: dict[str, Any]) -> tuple[_Compiled, list[Any]]:
        db = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(db.vendor) or self._compile(db)
        return compiled, compiled.bound(values, db)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        compiled, params = self._bound(values)
        found = ask(compiled.sql, params)
        if found and compiled.converters:
            return [tuple(row) for row in compiled.compiler.apply_converters(found, compiled.converters)]
        return found

    def objects(self, **values: Any) -> list[Any]:
        """Whole instances, as from the database."""
        rows = self.rows(**values)
        if not rows:
            return []
        made = self._compiled[connections[DEFAULT_DB_ALIAS].vendor]
        columns, found = made.columns, []
        for row in rows:
            one: Any = self._model.from_db(DEFAULT_DB_ALIAS, columns, row[: len(columns)])
            for related in made.related:
                related.populate(row, one)
            for name, place in made.notes:
                setattr(one, name, row[place])
            found.append(one)
        return found

    def first(self, **values: Any) -> Any:
        found = self.objects(**values)
        return found[0] if found else None

    def _compile(self, db: Any) -> _Compiled:
        model = self._model
        fields: dict[str, models.Field[Any, Any]] = {}

        def slot(name: str, of: type[models.Model] = model) -> Slot:
            field: Any = of._meta.get_field(name.rstrip("0123456789"))
            fields[name] = field.target_field if field.is_relation else field
            return Slot(name, fields[name])

        queryset = self._build(slot)
        whole = queryset._fields is None  # type: ignore[attr-defined]
        compiler = queryset.query.get_compiler(connection=db)
        sql, params = compiler.as_sql()
        # The compiler keeps the connection it was made with; only its table of converters is used later.
        converters = compiler.get_converters([column[0] for column in compiler.select])
        notes: list[tuple[str, int]] = []
        related: list[Any] = []
        if whole:
            of = compiler.klass_info["select_fields"]
            assert of[0] == 0, "the model's own columns come first"
            columns = [compiler.select[place][0].target.attname for place in of]
            related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS, queryset._fetch_mode)  # type: ignore[attr-defined]
            notes = list(compiler.annotation_col_map.items())
        else:
            columns = list(queryset._fields)  # type: ignore[attr-defined]
        made = _Compiled(sql, tuple(params), compiler, converters, columns, fields, notes, related)
        self._compiled[db.vendor] = made
        return made


type _Columns = list[models.Field[Any, Any]]


def _values(row: models.Model, fields: _Columns, db: Any, *, add: bool) -> list[Any]:
    """Fields prepare themselves as always: encryption, blind indexes, defaults."""
    return [field.get_db_prep_save(field.pre_save(row, add), db) for field in fields]


@cache
def _insertion(model: type[models.Model], vendor: str, rows: int) -> tuple[str, _Columns]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * rows)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {places}", fields  # noqa: S608 - names of our own columns


def insert(*objects: models.Model) -> None:
    """New rows of one model in one sentence: `save(force_insert=True)` with its text kept; an automatic key is not read back."""
    db = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insertion(type(objects[0]), db.vendor, len(objects))
    say(sql, [value for row in objects for value in _values(row, fields, db, add=True)])
    for row in objects:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _change(model: type[models.Model], vendor: str, names: tuple[str, ...]) -> tuple[str, _Columns]:
    fields = [model._meta.get_field(name) for name in names]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    news = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)  # type: ignore[union-attr]
    key = model._meta.pk
    sql = f"UPDATE {quote(model._meta.db_table)} SET {news} WHERE {quote(str(key.column))} = %s"  # noqa: S608 - names of our own columns
    return sql, [*fields, key]  # type: ignore[list-item]


def change(row: models.Model, *names: str) -> None:
    """`save(update_fields=names)` of a row that this transaction has read: its text kept, and nobody asks how many rows it met."""
    db = connections[DEFAULT_DB_ALIAS]
    sql, fields = _change(type(row), db.vendor, names)
    say(sql, _values(row, fields, db, add=False))
