"""What the program counts for a form: one question to the ledger for both years and all levels, however many cells and facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, Sum

from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below
from mandrivna.ledger.api import facts, running
from mandrivna.planning.facts import MANUAL
from mandrivna.planning.forms.definitions import LEFT, START, Form, Place
from mandrivna.planning.queries import Groups, Presence, alive, count, written

type Counted = dict[Place, int | None]
type Sums = dict[tuple[Any, ...], int]
ENDS = 3
"""The last days of this year, of the year before, and of the one before that: a year's work is the difference of two of them."""


def counted(form: Form, unit: Unit, year: int, known_by: dt.datetime | None = None) -> tuple[Counted, Counted]:
    """(this year, the year before); None where the program knows nothing, which is not nought."""
    if not form.counters:
        return {}, {}
    by_hand, apart = written(unit, year, known_by)[1], other_institutions(unit)
    facets = tuple(sorted({name for row in form.counters.values() for name in (*row.where, *(["channel"] if row.only else []))}))
    by = ("kind", "path" if apart else "own", *facets)
    kinds = sorted({kind for row in form.counters.values() for kind in row.kinds})
    ends = [dt.date(year - number, 12, 31) for number in range(ENDS)]
    levels = running(kinds, ends, unit.path, by=by, known_by=known_by)
    left = _left(form, unit, year, by, known_by) if _left_kinds(form) else ({}, {})

    def named(found: Sums) -> Groups:
        return _named(found, by, unit, apart)

    def column(number: int) -> Counted:
        work = _difference(levels[number], levels[number + 1])
        known = _known(by_hand, year - number)
        return _column(form, unit, named(work), named(levels[number]), named(levels[number + 1]), named(left[number]), known)

    return column(0), column(1)


def _difference(later: Sums, earlier: Sums) -> Sums:
    keys = later.keys() | earlier.keys()
    return {key: moved for key in keys if (moved := later.get(key, 0) - earlier.get(key, 0))}


def _named(found: Sums, by: tuple[str, ...], unit: Unit, apart: tuple[str, ...]) -> Groups:
    """Without what other institutions below did; `own` is what the unit did itself."""
    named: Groups = []
    for key, value in found.items():
        said = dict(zip(by, key, strict=True))
        if apart:
            if said["path"].startswith(apart):
                continue
            said["own"] = said["path"] == unit.path
        named.append((said, value))
    return named


def _left_kinds(form: Form) -> set[str]:
    return {kind for row in form if row.calc == LEFT for counter in row.counters.values() for kind in counter.kinds}


def _left(form: Form, unit: Unit, year: int, by: tuple[str, ...], known_by: dt.datetime | None) -> tuple[Sums, Sums]:
    """What left: facts below nought that correct nothing and undo nothing, of this year and of the year before."""
    rows = facts(sorted(_left_kinds(form)), dt.date(year - 1, 1, 1), dt.date(year, 12, 31), unit.path, known_by=known_by)
    rows = gone(rows).order_by()
    names = tuple("path" if name == "own" else name for name in by)
    listed = rows.values_list(*names).annotate(
        now=Sum("quantity", filter=Q(on__gte=dt.date(year, 1, 1))), then=Sum("quantity", filter=Q(on__lt=dt.date(year, 1, 1)))
    )
    now: Sums = {}
    then: Sums = {}
    for *columns, of_now, of_then in listed:
        key = tuple(int(value == unit.path) if name == "own" else value for name, value in zip(by, columns, strict=True))
        now[key] = now.get(key, 0) + (of_now or 0)
        then[key] = then.get(key, 0) + (of_then or 0)
    return {key: value for key, value in now.items() if value}, {key: value for key, value in then.items() if value}


def gone(rows: Any) -> Any:
    return rows.filter(quantity__lt=0, reason="").exclude(source__startswith="fund.Opening")


def other_institutions(unit: Unit) -> tuple[str, ...]:
    """Paths below that are institutions of their own: each reports for itself, and is not in the form of the one above it."""
    if unit.kind != Kind.INSTITUTION:
        return ()
    return tuple(Unit.objects.filter(below(unit.path), kind=Kind.INSTITUTION).exclude(pk=unit.pk).values_list("path", flat=True))


def _known(by_hand: Presence, year: int) -> set[tuple[str, bool]]:
    return {(code, own) for code, of, _month, own in by_hand if of == year or (MANUAL[code].level and of <= year)}


def _column(
    form: Form, unit: Unit, flows: Groups, end: Groups, start: Groups, left: Groups, known: set[tuple[str, bool]]
) -> Counted:
    worked = alive(flows)
    found: Counted = {}
    for place, counter in form.counters.items():
        calc = form.rows[place[0]].calc
        if calc == LEFT:
            value = count(counter, unit, left, worked or bool(end), known)
            found[place] = -value if value else value
        else:
            groups = start if calc == START else end if counter.running else flows
            found[place] = count(counter, unit, groups, worked or (calc == START and bool(end)), known)
    return found
