from mandrivna.core.models.audit import AuditEntry
from mandrivna.core.models.erasure import DAYS_TO_ANSWER, ErasureRecord, ErasureRequest
from mandrivna.core.models.operations import Discrepancy, Installation, Operation, Outcome, Quarantined
from mandrivna.core.models.outbox import CacheEntry, PeriodicRun, WorkerBeat
from mandrivna.core.models.policy import PolicyEdit
from mandrivna.core.models.profile import Logo, Profile, UseRules
from mandrivna.core.models.staff import Invitation, KnownDevice, Membership, Staff
from mandrivna.core.models.tokens import MOST_TOKEN_DAYS, TOKEN_DAYS, ApiToken
from mandrivna.core.models.units import Kind, Mode, PathField, Unit, UnitEvent, UnitPeriod, VisitsFrom
from mandrivna.core.models.writing import Draft, Presence, Sample

__all__ = [
    "DAYS_TO_ANSWER",
    "MOST_TOKEN_DAYS",
    "TOKEN_DAYS",
    "ApiToken",
    "AuditEntry",
    "CacheEntry",
    "Discrepancy",
    "Draft",
    "ErasureRecord",
    "ErasureRequest",
    "Installation",
    "Invitation",
    "Kind",
    "KnownDevice",
    "Logo",
    "Membership",
    "Mode",
    "Operation",
    "Outcome",
    "PathField",
    "PeriodicRun",
    "PolicyEdit",
    "Presence",
    "Profile",
    "Quarantined",
    "Sample",
    "Staff",
    "Unit",
    "UnitEvent",
    "UnitPeriod",
    "UseRules",
    "VisitsFrom",
    "WorkerBeat",
]
