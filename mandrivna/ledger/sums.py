"""Sums of whole months and years, folded out of sealed facts: a question about years reads them instead of every fact.

The sums say everything up to one fact, `Folded.upto`; what came after it is read from the facts themselves. Both, and the mark
between them, are read in one statement, so a fold in the middle of a question is noticed and the question asked again. A sealed
stretch can get no late rows (`ledger.seal`), so nothing is ever missed or counted twice. Nothing here is a source of truth: the
tables can be emptied at any time and fold themselves anew.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from mandrivna.core.together import ask
from mandrivna.ledger.models import FACETS, Fact, Folded, MonthSum, MonthSumFine, MonthTree, YearTree

COARSE = ("mode", "channel", "material", "form")
"""The facets that indicators tell apart; questions about others read the finer table."""
GRAINS: dict[type[Any], tuple[str, ...]] = {MonthSum: COARSE, MonthSumFine: FACETS}
TREES: dict[type[Any], tuple[str, tuple[str, ...]]] = {MonthTree: ("month", COARSE), YearTree: ("year", FACETS)}
"""Of a place with everything under it: of what stretch a row is, which facets it tells apart. All facets of every month would be
as many rows as there are facts; the questions that tell all of them apart are of years."""
TABLES: tuple[type[Any], ...] = (*GRAINS, *TREES)
ABOVE = "CAST(rtrim(rtrim(at, '.'), '0123456789') AS varchar(120))"
"""The path one step up, of «1.4.12.»: «1.4.»; the same on both engines."""
SPECIAL = {"month", "on", "unit_id", "own"}
TRIES = 5
LOCK = 0x4D414E44  # one advisory lock for the ledger of a database


def lock_alone() -> None:
    """Until the end of the transaction nobody writes facts, seals or folds. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def fold(upto: int) -> int:
    """Add to the sums every fact up to this one; within the transaction that sealed them. Returns how many ids that moved over."""
    folded, _made = Folded.objects.get_or_create(pk=1)
    if upto <= folded.upto:
        return 0
    facts = Fact._meta.db_table
    with connection.cursor() as cursor:
        for model, facets in GRAINS.items():
            table, key = model._meta.db_table, ", ".join(("kind", "month", "path", *facets))
            told = ", ".join(("kind", _first_of("month"), "path", *facets))
            cursor.execute(
                f"INSERT INTO {table} ({key}, quantity) SELECT {told}, SUM(quantity) FROM {facts} WHERE id > %s AND id <= %s"  # noqa: S608
                f" GROUP BY {told} ON CONFLICT ({key}) DO UPDATE SET quantity = {table}.quantity + excluded.quantity",
                [folded.upto, upto],
            )
        for model in TREES:
            _fold_tree(cursor, model, facts, [folded.upto, upto])
    moved, folded.upto = upto - folded.upto, upto
    folded.save(update_fields=["upto"])
    return moved


def _first_of(stretch: str) -> str:
    """Of a fact: the first day of its month or year."""
    if connection.vendor == "postgresql":
        return f"CAST(date_trunc('{stretch}', \"on\") AS date)"
    return f"date(\"on\", 'start of {stretch}')"


def _fold_tree(cursor: Any, model: type[Any], facts: str, stretch: list[int]) -> None:
    """Each sum once for every place above it, by the path of the day: who moves leaves what was done there behind."""
    of, facets = TREES[model]
    table, told, first = model._meta.db_table, ", ".join(facets), _first_of(of)
    key = f"path, kind, {of}, own, {told}"
    cursor.execute(
        f"WITH RECURSIVE fresh (kind, {of}, below, {told}, quantity) AS (SELECT kind, {first}, path, {told}, SUM(quantity)"  # noqa: S608
        f" FROM {facts} WHERE id > %s AND id <= %s AND path <> '' GROUP BY kind, {first}, path, {told}),"
        " tree (below, at) AS (SELECT DISTINCT below, below FROM fresh"
        f" UNION ALL SELECT below, {ABOVE} FROM tree WHERE {ABOVE} <> '')"
        f" INSERT INTO {table} ({key}, quantity) SELECT at, kind, {of}, CASE WHEN at = fresh.below THEN 1 ELSE 0 END, {told},"
        " SUM(quantity) FROM fresh JOIN tree ON tree.below = fresh.below"
        f" GROUP BY at, kind, {of}, CASE WHEN at = fresh.below THEN 1 ELSE 0 END, {told}"
        f" ON CONFLICT ({key}) DO UPDATE SET quantity = {table}.quantity + excluded.quantity",
        stretch,
    )


