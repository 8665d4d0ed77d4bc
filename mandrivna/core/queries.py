"""Reads of core that span models: whose institution, who may look at what was sent, gaps in what devices sent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import AuditEntry, Discrepancy, Kind, Membership, Mode, Operation, Quarantined, Unit, UnitPeriod
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.core.prepared import Prepared
from mandrivna.core.rules import AUDIT_VIEW, DISCREPANCIES_SOLVE

MOST_DEVICES = 20
MOST_GAPS = 10


def institutions_for(actor: Actor, permission: Permission) -> QuerySet[Unit]:
    """Institutions inside whose walls the right is held: by somebody of the whole institution or of one of its shelves.

    A right held in a hub opens the readers and copies of that hub's own institution, never of one above it.
    """
    paths = actor.paths(permission)
    found = below_any(paths)
    for path in paths:
        found |= _nearest_institution([int(part) for part in path.split(".") if part])
    return Unit.objects.filter(found, kind=Kind.INSTITUTION)


UNIT = Prepared(Unit, lambda slot: Unit.objects.filter(pk=slot("id")))
"""One unit by its key: asked by nearly every form and page."""


def reaches(actor: Actor, permission: Permission, institution: Unit) -> bool:
    """Whether it is one of those: asked of one, most often without a question to the database."""
    if any(institution.path.startswith(path) for path in actor.paths(permission)):
        return True
    return institutions_for(actor, permission).filter(pk=institution.pk).exists()


def _nearest_institution(chain: list[int]) -> Q:
    """Of the units from the root down, the deepest institution: longer paths of one chain are greater, byte by byte."""
    deeper = Unit.objects.filter(pk__in=chain, kind=Kind.INSTITUTION, path__gt=OuterRef("path"))
    return Q(pk__in=chain) & ~Q(Exists(deeper))


def holds_whole(actor: Actor, permission: Permission) -> bool:
    """The right is held at a root: what belongs to no unit is theirs to look after."""
    return any(path.count(".") <= 1 for path in actor.paths(permission))


def modes_on(day: dt.date) -> dict[int, str]:
    """Mode of every unit on a day, stated by itself or by the nearest unit above; one query for the whole tree."""
    return {unit: mode or Mode.NO_DATA for unit, mode in stated_modes_on(day).items()}


def stated_modes_on(day: dt.date) -> dict[int, str]:
    """As above, but empty where nobody has said anything: «немає даних» is a statement too, and a sadder one."""
    current: dict[int, tuple[str, str]] = {}
    for unit_id, since, path, mode in UnitPeriod.objects.order_by("since").values_list("unit_id", "since", "path", "mode"):
        if since <= day or unit_id not in current:
            current[unit_id] = (path, mode)
    return {unit: _inherited(path, current) for unit, (path, _mode) in current.items()}


def _inherited(path: str, current: dict[int, tuple[str, str]]) -> str:
    chain = [int(part) for part in path.split(".") if part]
    return next((mode for pk in reversed(chain) if (mode := current.get(pk, ("", ""))[1])), "")


def discrepancies_for(actor: Actor) -> QuerySet[Discrepancy]:
    found = below_any(actor.paths(DISCREPANCIES_SOLVE), "unit__path")
    return Discrepancy.objects.filter(found | Q(unit__isnull=True) if holds_whole(actor, DISCREPANCIES_SOLVE) else found)


def quarantined_for(actor: Actor) -> QuerySet[Quarantined]:
    """What was sent by people who work, or worked, where the actor may solve. The contents are not read here."""
    colleagues = Membership.objects.filter(below_any(actor.paths(DISCREPANCIES_SOLVE), "unit__path")).values("staff_id")
    found = Q(staff__in=colleagues)
    if holds_whole(actor, DISCREPANCIES_SOLVE):
        found |= Q(staff__isnull=True)
    return Quarantined.objects.filter(found).defer("body", "body_mac").select_related("staff", "solved_by")


def audit_for(actor: Actor) -> QuerySet[AuditEntry]:
    """Entries of the actor's units; what concerns no unit only for whoever looks after the whole tree."""
    found = below_any(actor.paths(AUDIT_VIEW), "unit__path")
    rows = AuditEntry.objects.filter(found | Q(unit__isnull=True) if holds_whole(actor, AUDIT_VIEW) else found)
    return rows.select_related("unit")


def operations_for(actor: Actor) -> QuerySet[Operation]:
    found = below_any(actor.paths(AUDIT_VIEW), "unit__path")
    rows = Operation.objects.filter(found | Q(unit__isnull=True) if holds_whole(actor, AUDIT_VIEW) else found)
    return rows.defer("body", "body_mac").select_related("unit", "staff")


@dataclass(frozen=True)
class Gap:
    """Numbers a device has used but we have not received: they lie on that device, or in a lost message."""

    device: str
    missing: int
    ranges: list[str]


def gaps(devices: Iterable[str]) -> list[Gap]:
    """A refused or quarantined operation has arrived; only what never came is a gap."""
    wanted = sorted({name for name in devices if name})[:MOST_DEVICES]
    if not wanted:
        return []
    seen: dict[str, set[int]] = defaultdict(set)
    sent = Q(device__in=wanted, seq__isnull=False)
    arrived = Operation.objects.filter(sent).values_list("device", "seq")
    for device, seq in [*arrived, *Quarantined.objects.filter(sent).values_list("device", "seq")]:
        if seq is not None:
            seen[device].add(seq)
    return [gap for device in wanted if (gap := _gap(device, sorted(seen[device])))]


def _gap(device: str, seqs: list[int]) -> Gap | None:
    holes = [(low + 1, high - 1) for low, high in pairwise(seqs) if high - low > 1]
    if not holes:
        return None
    named = [str(low) if low == high else f"{low}-{high}" for low, high in holes[:MOST_GAPS]]
    return Gap(device, sum(high - low + 1 for low, high in holes), named)
