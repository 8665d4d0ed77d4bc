"""A transactional test leaves an empty database behind, and every seal exactly as it was: on both engines."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mandrivna.ledger import seal
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import library
from tests.support import PUT_BY_MIGRATE, _put_by_migrate, _triggers, reset_database, tables, tables_with_rows, unsealed

TABLE = Session._meta.db_table
SEAL = {
    "sqlite": [f"CREATE TRIGGER probe_seal BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'sealed'); END"],
    "postgresql": [
        "CREATE FUNCTION probe_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sealed'; END $$",
        f"CREATE TRIGGER probe_seal BEFORE DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION probe_refuse()",
        f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER probe_seal",
    ],
}
UNSEAL = {"sqlite": ["DROP TRIGGER probe_seal"], "postgresql": ["DROP FUNCTION probe_refuse CASCADE"]}


@pytest.fixture
def sealed(transactional_db: None):
    with connection.cursor() as cursor:
        for statement in SEAL[connection.vendor]:
            cursor.execute(statement)
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    yield
    with connection.cursor() as cursor:
        for statement in UNSEAL[connection.vendor]:
            cursor.execute(statement)


def refused() -> bool:
    """Over SQL, as an intruder would: Django has nothing to say in it."""
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
    return True


def test_the_database_is_emptied_and_sealed_again(sealed: None) -> None:
    assert refused()
    before, types = _triggers(connection), ContentType.objects.count()
    cache.set("kept", 1)
    reset_database()
    assert (Session.objects.count(), cache.get("kept")) == (0, None)
    assert (_triggers(connection), ContentType.objects.count()) == (before, types)
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    assert refused()


def test_a_failure_inside_leaves_the_seals_on(sealed: None) -> None:
    before = _triggers(connection)
    with pytest.raises(ValueError, match="from within"), unsealed():
        Session.objects.all().delete()
        raise ValueError("from within")
    assert _triggers(connection) == before
    Session.objects.create(session_key="n", session_data="", expire_date=timezone.now())
    assert refused()


def test_only_what_has_rows_is_emptied_and_nothing_but_what_migrate_has_put_there_stays(transactional_db: None) -> None:
    reset_database()
    put = _put_by_migrate("default")
    lib = library()
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    assert {"core_unit", "fund_copy", "lending_loan", "ledger_fact"} <= tables_with_rows() < {*tables()}
    reset_database()
    assert tables_with_rows() == PUT_BY_MIGRATE
    assert _put_by_migrate("default") == put


def test_what_migrate_had_put_there_and_a_test_has_lost_comes_back(transactional_db: None) -> None:
    reset_database()
    rights = Permission.objects.count()
    Permission.objects.all().delete()
    ContentType.objects.create(app_label="nobody", model="nothing")
    seal.remove()
    reset_database()
    assert (Permission.objects.count(), ContentType.objects.filter(app_label="nobody").count(), seal.missing()) == (rights, 0, [])


def test_what_asks_no_database_of_the_run_is_asked_once(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("once")


@pytest.mark.django_db
def test_what_is_marked_for_a_database_is_asked_beside_each(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("once") is None


def test_so_is_what_takes_one_by_a_fixture(request: pytest.FixtureRequest, db: None) -> None:
    assert request.node.get_closest_marker("once") is None