def unfold() -> None:
    """Throw the sums away; the next fold makes them anew."""
    with transaction.atomic():
        lock_alone()
        Folded.objects.all().delete()
        for model in TABLES:
            model.objects.all().delete()


def astray() -> list[str]:
    """Where the sums do not say what the facts say, by kind and month or year, for the nightly look. Empty when all is well."""
    upto = Folded.objects.filter(pk=1).values_list("upto", flat=True).first() or 0
    facts = Fact.objects.filter(id__lte=upto).order_by().annotate(of=TruncMonth("on"))
    months = {(kind, of): value for kind, of, value in facts.values_list("kind", "of").annotate(sum=Sum("quantity")) if value}
    years: dict[tuple[str, dt.date], int] = {}
    for (kind, of), value in months.items():
        years[kind, of.replace(month=1)] = years.get((kind, of.replace(month=1)), 0) + value
    found = [one for model in GRAINS for one in _unlike(model.objects.all(), "month", months)]
    for model, (of, _facets) in TREES.items():
        for rows in (model.objects.filter(own=1), model.objects.filter(path__regex=r"^[0-9]+\.$")):
            found += [one for one in _unlike(rows, of, months if of == "month" else years) if one not in found]
    return found


def _unlike(rows: Any, of: str, true: dict[tuple[str, dt.date], int]) -> list[str]:
    said = {(kind, first): value for kind, first, value in rows.order_by().values_list("kind", of).annotate(sum=Sum("quantity"))}
    written = "%m.%Y" if of == "month" else "%Y"
    wrong = {key for key in said.keys() | true.keys() if said.get(key, 0) != true.get(key, 0)}
    return sorted(f"{rows.model.__name__} {kind} {first:{written}}" for kind, first in wrong)


# --- reading ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Asked:
    kinds: Sequence[str]
    start: dt.date | None
    ends: Sequence[dt.date]
    path: str
    beyond: str
    by: Sequence[str]
    where: dict[str, Sequence[str]]

    @property
    def model(self) -> type[Any]:
        wanted = {*self.by, *self.where} - {"kind", "path", *SPECIAL}
        tree = bool(self.path) and "path" not in self.by
        if not wanted <= set(COARSE):
            return YearTree if tree and self._of_years else MonthSumFine
        return MonthTree if tree else MonthSum

    @property
    def _of_years(self) -> bool:
        began = self.start is None or (self.start.month, self.start.day) == (1, 1)
        return began and "month" not in self.by and all((end.month, end.day) == (12, 31) for end in self.ends)

    @property
    def column(self) -> str:
        """What stretch a row of the sums is of, by its first day."""
        return TREES[self.model][0] if self.model in TREES else "month"

    @property
    def first(self) -> dt.date:
        """The first whole month."""
        if self.start is None or self.start.day == 1:
            return self.start or dt.date.min
        return _next_month(self.start)

    @property
    def last(self) -> dt.date:
        """The last day of the last whole month."""
        end = max(self.ends)
        return end if _ends_month(end) else end.replace(day=1) - dt.timedelta(days=1)

    @property
    def answerable(self) -> bool:
        whole = self.first <= self.last and not {"on", "unit_id"} & set(self.by)
        return whole and (len(self.ends) == 1 or all(_ends_month(end) for end in self.ends))


_guess: int | None = None
"""Up to which fact the sums went when they were last read here; only ever a guess, checked with every answer. None in a process
that has not asked yet: without it the first question would read every fact there is."""


