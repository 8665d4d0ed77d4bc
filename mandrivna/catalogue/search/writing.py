"""An index opened for writing, and its place in the feed of changes."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import tantivy

from mandrivna.catalogue.holdings import Holding
from mandrivna.catalogue.search import changes, source
from mandrivna.catalogue.search.changes import Tail
from mandrivna.catalogue.search.documents import Row, document
from mandrivna.catalogue.search.home import carefully
from mandrivna.catalogue.search.schema import schema

STALE_DAYS = 13
"""The feed is kept for fourteen; an index that has slept longer may have missed something."""
BEAT = 3600.0
LONGEST = 2.0
UNKNOWN = "~"
"""After every key."""
HEAP = 50_000_000


def _document(about: dict[str, Any]) -> Any:
    return tantivy.Document.from_dict(about, schema())


def _where(tail: Tail, newest: str) -> Any:
    said = json.dumps({"cursor": tail.cursor, "high": tail.high, "at": time.time(), "newest": newest})
    return _document({"uid": "", "state": "cursor", "shown": [said.encode()]})


class Writing:
    """An index opened for writing: takes changed records, commits them together with the place in the feed."""

    def __init__(self, path: Any, *, heap: int = HEAP) -> None:
        self.path = path
        self.index = carefully(lambda: tantivy.Index(schema(), str(path), reuse=True))
        self.writer = carefully(lambda: self.index.writer(heap, 1))  # more would each make parts of their own
        self.tail = Tail(0)
        self.newest = UNKNOWN
        """No record with a later key has been put in: keys grow with time, so of new records nothing old has to be taken out."""
        self.beaten = time.monotonic()
        self.looked = 0
        """Lines of the feed up to which it is known what people have saved."""
        self.urgent = False

    def resume(self) -> bool:
        """From the place the last commit left; False: it cannot be trusted any more."""
        kept = carefully(self._kept)
        if kept is None or time.time() - kept["at"] > STALE_DAYS * 86_400 or kept["high"] > changes.last():
            return False
        self.tail, self.newest = Tail(kept["cursor"]), str(kept.get("newest", UNKNOWN))
        self.looked = kept["cursor"]
        return True

    def _kept(self) -> dict[str, Any] | None:
        self.index.reload()
        searcher = self.index.searcher()
        hits = searcher.search(tantivy.Query.term_query(schema(), "state", "cursor"), 1).hits
        return dict(json.loads(bytes(searcher.doc(hits[0][1]).get_first("shown") or b"{}"))) if hits else None

    def follow(self, longest: float = LONGEST) -> int:
        """What has changed since, committed; the number of records. While an import pours in, one commit takes what comes in two
        seconds: each makes a segment, and segments have to be merged."""
        done = self.take(longest)
        if done or time.monotonic() - self.beaten > BEAT:
            self.commit()
        return done

    def take(self, longest: float) -> int:
        """What has changed since, not committed yet; what people have saved in between makes it urgent."""
        done, began = 0, time.monotonic()
        while read := self.tail.read():
            self._put_all(read)
            done += len(read) + self._hurry(read)
            if self.urgent or time.monotonic() - began > longest:
                break
        return done

    def _put_all(self, keys: list[uuid.UUID]) -> None:
        for start in range(0, len(keys), source.CHUNK):
            self.put(keys[start : start + source.CHUNK])

    def _hurry(self, read: list[uuid.UUID]) -> int:
        """What people have saved does not wait behind an import. The tail stays where it is: they are met again in their turn."""
        last = changes.last()
        found = changes.of_people(self.looked, last) if last > self.looked else []
        self.looked = max(self.looked, last)
        known = set(read)
        ahead = [key for key in found if key not in known]
        self._put_all(ahead)
        self.urgent = self.urgent or bool(found)
        return len(ahead)

    def put(self, keys: list[uuid.UUID]) -> None:
        for key in map(str, keys):
            if key <= self.newest:
                self.writer.delete_documents_by_term("uid", key)
        self.add(source.rows(keys))

    def add(self, rows: list[tuple[Row, Holding]]) -> None:
        self.newest = max([self.newest, *(row.uid for row, _holding in rows)])  # first: half of them may be in when it fails
        for row, holding in rows:
            self.writer.add_document(_document(document(row, holding)))

    def part(self) -> None:
        """What is in so far becomes one file of the index, without a place in the feed: an index that is being made."""
        carefully(self.writer.commit)

    def commit(self) -> None:
        self.writer.delete_documents_by_term("state", "cursor")
        self.writer.add_document(_where(self.tail, self.newest))
        carefully(self.writer.commit)
        self.beaten, self.urgent = time.monotonic(), False

    def count(self) -> int:
        self.index.reload()
        return int(self.index.searcher().num_docs) - 1  # the place in the feed

    def close(self) -> None:
        self.writer.wait_merging_threads()
