"""Keeping the index: made when there is none to be trusted, then never more than a moment behind the feed of changes.

One process of a computer keeps it (the worker runs `keep` beside its queue); everybody else reads. Another computer with the same
database keeps a copy of its own and follows the same feed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, connections

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search import changes, source
from mandrivna.catalogue.search.changes import Tail
from mandrivna.catalogue.search.home import BUSY, Broken, Home, home
from mandrivna.catalogue.search.writing import BEAT, HEAP, LONGEST, Writing
from mandrivna.shared.collector import seldom

logger = logging.getLogger("mandrivna.search")

LOOK = 0.25
"""Seconds between two looks at the feed; with the commit a change is found in well under a second."""
WAIT_FOR_THE_LOCK = 5.0
OVERLAP = 15_000
"""A new index also reads so many lines of the feed from before it began: some acts were not committed yet, and one may be a whole
bundle of an import."""
PATIENT, PAUSE = 90.0, 3.0
BIG_HEAP, LARGE = 300_000_000, 50_000
MERGED, MOST_IN_PART = 8, 125_000
"""As many parts of one length tantivy joins by itself; so many records fit into `BIG_HEAP` while they are put in."""


def part_of(number: int) -> int:
    """Records in one part of a large index that is being made. Each part costs every question its own look into the dictionary of
    words, and eight of one length are joined into one: made in 8, 64… equal parts an index ends as a single one (4.1 ms a question
    became 2.3 at a million), where as many as fit into memory made nine."""
    parts = MERGED
    while number > parts * MOST_IN_PART:
        parts *= MERGED
    return -(-number // parts)


def rebuild(at: Home | None = None, say: Callable[[int], None] = lambda _done: None, *, longest: float = LONGEST) -> int:
    """A whole new index beside the old one, then the switch; searches go on all the while. Returns how many records it holds."""
    at = at or home()
    at.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = time.perf_counter()
    with at.draft() as path:
        start = changes.last()
        until = source.newest()
        number = Record.objects.current().count() if longest == LONGEST else 0
        part = due = part_of(number) if number >= LARGE else 0
        new = Writing(path, heap=BIG_HEAP if part else HEAP)
        done, new.newest = 0, ""
        with seldom():
            for chunk in source.everything(until):
                new.add(chunk)
                done += len(chunk)
                if part and done >= due:
                    new.part()
                    due += part
                say(done)
        new.tail, new.looked = Tail(max(0, start - OVERLAP)), start
        new.commit()
        while new.follow(longest):
            pass
        new.close()
        at.switch(path.name)
    (path / BUSY).unlink(missing_ok=True)
    logger.info("search index made", extra={"records": done, "seconds": round(time.perf_counter() - began, 1)})
    return done


def catch_up(at: Home | None = None) -> int:
    """Bring the index up to the feed here and now, making it if need be: for commands, tests and the demonstration."""
    at = at or home()
    with at.keeping() as mine:
        if not mine:
            return 0
        writing = _resumed(at)
        if writing is None:
            return rebuild(at)
        done = 0
        while found := writing.follow():
            done += found
        writing.close()
        return done


def follow(until: Callable[[], bool], at: Home | None = None) -> None:
    """Beside somebody who writes much: keep up with the feed until told, then to what was its end. Where somebody else keeps the
    index there is nothing to do, unless they leave before the end is told."""
    at = at or home()
    over = False
    while not over:
        over = until()
        with at.keeping() as mine, seldom():
            if mine:
                _followed(at, until)
                return
        if not over:
            time.sleep(1)


def _followed(at: Home, until: Callable[[], bool]) -> None:
    writing = _resumed(at)
    if writing is None:
        rebuild(at, longest=PATIENT)
        writing = _resumed(at)
    if writing is None:
        raise Broken("made, and still not readable")
    _beside(writing, until)
    writing.close()


def _beside(writing: Writing, until: Callable[[], bool]) -> None:
    """What comes in a minute and a half is committed at once, or what came before a pause: whoever is quicker than an import would
    make a segment of each of its bundles, and merging them was a tenth of all the work. What people save is committed as it comes.
    The end is the line that is the last when it is told: others may go on writing, and a number below it that nobody has filled yet
    is theirs, to be looked for by whoever follows next."""
    waiting, came, end = 0, time.monotonic(), None
    while True:
        if end is None and until():
            end = changes.last()
        taken, now = writing.take(LONGEST), time.monotonic()
        waiting, came = waiting + taken, now if taken else came
        over = end is not None and (not taken or writing.tail.high >= end)
        if waiting and (over or writing.urgent or now - writing.beaten > PATIENT or now - came > PAUSE):
            writing.commit()
            waiting = 0
        if over:
            return
        if not taken:
            time.sleep(LOOK)


def _resumed(at: Home) -> Writing | None:
    current = at.usable()
    if current is None:
        return None
    try:
        writing = Writing(at.root / current.name)
        if writing.resume():
            return writing
        writing.close()
    except Broken as trouble:
        logger.warning("the search index cannot be written", extra={"error": str(trouble)[:200]})
    at.condemn(current.name)
    return None


class Keeper:
    """The loop beside the queue. Whatever happens to the files or the database, it goes on with the next look."""

    def __init__(self, at: Home | None = None) -> None:
        self.at = at or home()
        self.writing: Writing | None = None
        self.name = ""
        self.seen: Any = None

    def run(self, stopping: threading.Event) -> None:
        try:
            while not stopping.is_set():
                with self.at.keeping() as mine:
                    if mine:
                        self.keep(stopping)
                stopping.wait(WAIT_FOR_THE_LOCK)
        finally:
            connections.close_all()

    def keep(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            close_old_connections()
            try:
                self.look()
            except DatabaseError:
                connections.close_all()
                self._drop()  # what was heard of and not put in is heard of again, from the place of the last commit
                stopping.wait(1)
            except (Broken, OSError) as trouble:
                logger.warning("the search index is not kept", extra={"error": str(trouble)[:200]})
                self._drop(condemn=True)
                stopping.wait(1)
            stopping.wait(LOOK)
        self._drop()

    def look(self) -> int:
        """One look: the number of records brought up to date."""
        current = self.at.usable()
        if current is None or self.writing is None or current.name != self.name:
            self._begin()
        elif not self._something_new():
            return 0
        assert self.writing is not None
        return self.writing.follow()

    def _begin(self) -> None:
        self._drop()
        writing = _resumed(self.at)
        if writing is None or not self._whole(writing):
            if writing:
                writing.close()
            rebuild(self.at)
            writing = _resumed(self.at)
        if writing is None:
            raise Broken("made, and still not readable")
        current = self.at.current()
        self.writing, self.name, self.seen = writing, current.name if current else "", None
        self.at.clear()

    def _whole(self, writing: Writing) -> bool:
        """As many as the catalogue has, once the feed has been followed: a database brought back from a copy is noticed here."""
        while writing.follow():
            pass
        return writing.count() == Record.objects.current().count() or writing.follow() > 0

    def _something_new(self) -> bool:
        """SQLite says for nothing whether anybody has written; PostgreSQL is simply asked."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            now = cursor.fetchone()
        before, self.seen = self.seen, now
        assert self.writing is not None
        return bool(now != before or self.writing.tail.gaps or time.monotonic() - self.writing.beaten > BEAT)

    def _drop(self, *, condemn: bool = False) -> None:
        if self.writing is not None:
            if condemn:
                self.at.condemn(self.name)
            else:
                self.writing.close()
        self.writing = None


def keep(stopping: threading.Event) -> None:
    Keeper().run(stopping)


__all__ = ["Keeper", "catch_up", "follow", "keep", "rebuild"]
