"""A migrated empty database kept between runs of the tests, SQLite only: migrating takes each process ten seconds.

It is named after everything it came from; a changed migration or model makes one anew. `migrate` still runs over the copy,
so that what it puts in afterwards (the seals) is of this code, and a clean clone, the CI and PostgreSQL migrate from the beginning.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "ready"


def name_of_what_it_came_from() -> str:
    said = hashlib.sha256(django.__version__.encode())
    for path in sorted(
        [*ROOT.glob("mandrivna/*/migrations/*.py"), *ROOT.glob("mandrivna/*/models/*.py"), *ROOT.glob("mandrivna/*/models.py")]
    ):
        said.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return said.hexdigest()[:20]


def keep_and_use() -> None:
    """Only where the run is on SQLite: another engine's creation is not touched."""
    make, began = DatabaseCreation.create_test_db, DatabaseCreation._create_test_db
    ready = KEPT / f"{name_of_what_it_came_from()}.sqlite3"

    def create(self: DatabaseCreation, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = began(self, verbosity, autoclobber, keepdb)
        if ready.exists():
            shutil.copyfile(ready, name)
        return name

    def create_test_db(self: DatabaseCreation, *given: Any, **named: Any) -> str:
        name: str = make(self, *given, **named)
        if not ready.exists():
            put_aside(name, ready)
        return name

    DatabaseCreation._create_test_db, DatabaseCreation.create_test_db = create, create_test_db


def put_aside(name: str, ready: Path) -> None:
    """Whole or not at all; the ones of former code go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = ready.with_suffix(f".{os.getpid()}")
    made.unlink(missing_ok=True)
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target)
    made.replace(ready)
    for old in KEPT.glob("*.sqlite3"):
        if old != ready:
            old.unlink(missing_ok=True)
