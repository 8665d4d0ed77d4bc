"""Forgetting a person: two people, no name, no trace, and again after a restore. Telling a person everything."""

from __future__ import annotations

import stat
import uuid

import pytest

from mandrivna.core import audit, erasure
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure import erase
from mandrivna.core.actor import SYSTEM
from mandrivna.core.erasure import ERASERS, Eraser
from mandrivna.core.models import AuditEntry, ErasureRecord, Operation, Outcome, Quarantined
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.registry import Registry
from tests.core.vault import Safe, fresh_keys, table
from tests.factories import staff as people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def vault(settings, tmp_path, monkeypatch, db):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    monkeypatch.setattr(erasure, "ERASERS", Registry("erasers"))
    with fresh_keys(settings, tmp_path), table(Safe):
        erasure.eraser(
            Eraser("vault.Safe", lambda s: Safe.objects.filter(pk=s), lambda _act, s: Safe.objects.filter(pk=s).delete()[0])
        )
        yield


@pytest.fixture
def two():
    root, *_hubs = people.library()
    return people.person("one", "director", root, password=None), people.person("two", "director", root, password=None)


def known(name: str = "Олена") -> Safe:
    """Somebody, with a trace in operations, quarantine and the audit."""
    safe = Safe.objects.create(name=name, phone=f"050{uuid.uuid4().int % 10**7:07d}")
    act = Act(actor=SYSTEM)
    Operation.objects.create(
        uid=act.uid,
        verb="x",
        body={"reader": str(safe.pk), "name": name},
        body_mac=b"m",
        occurred_at=act.at,
        outcome=Outcome.APPLIED,
    )
    Quarantined.objects.create(body={"body": {"reader": safe.pk.hex}}, body_mac=b"m", reason="refused")
    audit.record(act, safe, "vault.edit", after={"label": "щось"})
    audit.record(act, Operation(pk=act.uid), "vault.lend", after={"to": str(safe.pk)})
    return safe


def traces() -> tuple[int, int, int, int]:
    return (
        Safe.objects.count(),
        Operation.objects.filter(verb="x", body__isnull=False).count(),
        sum(row.body != erasure.FORGOTTEN for row in Quarantined.objects.all()),
        AuditEntry.objects.filter(action__startswith="vault.", after__isnull=False).count(),
    )


def test_two_people_and_every_trace_is_gone(two):
    gone, stays = known(), known("Ольга")
    assert traces() == (2, 2, 2, 4)
    record = erase(people.act(two[0]), subject=gone.pk, reason="request", second=two[1])
    assert traces() == (1, 1, 1, 2)
    assert Safe.objects.get().pk == stays.pk
    assert (record.subject, record.reason, record.who_id, record.second_id) == (gone.pk, "request", two[0].pk, two[1].pk)
    assert Operation.objects.filter(verb="x", body_mac=b"m").count() == 2, "a repeat is still recognised"


def test_refusals_leave_everything(two):
    safe, act = known(), people.act(two[0])
    outsider = people.person("three", "guardian", people.Unit.objects.get(parent=None), password=None)
    for code, subject, reason, second in (
        ("erasure_second_self", safe.pk, "request", two[0]),
        ("erasure_second_right", safe.pk, "request", outsider),
        ("erasure_reason", safe.pk, "бо так", two[1]),
        ("erasure_unknown", uuid.uuid4(), "request", two[1]),
    ):
        with pytest.raises(Refused) as refused:
            erase(Act(actor=act.actor), subject=subject, reason=reason, second=second)
        assert refused.value.codes == [code]
    with pytest.raises(Forbidden):
        erase(people.act(outsider), subject=safe.pk, reason="request", second=two[1])
    assert traces() == (1, 1, 1, 2)
    assert not ErasureRecord.objects.exists() and erasure.kept() == {}


def test_somebody_who_has_left_confirms_nothing(two):
    two[1].is_active = False
    two[1].save()
    with pytest.raises(Refused) as refused:
        erase(people.act(two[0]), subject=known().pk, reason="request", second=two[1])
    assert refused.value.codes == ["erasure_second_right"]


def test_a_restored_backup_forgets_again(two):
    safe = known()
    backup = Safe(pk=safe.pk, name="Олена", phone="0507654321")
    erase(people.act(two[0]), subject=safe.pk, reason="danger", second=two[1])
    # The restored database knows neither the erasure nor that the person is gone; the file beside the backups does.
    ErasureRecord._base_manager.all()._raw_delete("default")
    backup.save(force_insert=True)
    assert erasure.reapply() > 0
    assert not Safe.objects.exists()
    assert [(r.subject, r.reason) for r in ErasureRecord.objects.all()] == [(safe.pk, "danger")]
    assert erasure.reapply() == 0


def test_a_lost_file_is_written_again_and_a_torn_line_skipped(two):
    erase(people.act(two[0]), subject=known().pk, reason="request", second=two[1])
    path = erasure.log_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    whole = erasure.kept()
    path.write_text('{"uid": "12')
    erasure.reapply()
    assert erasure.kept() == whole


def test_the_file_and_the_record_hold_numbers_only(two):
    erase(people.act(two[0]), subject=known("Канарка").pk, reason="request", second=two[1])
    assert "Канарка" not in erasure.log_path().read_text()
    with pytest.raises(TypeError):
        ErasureRecord.objects.update(reason="mistake")
    with pytest.raises(TypeError):
        ErasureRecord.objects.get().delete()


def test_the_export_holds_every_field_of_the_person_and_of_nobody_else():
    safe, _other = known(), known("Ольга")
    told = erasure.export_person(safe.pk)
    assert told == {
        "subject": str(safe.pk),
        "data": {"vault.Safe": [{"label": "", "phone": safe.phone, "name": "Олена", "notes": None}]},
    }


def test_the_rooms_have_registered_their_erasers():
    assert {"lending.Loan", "readers.Reader"} <= set(ERASERS.keys())
