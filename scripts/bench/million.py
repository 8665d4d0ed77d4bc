"""A ledger of many facts: what one number, a whole form and one more act cost. Rows are put in raw; this is not a way to import."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from mandrivna.core.act import Act
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.ledger.api import Line, settle, total, totals
from mandrivna.ledger.figures import facts
from scripts.bench.ground import Ground

KINDS = (
    "lending.issue",
    "lending.renewal",
    "lending.return",
    "lending.visit",
    "readers.served",
    "readers.enrolment",
    "fund.holding",
)
AGES = ("", "0-14", "15-17", "18-35", "36-59", "60+")
LANGUAGES = ("ukr", "ukr", "ukr", "eng", "pol")
COLUMNS = (
    "source", "line", "kind", "unit_id", "path", "on", "quantity", "mode", "channel", "audience", "age", "language", "material",
    "form", "more", "recorded_at", "op", "reason", "mac",
)  # fmt: skip
YEARS = (2024, 2025, 2026)
BATCH = 20_000


def _rows(place: Ground, number: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(1)  # noqa: S311 - a fixed sequence, not a secret
    first, days = dt.date(YEARS[0], 1, 1), 365 * len(YEARS)
    spots = [(shelf.pk, shelf.path) for shelf in place.shelves]
    now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    op = uuid.uuid4()
    for index in range(number):
        unit, path = chance.choice(spots)
        on = first + dt.timedelta(days=chance.randrange(days))
        yield (
            f"bench.Act:{index:012d}", 1, chance.choice(KINDS), unit, path, on, 1, "nonstationary", "desk", "general",
            chance.choice(AGES), chance.choice(LANGUAGES), "book", "", "", now, op, "", b"0123456789abcdef",
        )  # fmt: skip


def load(place: Ground, number: int) -> float:
    return put(_rows(place, number))


def put(rows: Iterator[tuple[Any, ...]]) -> float:
    began = time.perf_counter()
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(f"COPY ledger_fact ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["?"] * len(COLUMNS))
        plain = ((*row[:5], row[5].isoformat(), *row[6:15], row[15].isoformat(" "), row[16].hex, *row[17:]) for row in rows)
        with transaction.atomic():
            connection.connection.executemany(f"INSERT INTO ledger_fact ({names}) VALUES ({marks})", plain)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_fact" if connection.vendor == "postgresql" else "ANALYZE")
    return time.perf_counter() - began


def median_ms(what: Callable[[], object], times: int) -> float:
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        what()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def covered(place: Ground) -> bool:
    """Does the index answer alone? In the words of each engine."""
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    from django.db.models import Sum  # noqa: PLC0415 - slow import

    rows = facts(["lending.issue"], *year, place.root.path).order_by().values_list("kind").annotate(sum=Sum("quantity"))
    plan = rows.explain()
    return "Index Only Scan" in plan or "COVERING INDEX" in plan


def measure(place: Ground, number: int) -> dict[str, Any]:
    loaded = load(place, number)
    start, end = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    path, hub = place.root.path, place.shelves[0].path
    acts = iter(range(10_000))
    edit_unit(Act(actor=SYSTEM), unit=place.root, about={"short_name": "Заміри"})

    def settle_one() -> None:
        with transaction.atomic():
            settle(Act(actor=SYSTEM), f"bench.More:{next(acts)}", [Line(kind="lending.return", unit=place.shelves[0].pk, on=start)])

    return {
        "facts": number, "load_s": loaded, "covered": covered(place),
        "indicator": median_ms(lambda: total(["lending.issue"], start, end, path), 7),
        "indicator_hub": median_ms(lambda: total(["lending.issue"], start, end, hub), 7),
        "by_kind": median_ms(lambda: totals(KINDS, start, end, path), 5),
        "form": median_ms(lambda: totals(KINDS, start, end, path, by=("kind", "month", "age")), 5),
        "balance": median_ms(lambda: total(["fund.holding"], None, end, path), 5),
        "settle": median_ms(settle_one, 60),
    }  # fmt: skip
