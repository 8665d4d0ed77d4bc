from mandrivna.core.models.audit import AuditEntry
from mandrivna.core.models.erasure import ErasureRecord
from mandrivna.core.models.operations import Discrepancy, Installation, Operation, Outcome, Quarantined
from mandrivna.core.models.outbox import CacheEntry, PeriodicRun, WorkerBeat
from mandrivna.core.models.policy import PolicyEdit
from mandrivna.core.models.staff import Invitation, KnownDevice, Membership, Staff
from mandrivna.core.models.units import Kind, Mode, PathField, Unit, UnitEvent, UnitPeriod, VisitsFrom

__all__ = [
    "AuditEntry",
    "CacheEntry",
    "Discrepancy",
    "ErasureRecord",
    "Installation",
    "Invitation",
    "Kind",
    "KnownDevice",
    "Membership",
    "Mode",
    "Operation",
    "Outcome",
    "PathField",
    "PeriodicRun",
    "PolicyEdit",
    "Quarantined",
    "Staff",
    "Unit",
    "UnitEvent",
    "UnitPeriod",
    "VisitsFrom",
    "WorkerBeat",
]
