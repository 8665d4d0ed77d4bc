"""Discrepancies: what two records of the world disagree about, explained, with the ways out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.models import Discrepancy, Unit
from mandrivna.core.registry import Registry

ONLY_CLOSES = _("Розбіжність закриється, записи не зміняться.")


@dataclass(frozen=True)
class Solution:
    """`run(act, discrepancy)` does what the label says, in the transaction of closing; None: only closing.

    `does` says beforehand what will happen.
    """

    code: str
    label: Any
    run: Callable[[Act, Discrepancy], object] | None = None
    does: Any = ONLY_CLOSES


@dataclass(frozen=True)
class DiscrepancyKind:
    """`explain` is a sentence with the discrepancy's details in it: `explain % details`."""

    code: str
    label: Any
    explain: Any
    solutions: tuple[Solution, ...] = field(default=())

    def solution(self, code: str) -> Solution | None:
        return next((s for s in self.solutions if s.code == code), None)


DISCREPANCIES: Registry[DiscrepancyKind] = Registry("discrepancy kinds")


@dataclass(frozen=True)
class Found:
    """A discrepancy that should stand, as a function of what is recorded; `key` is its identity."""

    key: str
    kind: str
    op: Any
    details: dict[str, Any]
    unit_id: int | None = None


def reconcile(act: Act, ref: str, found: Iterable[Found], unit: Unit | None) -> None:
    """Make the open discrepancies about `ref` exactly `found`: new ones open, those that explain themselves close."""
    should = {item.key: item for item in found}
    standing = {row.key: row for row in Discrepancy.objects.filter(ref=ref)}
    for key, item in should.items():
        if key not in standing:
            Discrepancy.objects.create(
                key=key,
                kind=item.kind,
                unit_id=item.unit_id or (unit.pk if unit else None),
                op=item.op,
                ref=ref,
                details=item.details,
            )
            act.discrepancies.add(item.kind)
        elif standing[key].closed_at and standing[key].solution == SETTLED_ITSELF:
            Discrepancy.objects.filter(key=key).update(closed_at=None, solution="", details=item.details)
            act.discrepancies.add(item.kind)
        elif standing[key].closed_at is None and standing[key].details != item.details:
            Discrepancy.objects.filter(key=key).update(details=item.details)
    for key, row in standing.items():
        if key not in should and row.closed_at is None:
            Discrepancy.objects.filter(key=key, closed_at__isnull=True).update(closed_at=timezone.now(), solution=SETTLED_ITSELF)


def open_noted(act: Act, ref: str, unit: Unit | None) -> None:
    for kind, details in act.noted.items():
        Discrepancy.objects.create(key=f"{act.uid}:{kind}", kind=kind, unit=unit, op=act.uid, ref=ref, details=details)
        act.discrepancies.add(kind)


SETTLED_ITSELF = "settled_itself"

CLOCK = "core.clock"
DISCREPANCIES.add(
    CLOCK,
    DiscrepancyKind(
        CLOCK,
        _("Годинник пристрою поспішає"),
        _("Пристрій датував дію %(said)s, а цей день ще не настав. Записано днем надходження %(on)s: перевірте годинник пристрою."),
        (Solution("clock_set", _("Годинник переведено")),),
    ),
)


def explain(row: Discrepancy) -> str:
    kind = DISCREPANCIES.get(row.kind)
    return str(kind.explain) % {name: _plain(value) for name, value in row.details.items()} if kind else row.kind


def _plain(value: Any) -> Any:
    """Days are kept as ISO and read as people write them."""
    try:
        return f"{dt.date.fromisoformat(value):%d.%m.%Y}"
    except (TypeError, ValueError):
        return value
