"""Reading the ledger: sums, grouped, of a stretch of days, as known by a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, When
from django.db.models.functions import ExtractMonth

from mandrivna.core.models.units import below, beyond
from mandrivna.ledger.models import FACETS, Fact
from mandrivna.ledger.sums import summed


class Month(ExtractMonth):
    """On SQLite Django's own calls Python for every row, which is most of the time of a form."""

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:
        sql, parameters = compiler.compile(self.lhs)
        return f"CAST(SUBSTR({sql}, 6, 2) AS INTEGER)", parameters


GROUPS = ("kind", "on", "path", "unit_id", "month", "own", *FACETS)
"""`own`: 1 for what was done by the asked unit itself, 0 below it."""


def facts(
    kinds: Iterable[str],
    start: dt.date | None,
    end: dt.date,
    path: str = "",
    *,
    where: dict[str, Sequence[str]] | None = None,
    known_by: dt.datetime | None = None,
) -> QuerySet[Any]:
    """The rows behind a figure. Without `start`: from the beginning, as a balance needs; `where` narrows facets."""
    rows = Fact.objects.filter(below(path), kind__in=list(kinds), on__lte=end)
    if start is not None:
        rows = rows.filter(on__gte=start)
    for name, values in (where or {}).items():
        if name not in FACETS:
            raise ValueError(f"not a facet: {name}")
        rows = rows.filter(**{f"{name}__in": list(values)})
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    return rows


def total(*args: Any, **kwargs: Any) -> int:
    return sum(totals(*args, **kwargs).values())


def totals(
    kinds: Iterable[str],
    start: dt.date | None,
    end: dt.date,
    path: str = "",
    *,
    by: tuple[str, ...] = ("kind",),
    where: dict[str, Sequence[str]] | None = None,
    known_by: dt.datetime | None = None,
) -> dict[tuple[Any, ...], int]:
    """Sums by the named columns, one grouped query; groups that cancel out are left out."""
    if (unknown := set(by) - set(GROUPS)) or not by:
        raise ValueError(f"cannot group by {sorted(unknown)}")
    if known_by is None:
        kinds = list(kinds)
        if (found := summed(kinds, start, [end], path, _beyond(path), by=by, where=_facets(where))) is not None:
            return {key: sums[0] for key, sums in _together(found, len(by)).items() if sums[0]}
    rows = facts(kinds, start, end, path, where=where, known_by=known_by)
    if "month" in by:
        rows = rows.annotate(month=Month("on"))
    grouped = _owned(rows, path).order_by().values_list(*by).annotate(sum=Sum("quantity"))
    return {tuple(row[:-1]): row[-1] for row in grouped if row[-1]}


def running(
    kinds: Iterable[str], ends: Sequence[dt.date], path: str, *, by: tuple[str, ...], known_by: dt.datetime | None = None
) -> list[dict[tuple[Any, ...], int]]:
    """Running totals on each of these days by the named columns: one way through all of them."""
    wide = len(by)
    if known_by is None:
        kinds = list(kinds)
        if (found := summed(kinds, None, ends, path, _beyond(path), by=by, where={})) is not None:
            together = _together(found, wide)
            return [{key: sums[number] for key, sums in together.items() if sums[number]} for number in range(len(ends))]
    rows = facts(kinds, None, max(ends), path, known_by=known_by)
    sums = {f"until_{number}": Sum("quantity", filter=Q(on__lte=end)) for number, end in enumerate(ends)}
    listed = list(_owned(rows, path).order_by().values_list(*by).annotate(**sums))
    return [{tuple(row[:wide]): row[wide + number] for row in listed if row[wide + number]} for number in range(len(ends))]


def _owned(rows: QuerySet[Any], path: str) -> Any:
    """With `own` to group by; a column that nobody names is not in the sentence."""
    return rows.annotate(own=Case(When(path=path, then=1), default=0, output_field=IntegerField()))


def _together(rows: list[tuple[Any, ...]], wide: int) -> dict[tuple[Any, ...], list[int]]:
    """The sums of months and of what came since, under one key."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        key, sums = tuple(row[:wide]), [int(one or 0) for one in row[wide:]]
        found[key] = [one + more for one, more in zip(found[key], sums, strict=True)] if key in found else sums
    return found


def _beyond(path: str) -> str:
    return beyond(path) if path else ""


def _facets(where: dict[str, Sequence[str]] | None) -> dict[str, Sequence[str]]:
    for name in where or {}:
        if name not in FACETS:
            raise ValueError(f"not a facet: {name}")
    return dict(where or {})


def after(moment: dt.datetime, kinds: Iterable[str], start: dt.date | None, end: dt.date, path: str = "") -> int:
    """What came after a report was signed: «after signing: +3»."""
    return facts(kinds, start, end, path).filter(recorded_at__gt=moment).aggregate(sum=Sum("quantity"))["sum"] or 0
