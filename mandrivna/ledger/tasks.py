"""Nightly: does the ledger agree with the acts, and close the day's stretch with a seal."""

from __future__ import annotations

import datetime as dt
import logging

from django.tasks import task

from mandrivna.core.outbox import periodic
from mandrivna.ledger.check import check_facts
from mandrivna.ledger.seal import close_stretch

log = logging.getLogger("mandrivna.ledger")


class Drift(RuntimeError):  # noqa: N818 - a finding
    """The ledger disagrees with the acts: the parked task stands on the technician's screen until it is explained."""


@periodic("ledger.check", at="03:30")
@task()
def nightly_check() -> int:
    report = check_facts()
    if not report.ok:
        log.error("ledger drift", extra={"count": len(report.drift)})
        raise Drift(len(report.drift))
    return report.facts


@periodic("ledger.seal", every=dt.timedelta(minutes=15))
@task()
def seal_stretch() -> str:
    seal = close_stretch()
    return bytes(seal.head).hex() if seal else ""
