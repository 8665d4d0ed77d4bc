"""The same numbers as a table, each of them, in full."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mandrivna.faces.look.charts.grids import deviation, share
from mandrivna.faces.look.charts.spec import ChartKind, ChartSpec, Value, total


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[tuple[str, list[str]]]


def table(spec: ChartSpec) -> Table:
    if spec.kind == ChartKind.HEAT:
        rows = [(one.name, [spec.show(value) for value in one.values]) for one in spec.series]
        return Table([spec.head, *spec.labels], rows)
    columns = [(one.name, [spec.show(value) for value in one.values]) for one in spec.series]
    if spec.kind == ChartKind.PLAN:
        fact, wanted = (one.values for one in spec.series)
        pairs = list(zip(fact, wanted, strict=True))
        columns += [
            (_("виконання"), [_share(spec, *pair) for pair in pairs]),
            (_("відхилення"), [deviation(spec, *pair) or "—" for pair in pairs]),
        ]
    elif spec.kind == ChartKind.STACKED and spec.additive:
        columns.append((_("разом"), [_whole(spec, place) for place in range(len(spec.labels))]))
    head = [spec.head, *(name for name, _cells in columns)]
    return Table(head, [(label, [cells[place] for _name, cells in columns]) for place, label in enumerate(spec.labels)])


def _share(spec: ChartSpec, value: Value, target: Value) -> str:
    found = share(value, target)
    return "—" if found is None else spec.percent(found, 100)


def _whole(spec: ChartSpec, place: int) -> str:
    parts = [one.values[place] for one in spec.series]
    return spec.show(None if all(part is None for part in parts) else total(parts))
