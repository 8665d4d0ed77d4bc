"""The audit says who did what, and never what must not be read."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import models

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import AuditEntry, Staff, Unit
from tests.core.vault import Safe

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.objects.create(username="o.test", name="Олена")


@pytest.fixture
def act(staff):
    return Act(actor=Actor(staff_id=staff.pk, name="Олена"))


def test_one_row_with_one_query(act, staff, django_assert_num_queries):
    unit = Unit.objects.create(path="1.", kind="hub", name="Хаб")
    with django_assert_num_queries(1):
        entry = audit.record(act, unit, "core.edit_unit", before={"name": "А"}, after={"name": "Б", "parent": None}, unit=unit)
    entry = AuditEntry.objects.get(op=act.uid)
    assert (entry.staff_id, entry.who, entry.action, entry.model, entry.object_pk) == (
        staff.pk,
        "Олена",
        "core.edit_unit",
        "core.Unit",
        str(unit.pk),
    )
    assert (entry.unit_id, entry.op, entry.at >= act.at) == (unit.pk, act.uid, True)
    assert (entry.before, entry.after) == ({"name": "А"}, {"name": "Б", "parent": None})


def test_the_system_has_no_staff_and_a_name():
    entry = audit.record(Act(actor=SYSTEM), Staff(pk=5), "core.x")
    assert (entry.staff_id, entry.who, entry.unit_id, entry.before, entry.after) == (None, "system", None, None, None)


def test_of_s3_and_s4_only_the_names_are_kept(act):
    entry = audit.record(
        act, Safe(label="x"), "vault.edit", before={"name": "Олена", "label": "а"}, after={"phone": "050", "notes": {"n": 1}}
    )
    assert entry.before == {"name": "•", "label": "а"}
    assert entry.after == {"phone": "•", "notes": "•"}


def test_what_cannot_be_written_is_a_mark(act):
    entry = audit.record(act, Staff(pk=1), "core.x", after={"blob": b"\x00", "thing": object(), "op": uuid.UUID(int=1)})
    assert entry.after == {"blob": "•", "thing": "•", "op": str(uuid.UUID(int=1))}


def test_of_a_foreign_model_no_field_is_kept(act):
    entry = audit.record(act, Session(session_key="k"), "x", after={"session_data": "d", "why": "ok"})
    assert entry.after == {"session_data": "•", "why": "ok"}


def test_changes_are_what_differs():
    safe = Safe(label="а", name="Олена", phone="1")
    before = audit.values_of(safe)
    safe.label, safe.name = "б", "Ольга"
    assert audit.changes(before, safe) == ({"label": "а", "name": "•"}, {"label": "б", "name": "•"})
    assert "Ольга" not in json.dumps(audit.changes(before, safe), ensure_ascii=False)


def test_nothing_is_altered_or_deleted(act):
    entry = audit.record(act, Staff(pk=1), "core.x", after={"a": 1})
    for attempt in (
        lambda: entry.save(),
        lambda: entry.delete(),
        lambda: AuditEntry.objects.update(who="х"),
        lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda: AuditEntry.objects.bulk_update([entry], ["who"]),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert AuditEntry.objects.get().after == {"a": 1}


def test_the_erasure_of_a_person_empties_only_contents(act):
    audit.record(act, Staff(pk=1), "core.x", after={"a": 1})
    audit.record(act, Staff(pk=2), "core.x", after={"a": 2})
    assert AuditEntry.objects.about(["core.Staff:1"]).forget_contents() == 1
    assert AuditEntry.objects.about(["core.Staff:1"]).forget_contents() == 0
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "after")) == [("core.x", None), ("core.x", {"a": 2})]


def test_the_entry_outlives_the_account(act, staff):
    audit.record(act, staff, "core.x")
    models.QuerySet(Staff).filter(pk=staff.pk).delete()
    assert list(AuditEntry.objects.values_list("staff", "who")) == [(None, "Олена")]
