"""G13: a full disk and a locked database. An error is seen, nothing is acknowledged falsely, and later it works again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from mandrivna.core.models import Operation, Outcome, Quarantined
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts, verify
from mandrivna.lending.models import Event
from tests.drills.kit import digest, operation, send, times
from tests.drills.reporting import Tell
from tests.drills.test_kill import half_written, run, words_of_a_hub
from tests.factories.library import library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TAKEN = {Outcome.APPLIED, Outcome.DUPLICATE, Outcome.DISCREPANCY}
"""What has happened is taken also where it fits badly: what came before it may not have been sent."""
sqlite_only = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="a full disk of a PostgreSQL server is the server's: it refuses the transaction"
)


def pragma(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {sql}")
        row = cursor.fetchone()
    return row[0] if row else 0


@contextmanager
def room_for(pages: int) -> Iterator[None]:
    """The database may grow by so many pages and no further, as on a disk that is nearly full."""
    pragma(f"max_page_count={pragma('page_count') + pages}")
    try:
        yield
    finally:
        pragma("max_page_count=1073741823")


def taken_in(words: list[dict[str, Any]]) -> tuple[list[str], int]:
    """(uids acknowledged, errors shown)."""
    acked, errors = [], 0
    for said in words:
        try:
            answer = send(said)
        except OperationalError as error:
            assert "full" in str(error)
            errors += 1
            continue
        if answer.outcome != Outcome.QUARANTINED:  # the loan to be renewed may itself have found no room yet
            acked.append(said["uid"])
    return acked, errors


@sqlite_only
def test_a_disk_that_fills_page_by_page_loses_nothing_acknowledged(tell: Tell) -> None:
    words = words_of_a_hub(library(), times(160, 1200), seed=11)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    refused, acked, step = 0, set(), 0
    while len(acked) < len(words):
        left = [said for said in words if said["uid"] not in acked]
        with room_for(pages=step % 5):
            done, errors = taken_in(left[:25])
        step, refused = step + 1, refused + errors
        there = {str(uid) for uid in Operation.objects.filter(happened=True).values_list("pk", flat=True)}
        assert there == {*acked, *done}, "what was told «saved» is there, and nothing else"
        acked |= {*done}
        if errors and step > 8:  # space is there again
            more, errors = taken_in(left[:25])
            acked |= {*more}
            assert errors == 0
    assert refused > 0
    assert half_written(words) == []
    assert (Quarantined.objects.filter(solved_at=None).count(), check_facts().drift, verify().ok) == (0, [], True)
    assert pragma("integrity_check") == "ok"
    tell(f"{len(acked)} acknowledged, {refused} refused on a full disk, 0 lost, 0 half")


@sqlite_only
def test_a_process_whose_files_may_not_grow_acknowledges_nothing_it_did_not_keep(tmp_path: Path, tell: Tell) -> None:
    words = words_of_a_hub(library(), 60, seed=12)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    limit = Path(str(connection.settings_dict["NAME"])).stat().st_size + 4096
    report = run({"words": words, "kills": 0, "file_limit": limit}, tmp_path)
    assert report["code"] == 1, "an error, said aloud"
    kept = {str(uid) for uid in Operation.objects.filter(happened=True).values_list("pk", flat=True)}
    assert report["acked"].keys() <= kept
    assert len(report["acked"]) < len(words)
    assert {send(said).outcome for said in words if said["uid"] not in report["acked"]} <= TAKEN
    assert (half_written(words), check_facts().drift) == ([], [])
    tell(f"{len(report['acked'])} of {len(words)} acknowledged before the limit, all of them there; the rest after it")


@contextmanager
def held(block: Callable[[Any], None]) -> Iterator[None]:
    """Somebody else keeps what we need, on a connection of their own."""
    ready, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                block(cursor)
                ready.set()
                go_on.wait(30)
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        go_on.set()
        holder.join()


def impatient() -> None:
    """Waits 0.2 s for a lock instead of the 20 s of service; the same error ends both."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=200" if connection.vendor == "sqlite" else "SET lock_timeout = '200ms'")


def test_a_database_locked_for_too_long_is_an_error_and_no_half_act() -> None:
    lib = library()
    copy, reader = lib.copy(), lib.reader()
    said = operation("locked", "lending.issue", lib.now + dt.timedelta(hours=1), copy=copy, reader=reader.pk, place=lib.shelf)

    def keep_the_copy(cursor: Any) -> None:
        cursor.execute("UPDATE fund_copy SET withdrawn_why = '' WHERE barcode = %s", [copy.barcode])

    before = digest()
    with held(keep_the_copy):
        impatient()
        with pytest.raises(OperationalError, match=r"locked|lock timeout"):
            send(said)
    assert digest() == before
    assert send(said).outcome == Outcome.APPLIED
    assert (Event.objects.count(), Copy.objects.get(pk=copy.pk).state, check_facts().drift) == (1, "on_loan", [])
    connection.close()


@sqlite_only
def test_the_drill_sees_two_tables_that_disagree() -> None:
    """Negative control: a program that writes the operation first and the event in another transaction, on a full disk."""
    words = words_of_a_hub(library(), 3, seed=13)
    with transaction.atomic():
        Operation.objects.create(
            uid=words[0]["uid"], verb="lending.issue", body={}, body_mac=b"", occurred_at=dt.datetime.now(dt.UTC), outcome="x"
        )
    assert half_written(words) == [words[0]["uid"]]
