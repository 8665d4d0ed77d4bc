"""All of the ledger that other rooms use; `ledger.models` is private."""

from mandrivna.ledger.book import Line, NotInTransaction, settle, settle_all
from mandrivna.ledger.check import Report, check_facts
from mandrivna.ledger.figures import after, facts, running, total, totals
from mandrivna.ledger.kinds import KINDS, PAGES, SOURCES, FactKind, FactSource, SourcePage, kind
from mandrivna.ledger.models import FACETS
from mandrivna.ledger.seal import head, verify
from mandrivna.ledger.unique import Once, Planned, destroy_period_key, forget_period, join_marks, part_marks, plan, settle_once

__all__ = [
    "FACETS",
    "KINDS",
    "PAGES",
    "SOURCES",
    "FactKind",
    "FactSource",
    "Line",
    "NotInTransaction",
    "Once",
    "Planned",
    "Report",
    "SourcePage",
    "after",
    "check_facts",
    "destroy_period_key",
    "facts",
    "forget_period",
    "head",
    "join_marks",
    "kind",
    "part_marks",
    "plan",
    "running",
    "settle",
    "settle_all",
    "settle_once",
    "total",
    "totals",
    "verify",
]
