"""A fresh base is made by squashed migrations (docs/adr/0015). It is the base that the old ones make, and these still carry whoever
began with them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.core.schema import what_stands
from tests.core.workers import ROOT, database_url, environment

Key = tuple[str, str]
BEGUN_WHOLE = ["core"]  # what the first migration of a later room needs to the end


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The URL of one more database where the run's is."""
    if connection.vendor == "sqlite":
        yield database_url(str(folder / "long.sqlite3"))
        return
    name = f"{connection.settings_dict['NAME']}_long"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield database_url(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def squashes() -> dict[Key, list[Key]]:
    loader = MigrationLoader(None)
    return {key: list(migration.replaces) for key, migration in loader.replacements.items()}


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_short_way_makes_what_the_long_one_makes(tmp_path: Path, squashes: dict[Key, list[Key]]) -> None:
    with empty_database(tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.core.long_way"],
            cwd=ROOT, env=environment(DATABASE_URL=url, MANDRIVNA_DATA=str(tmp_path)), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    long: dict[str, Any] = json.loads(done.stdout)
    short = what_stands(connection)

    assert {part: len(rows) for part, rows in short.items()} == {part: len(rows) for part, rows in long["stands"].items()}
    for part, rows in short.items():
        assert rows == long["stands"][part], part

    long_ago = {tuple(key) for key in long["before"]}
    assert all(replaced[0] in long_ago for replaced in squashes.values())
    assert [key[0] for key, replaced in squashes.items() if replaced[-1] in long_ago] == BEGUN_WHOLE
    assert {tuple(key) for key in long["applied"]} >= {*squashes, *(old for replaced in squashes.values() for old in replaced)}
    tables = set(connection.introspection.table_names())
    assert set(long["left"]) == {table for table in tables if not table.startswith("enquiries_")} < tables


INSTALLATION = re.compile(r", CONSTRAINT \"one_installation\" CHECK \(.*?\)")
WHOLE = "CREATE INDEX record_withdrawn ON catalogue_record (withdrawn_on)"
INSTALLATIONS = "ALTER TABLE core_installation"
DAMAGES: list[tuple[str, str, list[str]]] = [
    ("an index is missing", "indexes", ["DROP INDEX record_withdrawn"]),
    ("an index of some rows is of all", "indexes", ["DROP INDEX record_withdrawn", WHOLE]),
    ("a seal is off", "triggers", ["DROP TRIGGER ledger_fact_no_update ON ledger_fact"]),
    ("a check is missing", "constraints", [f"{INSTALLATIONS} DROP CONSTRAINT one_installation"]),
    ("a column too many", "columns", [f"{INSTALLATIONS} ADD COLUMN more integer NULL"]),
    ("another type", "columns", [f"{INSTALLATIONS} DROP COLUMN since", f"{INSTALLATIONS} ADD COLUMN since date NULL"]),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "sentences"), [case[1:] for case in DAMAGES], ids=[case[0] for case in DAMAGES])
def test_what_differs_is_seen(part: str, sentences: list[str]) -> None:
    before = what_stands(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        for sentence in sentences:
            for said in in_words_of_the_engine(sentence):
                cursor.execute(said)
        after = what_stands(connection)
        transaction.set_rollback(True)
    also = (
        {"constraints"} if (part, connection.vendor) == ("columns", "sqlite") else set()
    )  # both are read from the table's sentence
    assert {name for name in before if before[name] != after[name]} == {part, *also}
    assert what_stands(connection) == before


def in_words_of_the_engine(sentence: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [sentence]
    if "DROP CONSTRAINT" in sentence:  # on SQLite only by making the table anew
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'core_installation'")
            sql = cursor.fetchone()[0]
        return ["DROP TABLE core_installation", INSTALLATION.sub("", sql)]
    return [sentence.split(" ON ledger_fact")[0]]


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_base_at_any_step_of_the_long_way_goes_on_to_the_end(squashes: dict[Key, list[Key]]) -> None:
    """Nothing is done twice, nothing is left out, and a room that was begun by the old migrations is ended by them."""
    long = MigrationLoader(None)
    long.replace_migrations = False
    long.build_graph()
    steps: dict[Key, None] = {}
    for replaced in squashes.values():
        steps |= dict.fromkeys(long.graph.forwards_plan(replaced[-1]))
    old = [key for replaced in squashes.values() for key in replaced]
    assert set(old) <= set(steps) and not set(squashes) & set(steps)

    order, recorder = list(steps), MigrationRecorder(connection)
    recorder.migration_qs.all().delete()
    for count, done in enumerate(["", *order]):
        if done:
            recorder.record_applied(*done)
        began = {app for app, _name in order[:count]}
        executor = MigrationExecutor(connection)
        plan = [
            (migration.app_label, migration.name)
            for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
        ]
        assert not [key for key in plan if key in squashes and key[0] in began], done
        assert [key for key in squashes if key[0] not in began] == [key for key in squashes if key in plan], done
        covered = Counter([*order[:count], *(one for key in plan for one in squashes.get(key, [key]))])
        assert {key: covered[key] for key in old} == dict.fromkeys(old, 1), done
