"""Whether the addresses that the guide and the records name still answer: asked by the worker, never by a reader's page.

A week after an address answered it is asked again, a day after it did not. Only addresses that stand in the database are asked,
and only on the open Internet (`copycat.wire`); a redirect is followed a few steps, each checked like the first.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from mandrivna.catalogue.copycat.wire import Resolve, Unreachable, answer, resolve
from mandrivna.catalogue.models import Link, Record, Resource

WEEK, DAY = dt.timedelta(days=7), dt.timedelta(hours=20)
STEPS, AT_ONCE, PATIENCE = 5, 6, 10.0
FAILING = 2
"""Twice in a row: once may be the other side's bad night or our own line."""
OK = "ok"
MOVED = (301, 308)
REFUSES_HEAD = (400, 403, 404, 405, 406, 501)


@dataclass(frozen=True)
class Outcome:
    """`code`: ok, or why not, as `wire.Unreachable` says. `leads_to`: where the address has moved for good."""

    code: str
    detail: str = ""
    leads_to: str = ""


def follow(address: str, *, local: bool = False, by: Resolve = resolve) -> Outcome:
    """Ask one address; never fails."""
    at, moved, until = address, True, time.monotonic() + PATIENCE
    leads_to = ""
    try:
        for _step in range(STEPS + 1):
            status, location = _ask(at, until, local=local, by=by)
            if not 300 <= status < 400 or not location:
                return Outcome(OK, leads_to=leads_to) if 200 <= status < 400 else Outcome("status", str(status))
            moved = moved and status in MOVED
            at = urljoin(at, location)[:500]
            leads_to = at if moved and urlsplit(at).hostname else leads_to
        return Outcome("redirect", str(STEPS))
    except Unreachable as trouble:
        return Outcome(trouble.code, trouble.detail[:60])


def _ask(address: str, until: float, *, local: bool, by: Resolve) -> tuple[int, str]:
    """HEAD first: it costs least. Who does not know it is asked for the page, of which only the beginning is looked at."""
    status, location = answer(address, "HEAD", local=local, by=by, patience=_left(until))
    if status in REFUSES_HEAD:
        status, location = answer(address, "GET", local=local, by=by, patience=_left(until))
    return status, location


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Unreachable("no_answer", "slow")
    return min(left, PATIENCE / 2)


# --- which are due ----------------------------------------------------------------------------------------------------


def gather() -> None:
    """Every address that is named has its row, and no other has one. In bundles: a catalogue may name a hundred thousand."""
    for rows in (
        Resource.objects.values_list("url", flat=True),
        Record.objects.current().exclude(url="").values_list("url", flat=True),
    ):
        addresses = rows.order_by().distinct().iterator(chunk_size=2000)
        while bundle := list(islice(addresses, 1000)):
            Link.objects.bulk_create([Link(address=one) for one in bundle], ignore_conflicts=True)
    orphans = Link.objects.filter(
        ~Exists(Resource.objects.filter(url=OuterRef("address"))),
        ~Exists(Record.objects.current().exclude(url="").filter(url=OuterRef("address"))),
    )
    orphans.delete()


def due(now: dt.datetime) -> QuerySet[Link]:
    never, week, day = Q(checked_at__isnull=True), Q(checked_at__lt=now - WEEK), Q(failures__gt=0, checked_at__lt=now - DAY)
    return Link.objects.filter(never | week | day).order_by(F("checked_at").asc(nulls_first=True), "pk")


def check(seconds: float, *, ask: Callable[[str], Outcome] = follow) -> bool:
    """A slice of what is due; True when nothing is left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        bundle = list(due(timezone.now())[: 4 * AT_ONCE])
        if not bundle:
            return True
        for link, outcome in _asked(bundle, ask):
            _write(link, outcome)
    return not due(timezone.now()).exists()


def _asked(bundle: Sequence[Link], ask: Callable[[str], Outcome]) -> Iterator[tuple[Link, Outcome]]:
    """Several at once, since most of it is waiting; the database is touched by this thread alone."""
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="links") as pool:
        yield from zip(bundle, pool.map(ask, [link.address for link in bundle]), strict=True)


def _write(link: Link, outcome: Outcome) -> None:
    now = timezone.now()
    well = outcome.code == OK
    Link.objects.filter(pk=link.pk).update(
        checked_at=now,
        outcome=outcome.code,
        detail=outcome.detail,
        leads_to=outcome.leads_to if outcome.leads_to != link.address else "",
        failures=0 if well else min(link.failures + 1, 1000),
        failing_since=None if well else link.failing_since or timezone.localdate(now),
    )


def failing() -> QuerySet[Link]:
    return Link.objects.filter(failures__gte=FAILING).order_by("failing_since", "pk")
