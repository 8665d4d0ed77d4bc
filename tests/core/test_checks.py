"""The database is asked, not believed: every setting that would lose what was confirmed is an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from mandrivna.config import env
from mandrivna.core import checks

GOOD = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[BaseDatabaseWrapper]:
    wanted = env.database(f"sqlite:///{path}", path.parent)
    handler = ConnectionHandler({"default": {**wanted, "OPTIONS": {**wanted["OPTIONS"], **options}}})
    other = handler["default"]
    assert isinstance(other, DatabaseWrapper)
    try:
        yield other
    finally:
        other.close()


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, []),
        ({"init_command": GOOD.replace("FULL", "NORMAL")}, ["mandrivna.E001"]),
        ({"init_command": GOOD.replace("FULL", "OFF")}, ["mandrivna.E001"]),
        ({"init_command": GOOD.replace("WAL", "DELETE")}, ["mandrivna.E001"]),
        ({"init_command": GOOD.replace("foreign_keys=ON", "foreign_keys=OFF")}, ["mandrivna.E001"]),
        ({"transaction_mode": "DEFERRED"}, ["mandrivna.E002"]),
        ({"transaction_mode": None}, ["mandrivna.E002"]),
    ],
)
@pytest.mark.django_db
def test_sqlite_is_read_back(options: dict[str, Any], found: list[str], tmp_path: Path) -> None:
    with opened(tmp_path / "x.sqlite3", **options) as other:
        assert [fault.id for fault in checks._sqlite(other)] == found


@pytest.mark.django_db
def test_sqlite_on_a_network_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "filesystem", lambda _path: "nfs4")
    with opened(tmp_path / "x.sqlite3") as other:
        assert [fault.id for fault in checks._sqlite(other)] == ["mandrivna.E003"]


@pytest.mark.django_db
def test_the_database_of_this_run_passes_but_for_a_throwaway_cluster() -> None:
    faults = [fault.id for fault in run_checks(tags=["database"], databases=["default"]) if str(fault.id).startswith("mandrivna.")]
    assert faults in ([], ["mandrivna.W014"] if connection.vendor == "postgresql" else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ({}, []),
        ({"server_version_num": "140011"}, ["mandrivna.E011"]),
        ({"default_transaction_isolation": "serializable"}, ["mandrivna.E012"]),
        ({"server_encoding": "SQL_ASCII"}, ["mandrivna.E013"]),
        ({"fsync": "off"}, ["mandrivna.W014"]),
        ({"synchronous_commit": "off"}, ["mandrivna.W014"]),
        ({"alphabet": ""}, ["mandrivna.E015"]),
    ],
)
def test_postgresql_is_read_back(shown: dict[str, str], found: list[str]) -> None:
    """What the server answers to SHOW is given by hand: no test can make a running cluster lie about its version."""
    good = {
        "server_version_num": "150018",
        "default_transaction_isolation": "read committed",
        "server_encoding": "UTF8",
        "fsync": "on",
    }
    answers = {**good, "synchronous_commit": "on", "alphabet": "1", **shown}

    class Cursor:
        def __enter__(self) -> Cursor:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def execute(self, sql: str, params: object = None) -> None:
            self.asked = "alphabet" if params else sql.removeprefix("SHOW ")

        def fetchone(self) -> tuple[str] | None:
            return (answers[self.asked],) if answers[self.asked] else None

    class Server:
        def cursor(self) -> Cursor:
            return Cursor()

    assert [fault.id for fault in checks._postgres(Server())] == found  # type: ignore[arg-type]
