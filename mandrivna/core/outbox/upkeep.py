"""The queue keeps its own house: what is done goes after a day, slots of periodic jobs after two months."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.models import CacheEntry, PeriodicRun, WorkerBeat
from mandrivna.core.outbox import periodic, task

DONE_FOR = dt.timedelta(days=1)
SLOTS_FOR = dt.timedelta(days=60)
BATCH = 2000
SAMPLE = 1000


@periodic("outbox.tidy", every=dt.timedelta(hours=1))
@task(priority=-50)
def tidy() -> None:
    """In small batches: one long DELETE would keep the desk waiting for the write lock."""
    now = timezone.now()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_FOR)
    while ids := list(done.order_by().values_list("pk", flat=True)[:BATCH]):
        DBTaskResult.objects.filter(pk__in=ids).delete()
    PeriodicRun.objects.filter(slot__lt=now - SLOTS_FOR).delete()
    WorkerBeat.objects.filter(beat_at__lt=now - DONE_FOR).delete()


@periodic("database.optimise", at="03:40")
@task(priority=-50)
def optimise() -> None:
    """Expired sessions and limits go; SQLite looks at all its tables (PostgreSQL does that by itself)."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    CacheEntry.objects.filter(expires__lt=now).delete()
    if connection.vendor == "sqlite":
        look_again()


def look_again() -> None:
    """What the database believes of its tables is from before: it would read the whole of one for what stands in an index. All of
    them, since one that it knows beside one that it does not is worse than none; a part of each is enough, so it takes a moment.
    Not `PRAGMA optimize`: of what a connection has not asked itself, it finds out nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            _agree(cursor)


def _agree(cursor: Any) -> None:
    """From a part SQLite guesses of each index by itself how long it is, and after many changes it guesses badly: at a million
    records one was said to have 75,600 lines, so the first page of a list was found by reading and sorting all of it (0.8 s).
    Whole indexes of one table are as long as the table, and one of a part of it is not longer."""
    cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY tbl")
    believed = cursor.fetchall()
    quote = connection.ops.quote_name
    for table, lines in groupby(believed, key=itemgetter(0)):
        cursor.execute("SELECT name FROM pragma_index_list(%s) WHERE partial", [table])
        partial = {name for (name,) in cursor.fetchall()}
        cursor.execute(f"SELECT COUNT(*) FROM {quote(table)}")  # noqa: S608 - a name of our own table
        (number,) = cursor.fetchone()
        for _table, index, said in lines:
            guess, *rest = said.split()
            if int(guess) > number or (int(guess) < number and index not in partial):
                stat = " ".join([str(number), *rest])
                cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE tbl = %s AND idx = %s", [stat, table, index])
    cursor.execute("ANALYZE sqlite_schema")  # only reads what was just written
