"""All catalogues asked at once; who does not answer is told of, and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from mandrivna.catalogue.copycat import sru, z3950
from mandrivna.catalogue.copycat.targets import SRU, Z3950, Target, targets
from mandrivna.catalogue.copycat.wire import PATIENCE, Unreachable
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.marc import MARC21, Marc
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.shared.text import words

AT_ONCE, LONGEST, MOST_WORDS = 6, 200, 8
PLACES21 = ("59", "9", "852", "853", "863", "876", "877", "878", "899", "541", "561")
PLACES = ("899", "9", "852")
"""Where another library's copies, prices and shelves are written: theirs, not ours."""

type Ask = Callable[[Target, str], list[Marc]]
ASK: Mapping[str, Ask] = {SRU: sru.search, Z3950: z3950.search}


@dataclass(frozen=True)
class Candidate:
    marc: Marc
    target: Target
    described: Described


@dataclass
class Found:
    candidates: list[Candidate] = field(default_factory=list)
    troubles: list[tuple[Target, Unreachable]] = field(default_factory=list)


def query_of(target: Target, text: str) -> str:
    """An ISBN is asked for as one; of other text only words go out, so no sign of it can be a command."""
    if isbn := normal_isbn(text):
        return filled(target.isbn, isbn)
    wanted = words(text[:LONGEST])[:MOST_WORDS]
    if not wanted:
        return ""
    if target.protocol == Z3950:
        return "@and " * (len(wanted) - 1) + " ".join(filled(target.words, word) for word in wanted)
    return filled(target.words, " ".join(wanted))


def filled(pattern: str, said: str) -> str:
    """Put in as it is: a pattern is a policy that people write, so it is no format string."""
    for name in ("{isbn}", "{words}", "{word}"):
        pattern = pattern.replace(name, said)
    return pattern


def look_up(text: str, *, among: Sequence[Target] | None = None, ask: Mapping[str, Ask] = ASK, patience: float = PATIENCE) -> Found:
    """Nothing is written and nothing remembered. Never fails: what went wrong is in `troubles`."""
    found = Found()
    asked = {target: query for target in (targets() if among is None else among) if (query := query_of(target, text))}
    if not asked:
        return found
    pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="copycat")
    try:
        running = {target: pool.submit(ask[target.protocol], target, query) for target, query in asked.items()}
        wait(running.values(), timeout=patience + 2)
        for target, future in running.items():
            _gather(found, target, future)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    isbn = normal_isbn(text)
    found.candidates.sort(key=lambda one: bool(isbn) and one.described.isbn != isbn)
    return found


def _gather(found: Found, target: Target, future: Future[list[Marc]]) -> None:
    if not future.done():
        found.troubles.append((target, Unreachable("no_answer", "slow")))
        return
    try:
        records = future.result()
    except Unreachable as trouble:
        found.troubles.append((target, trouble))
        return
    for marc in records:
        own = without_places(marc)
        described: Any = project(own)
        if described.title:
            found.candidates.append(Candidate(own, target, described))


def without_places(marc: Marc) -> Marc:
    places = PLACES21 if marc.scheme == MARC21 else PLACES
    return Marc(marc.scheme, marc.leader, [one for one in marc.fields if not one.tag.startswith(places)])
