"""The outbox: what remains to be done after an act, kept in the same database and the same transaction.

    @task()
    def send_slip(*, loan: str) -> None: ...

    enqueue(send_slip, loan=str(loan.pk))          # inside the verb: rolled back with it

    @periodic("ledger.check", at="03:00")
    @task()
    def check_ledger() -> None: ...

A task is run at least once, so it must bear being run twice. It gets ids, not texts; what it returns is not kept.
When it raises, it is tried again later, and after `attempts` tries it is parked: visible, and nobody waits behind it.
"""

from __future__ import annotations

from mandrivna.core.outbox.clock import PERIODIC, Periodic, periodic
from mandrivna.core.outbox.queueing import GiveUp, Limits, enqueue, limits, limits_of, task

__all__ = ["PERIODIC", "GiveUp", "Limits", "Periodic", "enqueue", "limits", "limits_of", "periodic", "task"]
