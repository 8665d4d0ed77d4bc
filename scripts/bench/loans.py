"""Durable loans a second, everything included, beside a bare loan of the ORM in the same run."""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy
from mandrivna.ledger.models import Fact
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.models import Loan
from mandrivna.readers.models import Reader
from scripts.bench.ground import START, Ground, pairs

type Pair = tuple[uuid.UUID, uuid.UUID, int]
type Prepare = Callable[[Pair], Callable[[], object]]
WARM = 20
CHUNK = 50


def lend(pair: Pair) -> Callable[[], object]:
    """The verb with what a face has at hand: the objects that its form named."""
    copy, reader, place = Copy.objects.get(pk=pair[0]), Reader.objects.get(pk=pair[1]), Unit.objects.get(pk=pair[2])
    act = Act(actor=SYSTEM, at=START + dt.timedelta(hours=1))
    return lambda: issue(act, copy=copy, reader=reader, place=place)


def take_back(pair: Pair) -> Callable[[], object]:
    copy, place = Copy.objects.get(pk=pair[0]), Unit.objects.get(pk=pair[2])
    act = Act(actor=SYSTEM, at=START + dt.timedelta(days=3))
    return lambda: return_copy(act, copy=copy, place=place)


def bare(pair: Pair) -> Callable[[], object]:
    return lambda: _bare(pair)


def _bare(pair: Pair) -> None:
    """What a program would do at least: find the copy, see that it is free, insert the loan and two rows of statistics."""
    day = START.date()
    with transaction.atomic():
        copy = Copy.objects.get(pk=pair[0])
        if Loan.objects.open().filter(copy=copy).exists():
            raise RuntimeError("not free")
        loan = Loan.objects.create(uid=uuid.uuid4(), copy=copy, reader_id=pair[1], place_id=pair[2], issued_on=day, due_on=day)
        for line, kind in enumerate(("bench.issue", "bench.visit"), 1):
            Fact.objects.create(
                source=f"bench:{loan.pk}", line=line, kind=kind, unit_id=pair[2], path="1.", on=day, quantity=1,
                recorded_at=timezone.now(), op=loan.pk, mac=b"0" * 16,
            )  # fmt: skip


def timed(prepare: Prepare, work: Sequence[Pair]) -> list[float]:
    return run([prepare(pair) for pair in work])


def run(acts: Sequence[Callable[[], object]]) -> list[float]:
    taken = []
    for act in acts:
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return taken


def figure(taken: list[float], seconds: float | None = None) -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100)
    return {"rate": len(taken) / (seconds or sum(taken)), "p50": cuts[49] * 1000, "p99": cuts[98] * 1000, "number": len(taken)}


def one_client(place: Ground, number: int) -> dict[str, dict[str, float]]:
    """Loans and bare loans in turns, so that whatever else the machine does falls on both."""
    work, plain = pairs(place, number + WARM), pairs(place, number + WARM)
    timed(lend, work[:WARM])
    timed(bare, plain[:WARM])
    loans: list[float] = []
    ours: list[float] = []
    for start in range(WARM, number + WARM, CHUNK):
        ours += timed(bare, plain[start : start + CHUNK])
        loans += timed(lend, work[start : start + CHUNK])
    return {"issue": figure(loans), "return": figure(timed(take_back, work[WARM:])), "bare": figure(ours)}


def clients(place: Ground, act: Prepare, work: list[Pair], number: int) -> dict[str, float]:
    """`number` processes with connections of their own, let go together; each has work of its own."""
    connections.close_all()
    go_read, go_write = os.pipe()
    reports = []
    for client in range(number):
        read, write = os.pipe()
        if not os.fork():
            _work(act, work[client::number], go_read, write)
        os.close(write)
        reports.append(read)
    for report in reports:
        if os.read(report, 1) != b"r":
            raise RuntimeError("a client failed")
    began = time.perf_counter()
    os.write(go_write, b"g" * number)
    taken = [seconds for report in reports for seconds in _read(report)]
    elapsed = time.perf_counter() - began
    for _client in range(number):
        os.wait()
    return figure(taken, elapsed)


def _work(act: Prepare, work: Sequence[Pair], go: int, report: int) -> None:
    try:
        ready = [act(pair) for pair in work]  # as with one client: the objects that a form named are not the verb's work
        Copy.objects.get(pk=work[0][0])  # connected before the start
        os.write(report, b"r")
        os.read(go, 1)
        os.write(report, json.dumps(run(ready)).encode())
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def _read(pipe: int) -> list[float]:
    with os.fdopen(pipe, "rb") as lines:
        text = lines.read()
    if not text:
        raise RuntimeError("a client failed")
    return json.loads(text)


def measure(place: Ground, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {"1": one_client(place, number)}
    work, plain = pairs(place, number), pairs(place, number)
    found["4"] = {
        "bare": clients(place, bare, plain, 4),
        "issue": clients(place, lend, work, 4),
        "return": clients(place, take_back, work, 4),
    }
    return found
