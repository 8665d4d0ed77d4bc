"""G16 and the triggers: the ledger cannot be rewritten in silence, by the program, by hand, or by a migration."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.ledger import seal
from mandrivna.ledger.api import Line, head, settle, verify
from mandrivna.ledger.models import Fact, Seal
from tests.drills.kit import times, undone
from tests.drills.reporting import Tell
from tests.factories.library import Library, library
from tests.support import unsealed

STRETCHES, ROWS = 3, 12
BYTES = {"mac", "root", "head"}
NUMBERS = {"line", "quantity", "unit_id", "first_id", "last_id", "count"}
TIMES = {"recorded_at", "at"}
FACT_COLUMNS = [field.column for field in Fact._meta.concrete_fields]
# A seal's own number says nothing: the chain is read by `last_id`, which is under the head.
SEAL_COLUMNS = [field.column for field in Seal._meta.concrete_fields if not field.primary_key]


@pytest.fixture
def lib(db: None) -> Library:
    """A ledger of three sealed stretches."""
    lib = library()
    for stretch in range(STRETCHES):
        for row in range(ROWS):
            line = Line(kind="lending.issue", unit=lib.shelf.pk, on=lib.today, quantity=row + 1, age="18-35")
            with transaction.atomic():
                settle(Act(actor=SYSTEM), f"test.Act:{stretch}-{row}", [line], reason="test")
        seal.close_stretch()
    connection.check_constraints()  # what PostgreSQL has put off to the COMMIT would keep tables from being altered
    return lib


def run(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def rows(sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


# --- G16 ------------------------------------------------------------------------------------------


WITHOUT_UNIQUE = {
    "postgresql": ["ALTER TABLE ledger_fact DROP CONSTRAINT fact_line_once"],
    "sqlite": [
        "CREATE TABLE plain AS SELECT * FROM ledger_fact",
        "DROP TABLE ledger_fact",
        "ALTER TABLE plain RENAME TO ledger_fact",
    ],
}


class Hand:
    """Somebody with the database's password and no key. Every method changes something and says which rows it touched."""

    def __init__(self, chance: random.Random, lib: Library) -> None:
        self.chance, self.lib = chance, lib
        self.facts = [row[0] for row in rows("SELECT id FROM ledger_fact ORDER BY id")]
        self.seals = [row[0] for row in rows("SELECT id FROM ledger_seal ORDER BY last_id")]

    def other(self, column: str, now: Any) -> Any:
        if column in BYTES:
            data = bytearray(now)
            data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
            return bytes(data)
        if column == "id":
            return now + 1_000_000 + self.chance.randrange(1000)
        if column == "unit_id":
            return self.lib.other_shelf.pk
        if column in NUMBERS:
            return now + self.chance.choice((1, 7, 1000))
        return None

    def edit(self, table: str, columns: list[str], pk: int) -> str:
        """One column of one row becomes something else."""
        column = self.chance.choice(columns)
        if column in TIMES or column == "on":
            shift = "seconds" if column in TIMES else "days"
            run(_shifted(table, column, shift), pk)
        elif column == "op":
            run(f'UPDATE {table} SET "op" = %s WHERE id = %s', _uid(), pk)
        elif column in BYTES | NUMBERS | {"id"}:
            now = rows(f'SELECT "{column}" FROM {table} WHERE id = %s', pk)[0][0]
            run(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', self.other(column, now), pk)
        else:
            run(f'UPDATE {table} SET "{column}" = "{column}" || %s WHERE id = %s', self.chance.choice("xі0 "), pk)
        return f"edit {table}.{column} of {pk}"

    def edit_fact(self) -> tuple[str, list[int]]:
        pk = self.chance.choice(self.facts)
        return self.edit("ledger_fact", FACT_COLUMNS, pk), [pk]

    def edit_seal(self) -> tuple[str, list[int]]:
        pk = self.chance.choice(self.seals)
        return self.edit("ledger_seal", SEAL_COLUMNS, pk), []

    def delete_facts(self) -> tuple[str, list[int]]:
        gone = self.chance.sample(self.facts, self.chance.randint(1, 4))
        for pk in gone:
            run("DELETE FROM ledger_fact WHERE id = %s", pk)
        return f"delete facts {gone}", gone

    def delete_seal(self) -> tuple[str, list[int]]:
        pk = self.chance.choice(self.seals)
        run("DELETE FROM ledger_seal WHERE id = %s", pk)
        return f"delete seal {pk}", []

    def cut_the_end(self) -> tuple[str, list[int]]:
        """The newest facts and every seal over them: what is left is a whole, shorter ledger."""
        left = self.chance.randrange(STRETCHES)
        last = rows("SELECT last_id FROM ledger_seal ORDER BY last_id")[left - 1][0] if left else 0
        run("DELETE FROM ledger_seal WHERE last_id > %s", last)
        run("DELETE FROM ledger_fact WHERE id > %s", last + self.chance.choice((0, 0, 3)))
        return f"cut after {last}", []

    def insert_fact(self) -> tuple[str, list[int]]:
        """A copy of a true row under another number and line."""
        pk, new = self.chance.choice(self.facts), self.chance.choice((self.facts[-1] + 50, -7))
        names = [name for name in FACT_COLUMNS if name not in ("id", "line")]
        quoted = ", ".join(f'"{name}"' for name in names)
        run(f'INSERT INTO ledger_fact (id, "line", {quoted}) SELECT %s, 77, {quoted} FROM ledger_fact WHERE id = %s', new, pk)
        return f"insert a copy of {pk} as {new}", [new]

    def insert_twin(self) -> tuple[str, list[int]]:
        """The very same row once more: it needs the unique index out of the way, and its code is right."""
        for sql in WITHOUT_UNIQUE[connection.vendor]:
            run(sql)
        pk, new = self.chance.choice(self.facts), self.chance.choice((self.facts[-1] + 60, -8))
        quoted = ", ".join(f'"{name}"' for name in FACT_COLUMNS if name != "id")
        run(f"INSERT INTO ledger_fact (id, {quoted}) SELECT %s, {quoted} FROM ledger_fact WHERE id = %s", new, pk)
        return f"insert {pk} again as {new} without the unique index", []


def _uid() -> str:
    return uuid.uuid4().hex if connection.vendor == "sqlite" else str(uuid.uuid4())


def _shifted(table: str, column: str, unit: str) -> str:
    if connection.vendor == "postgresql":
        amount = "interval '1 microsecond'" if unit == "seconds" else "1"
        return f'UPDATE {table} SET "{column}" = "{column}" + {amount} WHERE id = %s'
    later = {"seconds": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', \"{0}\", '+1 second')", "days": "date(\"{0}\", '+1 day')"}
    moved = later[unit].format(column)
    return f'UPDATE {table} SET "{column}" = {moved} WHERE id = %s'


WAYS = [Hand.edit_fact] * 8 + [
    Hand.edit_seal, Hand.edit_seal, Hand.delete_facts, Hand.delete_facts, Hand.delete_seal, Hand.cut_the_end,
    Hand.insert_fact, Hand.insert_twin,
]  # fmt: skip


def named_rows(bad: str) -> bool:
    """The verdict says where to look."""
    return bad.startswith(("fact ", "seal ")) or bad == "published head"


def points_at(bad: str, touched: list[int]) -> bool:
    """A fact that was touched is named itself or lies in the stretch that is named."""
    if not touched:
        return True
    if bad.startswith("fact "):
        return int(bad.split()[1]) in {*touched} or any(pk < 0 or pk > 1_000_000 for pk in touched)
    first, _dash, last = bad.rpartition(" ")[2].partition("–")
    return any(int(first) <= pk <= int(last) for pk in touched)


@pytest.mark.slow
def test_every_change_by_somebody_without_the_key_is_found(lib: Library, tell: Tell) -> None:
    number, published, missed, seen = times(150, 1000), head(), [], 0
    assert verify(published).ok, "an untouched ledger is whole"
    with unsealed():
        for trial in range(number):
            with undone():
                hand = Hand(random.Random(trial), lib)
                did, touched = hand.chance.choice(WAYS)(hand)
                verdict = verify(published)
                edited_number = did.startswith("edit ledger_fact.id")
                if verdict.ok or not named_rows(verdict.bad) or not (edited_number or points_at(verdict.bad, touched)):
                    missed.append(f"seed {trial}: {did} → {verdict.bad or 'nothing found'}")
                seen += 1
    assert missed == []
    assert verify(published).ok
    tell(f"{seen} edits, deletions, insertions and cuts with seeds 0–{number - 1}: {seen} found and placed")


def test_the_drill_needs_the_codes_and_the_published_head(lib: Library) -> None:
    """Negative controls: a check that only counts misses an edit; without a head from outside a cut end is a whole ledger."""

    def only_counts() -> bool:
        return sum(Seal.objects.values_list("count", flat=True)) == Fact.objects.count()

    published = head()
    with unsealed(), undone():
        run("UPDATE ledger_fact SET quantity = quantity + 1 WHERE id = %s", Fact.objects.order_by("id")[0].pk)
        assert only_counts() and not verify(published).ok
    with unsealed(), undone():
        last = rows("SELECT last_id FROM ledger_seal ORDER BY last_id")[1][0]
        run("DELETE FROM ledger_seal WHERE last_id > %s", last)
        run("DELETE FROM ledger_fact WHERE id > %s", last)
        assert verify().ok
        assert verify(published).bad == "published head"


# --- triggers -------------------------------------------------------------------------------------

REFUSED = [
    'UPDATE ledger_fact SET "quantity" = 5',
    "DELETE FROM ledger_fact",
    'UPDATE ledger_seal SET "count" = 5',
    "DELETE FROM ledger_seal",
]


@pytest.mark.parametrize("sql", [*REFUSED, "TRUNCATE ledger_fact CASCADE", "TRUNCATE ledger_seal"])
def test_raw_sql_cannot_change_or_take_away_a_row(lib: Library, sql: str) -> None:
    if sql.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite knows no TRUNCATE")
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        run(sql)
    assert verify(head()).facts == STRETCHES * ROWS


@pytest.mark.parametrize("sql", REFUSED)
def test_without_the_triggers_raw_sql_would(lib: Library, sql: str) -> None:
    """Negative control: it is the triggers that refuse."""
    with unsealed(), undone():
        assert run(sql) > 0


def complaints() -> list[str]:
    return [error.msg for error in run_checks(databases=["default"]) if error.id == "ledger.E001"]


def test_a_missing_trigger_turns_the_system_check_red(db: None) -> None:
    assert (seal.missing(), complaints()) == ([], [])
    with unsealed():
        assert len(seal.missing()) == len(seal.TABLES) * len(seal._events())
        assert len(complaints()) == len(seal.missing())
    on = " ON ledger_fact" if connection.vendor == "postgresql" else ""
    with undone():
        run(f"DROP TRIGGER ledger_fact_no_delete{on}")
        assert seal.missing() == ["ledger_fact_no_delete"]
        assert complaints() == ["the trigger ledger_fact_no_delete is missing"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot switch a trigger off, only drop it")
def test_a_trigger_that_is_switched_off_counts_as_missing(db: None) -> None:
    with undone():
        run("ALTER TABLE ledger_fact DISABLE TRIGGER ledger_fact_no_update")
        assert seal.missing() == ["ledger_fact_no_update"]


@pytest.fixture
def rebuilt(transactional_db: None) -> Iterator[None]:
    """The table as a migration leaves it; the columns are as before afterwards."""
    old, new = Fact._meta.get_field("reason"), models.CharField(max_length=61, blank=True, default="")
    new.set_attributes_from_name("reason")
    new.model = Fact
    with connection.schema_editor() as editor:
        editor.alter_field(Fact, old, new)
    yield
    with connection.schema_editor() as editor:
        editor.alter_field(Fact, new, old)
    seal.install()


def test_rebuilding_a_table_drops_the_triggers_and_migrate_puts_them_back(rebuilt: None) -> None:
    dropped = ["ledger_fact_no_delete", "ledger_fact_no_update"] if connection.vendor == "sqlite" else []
    assert seal.missing() == dropped
    call_command("migrate", run_syncdb=True, verbosity=0)
    assert seal.missing() == []
