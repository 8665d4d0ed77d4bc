"""Nightly: does the ledger agree with the acts, and close the day's stretch with a seal."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from mandrivna.core.outbox import enqueue, periodic, task
from mandrivna.ledger.check import check_piece, pieces
from mandrivna.ledger.kinds import SOURCES
from mandrivna.ledger.seal import close_stretch
from mandrivna.ledger.sums import astray, unfold

log = logging.getLogger("mandrivna.ledger")


class Drift(RuntimeError):  # noqa: N818 - a finding
    """The ledger disagrees with the acts: the parked task stands on the technician's screen until it is explained."""


@periodic("ledger.check", at="03:30")
@task()
def nightly_check() -> int:
    """Piece by piece, each a task of its own behind everything people wait for: a worker that was off at night does it by day."""
    found = list(pieces())
    with transaction.atomic():
        for label, after, upto in found:
            enqueue(check_some, label=label, after=after, upto=upto)
    return len(found)


@task(priority=-50)
def check_some(*, label: str, after: str, upto: str) -> int:
    if label and label not in SOURCES:
        return 0  # of a room that was taken away after the night began: its facts are found by their own pieces
    report = check_piece(label, after, upto)
    if not report.ok:
        log.error("ledger drift", extra={"count": len(report.drift)})
        raise Drift(len(report.drift))
    return report.objects


@periodic("ledger.sums", at="03:50")
@task()
def check_sums() -> int:
    """Do the sums of months still say what the facts say? If not, they are made anew, and the technician learns of it."""
    found = astray()
    if found:
        unfold()
        log.error("sums of months were astray", extra={"count": len(found)})
        raise Drift(len(found))
    return 0


@periodic("ledger.seal", every=dt.timedelta(minutes=15))
@task()
def seal_stretch() -> str:
    seal = close_stretch()
    return bytes(seal.head).hex() if seal else ""
