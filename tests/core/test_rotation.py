"""New keys for old: interrupted, killed, resumed, and nothing dropped that is still needed."""

from __future__ import annotations

import base64
import signal
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection

from mandrivna.core import crypto, rotation
from mandrivna.core.fields import matching
from mandrivna.core.keyring import KeyError_, dump, new_ring
from mandrivna.core.models import Staff, Unit
from mandrivna.ledger.models import PeriodKey
from tests.core.vault import Safe, fresh_keys, table

pytestmark = pytest.mark.django_db(transaction=True)
AMONG = [Safe]


@pytest.fixture(autouse=True)
def vault(settings, tmp_path, db):
    with fresh_keys(settings, tmp_path), table(Safe):
        yield


def fill(count: int) -> None:
    rows = [Safe(phone=f"050{n:07d}", name=f"Читач {n}", notes={"n": n} if n % 2 else None, label=str(n)) for n in range(count)]
    Safe.objects.bulk_create(rows)


def readable() -> int:
    found = list(Safe.objects.all())
    for safe in found:
        n = int(safe.label)
        assert (safe.phone, safe.name, safe.notes) == (f"050{n:07d}", f"Читач {n}", {"n": n} if n % 2 else None)
    return len(found)


def test_everything_is_under_the_new_key_and_the_old_one_goes():
    fill(60)
    old = crypto.keyring()
    report = rotation.rotate(batch=7, index=True, among=AMONG)
    assert report.rewritten == 60 * 2 + 30 + 60 * 2 and report.collisions == []
    assert rotation.retire(among=AMONG) == [old.data[0].id, old.index[0].id]
    new = crypto.keyring()
    assert rotation.in_use(AMONG) == {new.data[0].id, new.index[0].id}
    assert new.seal == old.seal
    assert readable() == 60
    assert Safe.objects.get(matching(Safe, "phone_index", "+38 050 000-00-07")).label == "7"


@pytest.mark.thorough
def test_two_thousand_rows_stopped_in_the_middle_and_resumed():
    fill(2000)

    class Stop(Exception):  # noqa: N818 - not an error
        pass

    def stop(label: str, done: int) -> None:
        if done > 2000:
            raise Stop

    with pytest.raises(Stop):
        rotation.rotate(on_progress=stop, among=AMONG)
    half = rotation.in_use(AMONG)
    assert {key.id for key in crypto.keyring().data} <= half
    with pytest.raises(KeyError_, match="Ще не все"):
        rotation.retire(among=AMONG)
    assert readable() == 2000
    first = crypto.keyring()
    report = rotation.rotate(among=AMONG)
    assert crypto.keyring() == first, "a rotation that goes on takes no further key"
    assert 0 < report.rewritten < 5000
    assert len(rotation.retire(among=AMONG)) == 1
    assert readable() == 2000
    assert rotation.rotate(among=AMONG).rewritten == 5000, "the next rotation begins anew"


@pytest.mark.thorough
def test_killed_and_resumed(tmp_path):
    fill(1000)
    keys, name = str(tmp_path / "keys.json"), str(connection.settings_dict["NAME"])
    for _kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.core.rotation_worker", name, keys], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdigit()
        assert process.stdout.readline().strip().isdigit()
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL, "the kill must land on a living process"
        process.stdout.close()
        assert readable() == 1000
    old = crypto.keyring().data[0].id
    assert old in rotation.in_use(AMONG)
    rotation.rotate(among=AMONG)
    assert rotation.retire(among=AMONG) == [old]
    assert readable() == 1000


def test_what_was_saved_meanwhile_stays():
    fill(3)
    changed = Safe.objects.get(label="2")

    def meanwhile(label: str, done: int) -> None:
        if changed.name != "Інше":
            changed.name = "Інше"
            changed.save()

    rotation.rotate(batch=1, on_progress=meanwhile, among=AMONG)
    assert Safe.objects.get(label="2").name == "Інше"
    assert rotation.retire(among=AMONG)


def test_during_a_rotation_of_indexes_people_are_found_and_twins_refused():
    fill(1)
    rotation.begin(index=True)
    assert len(Safe._meta.get_field("phone_index").candidates("0500000000")) == 2
    assert Safe.objects.get(matching(Safe, "phone_index", "+380500000000")).label == "0"
    with pytest.raises(IntegrityError):
        Safe.objects.create(phone="0500000000")
    Safe.objects.get().save()


def test_rows_that_collide_are_named_and_keep_the_old_key():
    fill(1)
    rotation.begin(index=True)
    Safe.objects.bulk_create([Safe(label="x")])
    with connection.cursor() as cursor:  # as if two programs had written past the check at the same moment
        twin = Safe._meta.get_field("phone_index").candidates("0500000000")[-1]
        cursor.execute("UPDATE vault_safe SET phone_index = %s WHERE label = 'x'", [twin])
    report = rotation.rotate(among=AMONG)
    assert report.collisions == [f"vault.Safe:{Safe.objects.get(label='0').pk}"]
    with pytest.raises(KeyError_):
        rotation.retire(among=AMONG)


def test_second_factors_of_the_staff_are_rotated_too():
    staff = Staff.objects.create(username="o.test", name="О")
    sealed = base64.b64encode(crypto.encrypt(b"JBSWY3DP", aad=rotation.MFA_AAD)).decode()
    Authenticator.objects.create(user=staff, type="totp", data={"secret": sealed, "used_mask": 0, "note": "слово"})
    old = crypto.keyring().data[0].id
    rotation.rotate()
    assert rotation.retire() == [old]
    data = Authenticator.objects.get().data
    assert crypto.decrypt(base64.b64decode(data["secret"]), aad=rotation.MFA_AAD) == b"JBSWY3DP"
    assert crypto.key_id_of(base64.b64decode(data["secret"])) == crypto.keyring().data[-1].id
    assert (data["used_mask"], data["note"]) == (0, "слово")


def test_keys_given_by_the_environment_are_not_rotated_by_the_program(settings):
    settings.MANDRIVNA_KEYS = dump(new_ring())
    crypto.forget_keys()
    with pytest.raises(KeyError_, match="MANDRIVNA_KEYS"):
        rotation.rotate(among=AMONG)


def test_a_key_file_of_another_database_is_noticed(tmp_path):
    period = PeriodKey.objects.create(unit=Unit.objects.create(path="1.", kind="institution", name="Б"), period="2026", secret="ab")
    assert rotation.missing() == set()
    (tmp_path / "keys.json").unlink()
    crypto.forget_keys()
    blob = PeriodKey.objects.values_list("secret", flat=True).get(pk=period.pk).blob
    assert rotation.missing() == {crypto.key_id_of(blob)}