def summed(
    kinds: Iterable[str], start: dt.date | None, ends: Sequence[dt.date], path: str, beyond: str, *, by: Sequence[str],
    where: dict[str, Sequence[str]],
) -> list[tuple[Any, ...]] | None:  # fmt: skip
    """Rows of (the columns of `by`, a sum until each of `ends`), not yet added together; None where only facts can tell."""
    global _guess
    asked = _Asked(kinds=list(kinds), start=start, ends=ends, path=path, beyond=beyond, by=by, where=where)
    if not asked.answerable or not asked.kinds:
        return None
    guess = _guess  # another thread may change it between the sentence and its answer
    if guess is None:
        guess = Folded.objects.filter(pk=1).values_list("upto", flat=True).first() or 0
    for _try in range(TRIES):
        sql, params = _statement(asked, guess)
        rows = ask(sql, params)
        upto = int(next((row[-1] for row in rows if row[0] == 1), 0))  # beside sums PostgreSQL says a decimal
        _guess = upto
        if upto == guess:
            return [tuple(row[1:]) for row in rows if row[0] == 0]
        guess = upto
    return None


def _statement(asked: _Asked, upto: int) -> tuple[str, list[Any]]:
    """Whole months out of the sums, what was recorded about them since, the days at the edges, and the mark between.

    The mark is written into the sentence and not handed over beside it: PostgreSQL's plan for any mark takes «on these days» for
    few facts and reads all of them.
    """
    facts = Fact._meta.db_table
    sums = asked.model._meta.db_table
    near = facts if connection.vendor == "postgresql" or not upto else f"{facts} NOT INDEXED"
    branches = [
        _branch(asked, sums, asked.column, f"{asked.column} BETWEEN %s AND %s", [asked.first, asked.last]),
        _branch(asked, near, '"on"', f'id > {upto:d} AND "on" BETWEEN %s AND %s', [asked.first, asked.last]),
    ]
    end = max(asked.ends)
    if asked.start is not None and asked.start < asked.first:
        edge = [asked.start, asked.first - dt.timedelta(days=1)]
        branches.append(_branch(asked, facts, '"on"', '"on" BETWEEN %s AND %s', edge))
    if asked.last < end:
        branches.append(_branch(asked, facts, '"on"', '"on" BETWEEN %s AND %s', [asked.last + dt.timedelta(days=1), end]))
    nothing = ", ".join(["NULL"] * (len(asked.by) + len(asked.ends) - 1))
    mark = f"SELECT 1, {nothing + ', ' if nothing else ''}upto FROM {Folded._meta.db_table} WHERE id = 1"  # noqa: S608 - own names
    return " UNION ALL ".join([*(sql for sql, _params in branches), mark]), [one for _sql, params in branches for one in params]


def _branch(asked: _Asked, table: str, day: str, narrowed: str, stretch: list[Any]) -> tuple[str, list[Any]]:
    params: list[Any] = []
    told = []
    whole = table in {model._meta.db_table for model in TREES}
    for name in asked.by:
        if name == "own" and not whole:
            told.append("CASE WHEN path = %s THEN 1 ELSE 0 END")
            params.append(asked.path)
        else:
            told.append(_month_of(day) if name == "month" else name)
    if len(asked.ends) == 1:
        sums = ["SUM(quantity)"]
    else:
        sums = [f"SUM(CASE WHEN {day} <= %s THEN quantity ELSE 0 END)" for _end in asked.ends]
        params += asked.ends
    tests = [f"kind IN ({', '.join(['%s'] * len(asked.kinds))})", narrowed]
    params += [*asked.kinds, *stretch]
    if whole:
        tests.append("path = %s")
        params.append(asked.path)
    elif asked.path:
        tests.append("path >= %s AND path < %s")
        params += [asked.path, asked.beyond]
    for name, values in asked.where.items():
        tests.append(f"{name} IN ({', '.join(['%s'] * len(values))})")
        params += values
    grouped = ", ".join(str(number) for number in range(2, len(told) + 2))
    return f"SELECT 0, {', '.join([*told, *sums])} FROM {table} WHERE {' AND '.join(tests)} GROUP BY {grouped}", params  # noqa: S608


def _month_of(day: str) -> str:
    if connection.vendor == "postgresql":
        return f"CAST(EXTRACT(MONTH FROM {day}) AS integer)"
    return f"CAST(SUBSTR({day}, 6, 2) AS INTEGER)"


def _ends_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
