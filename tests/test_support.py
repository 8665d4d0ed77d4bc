"""A transactional test leaves an empty database behind, and every seal exactly as it was: on both engines."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.support import _triggers, reset_database, unsealed

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
