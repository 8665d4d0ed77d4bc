"""Keeping the index: made when there is none to be trusted, then never more than a moment behind the feed of changes.

One process of a computer keeps it (the worker runs `keep` beside its queue); everybody else reads. Another computer with the same
database keeps a copy of its own and follows the same feed.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import tantivy
from django.db import DatabaseError, close_old_connections, connection, connections

from mandrivna.catalogue.holdings import Holding
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search import changes, source
from mandrivna.catalogue.search.changes import Tail
from mandrivna.catalogue.search.documents import Row, document
from mandrivna.catalogue.search.home import BUSY, Broken, Home, carefully, home
from mandrivna.catalogue.search.schema import schema
from mandrivna.shared.collector import seldom

logger = logging.getLogger("mandrivna.search")

LOOK = 0.25
"""Seconds between two looks at the feed; with the commit a change is found in well under a second."""
WAIT_FOR_THE_LOCK = 5.0
STALE_DAYS = 13
"""The feed is kept for fourteen; an index that has slept longer may have missed something."""
BEAT = 3600.0
OVERLAP = 5_000
"""A new index also reads so many lines of the feed from before it began: some acts were not committed yet."""
LONGEST, PATIENT = 2.0, 90.0
UNKNOWN = "~"
"""After every key."""
HEAP, BIG_HEAP, LARGE = 50_000_000, 300_000_000, 50_000


def _document(about: dict[str, Any]) -> Any:
    return tantivy.Document.from_dict(about, schema())


def _where(tail: Tail, newest: str) -> Any:
    said = json.dumps({"cursor": tail.cursor, "high": tail.high, "at": time.time(), "newest": newest})
    return _document({"uid": "", "state": "cursor", "shown": [said.encode()]})


class Writing:
    """An index opened for writing: takes changed records, commits them together with the place in the feed."""

    def __init__(self, path: Any, *, heap: int = HEAP, threads: int = 1) -> None:
        self.path = path
        self.index = carefully(lambda: tantivy.Index(schema(), str(path), reuse=True))
        self.writer = carefully(lambda: self.index.writer(heap, threads))
        self.tail = Tail(0)
        self.newest = UNKNOWN
        """No record with a later key has been put in: keys grow with time, so of new records nothing old has to be taken out."""
        self.beaten = time.monotonic()

    def resume(self) -> bool:
        """From the place the last commit left; False: it cannot be trusted any more."""
        kept = carefully(self._kept)
        if kept is None or time.time() - kept["at"] > STALE_DAYS * 86_400 or kept["high"] > changes.last():
            return False
        self.tail, self.newest = Tail(kept["cursor"]), str(kept.get("newest", UNKNOWN))
        return True

    def _kept(self) -> dict[str, Any] | None:
        self.index.reload()
        searcher = self.index.searcher()
        hits = searcher.search(tantivy.Query.term_query(schema(), "state", "cursor"), 1).hits
        return dict(json.loads(bytes(searcher.doc(hits[0][1]).get_first("shown") or b"{}"))) if hits else None

    def follow(self, longest: float = LONGEST) -> int:
        """What has changed since, committed; the number of records. While an import pours in, one commit takes what comes in two
        seconds: each makes a segment, and segments have to be merged."""
        done, began = 0, time.monotonic()
        while read := self.tail.read():
            for start in range(0, len(read), source.CHUNK):
                self.put(read[start : start + source.CHUNK])
            done += len(read)
            if time.monotonic() - began > longest:
                break
        if done or time.monotonic() - self.beaten > BEAT:
            self.commit()
        return done

    def put(self, keys: list[uuid.UUID]) -> None:
        for key in map(str, keys):
            if key <= self.newest:
                self.writer.delete_documents_by_term("uid", key)
        self.add(source.rows(keys))

    def add(self, rows: list[tuple[Row, Holding]]) -> None:
        for row, holding in rows:
            self.writer.add_document(_document(document(row, holding)))
        self.newest = max([self.newest, *(row.uid for row, _holding in rows)])

    def commit(self) -> None:
        self.writer.delete_documents_by_term("state", "cursor")
        self.writer.add_document(_where(self.tail, self.newest))
        carefully(self.writer.commit)
        self.beaten = time.monotonic()

    def count(self) -> int:
        self.index.reload()
        return int(self.index.searcher().num_docs) - 1  # the place in the feed

    def close(self) -> None:
        self.writer.wait_merging_threads()


def rebuild(at: Home | None = None, say: Callable[[int], None] = lambda _done: None, *, longest: float = LONGEST) -> int:
    """A whole new index beside the old one, then the switch; searches go on all the while. Returns how many records it holds."""
    at = at or home()
    at.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = time.perf_counter()
    with at.draft() as path:
        start = changes.last()
        until = source.newest()
        large = Record.objects.order_by()[:LARGE].count() == LARGE
        new = Writing(path, heap=BIG_HEAP, threads=2) if large else Writing(path, heap=HEAP if longest == LONGEST else 3 * HEAP)
        done, new.newest = 0, ""
        with seldom():
            for chunk in source.everything(until):
                new.add(chunk)
                done += len(chunk)
                say(done)
        new.tail = Tail(max(0, start - OVERLAP))
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
    """Beside somebody who writes much: keep up with the feed until told, then to its end. Nothing to do where a worker keeps the
    index already."""
    at = at or home()
    with at.keeping() as mine, seldom():
        if not mine:
            return
        writing = _resumed(at, heap=4 * HEAP)
        if writing is None:
            rebuild(at, longest=PATIENT)
            writing = _resumed(at, heap=4 * HEAP)
        if writing is None:
            return
        while not until():
            if not writing.follow(PATIENT):
                time.sleep(LOOK)
        while writing.follow(PATIENT):
            pass
        writing.close()


def _resumed(at: Home, heap: int = HEAP) -> Writing | None:
    current = at.usable()
    if current is None:
        return None
    try:
        writing = Writing(at.root / current.name, heap=heap)
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
