"""Keys, encryption and seals: what opens, what refuses, and what the key file promises."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time

import pytest

from mandrivna.core import crypto
from mandrivna.core.keyring import KeyError_, Keyring, dump, load, new_key, new_ring
from tests.core.vault import fresh_keys


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    with fresh_keys(settings, tmp_path):
        yield tmp_path / "keys.json"


def test_what_was_encrypted_opens_with_the_same_aad_only():
    blob = crypto.encrypt("Олена".encode(), aad=b"t|c|1")
    assert crypto.decrypt(blob, aad=b"t|c|1").decode() == "Олена"
    with pytest.raises(crypto.DecryptionError):
        crypto.decrypt(blob, aad=b"t|c|2")


def test_the_same_text_is_never_encrypted_twice_alike():
    assert len({crypto.encrypt(b"", aad=b"a") for _ in range(200)}) == 200


def test_every_changed_byte_is_noticed():
    blob = crypto.encrypt(b"secret", aad=b"a")
    for place in range(len(blob)):
        broken = bytearray(blob)
        broken[place] ^= 1
        with pytest.raises(crypto.DecryptionError):
            crypto.decrypt(bytes(broken), aad=b"a")
    for length in range(len(blob)):
        with pytest.raises(crypto.DecryptionError):
            crypto.decrypt(blob[:length], aad=b"a")


def test_a_refusal_does_not_quote_the_content():
    blob = crypto.encrypt("Таємниця".encode(), aad=b"a")
    with pytest.raises(crypto.DecryptionError) as refused:
        crypto.decrypt(blob, aad=b"b")
    assert "Таємниця" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_lost_key_is_named(keys):
    blob = crypto.encrypt(b"x", aad=b"a")
    keys.unlink()
    crypto.forget_keys()
    with pytest.raises(crypto.DecryptionError, match=crypto.key_id_of(blob)):
        crypto.decrypt(blob, aad=b"a")


def test_the_key_file_is_made_once_and_for_its_owner_only(keys):
    first = crypto.keyring()
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    crypto.forget_keys()
    assert crypto.keyring() == first
    assert sorted(p.name for p in keys.parent.iterdir()) == ["keys.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_open_to_others_is_refused(keys, mode):
    crypto.keyring()
    keys.chmod(mode)
    crypto.forget_keys()
    with pytest.raises(KeyError_, match="chmod 600"):
        crypto.keyring()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"data": [], "index": [], "seal": []}', '{"data": 1, "index": 1, "seal": 1}'])
def test_a_damaged_key_file_is_one_sentence(text):
    with pytest.raises(KeyError_, match=r"keys\.json"):
        load(text, where="keys.json")


def test_a_key_of_wrong_length_or_said_twice_is_refused():
    ring = json.loads(dump(new_ring()))
    short = {**ring, "data": [{**ring["data"][0], "key": "AAAA"}]}
    twice = {**ring, "data": ring["data"] * 2}
    for stored in (short, twice):
        with pytest.raises(KeyError_):
            load(json.dumps(stored), where="here")


def test_the_repr_of_keys_shows_none():
    ring = new_ring()
    assert "secret" not in repr(ring)
    assert repr(ring.data[0].secret) not in repr(ring)


def test_a_passphrase_wraps_the_file_and_opens_it(settings, keys):
    settings.MANDRIVNA_PASSPHRASE = "кінь батарея скоба"
    ring = crypto.keyring()
    text = keys.read_text()
    assert set(json.loads(text)) == {"wrapped"}
    assert load(text, "кінь батарея скоба", where="x") == ring
    with pytest.raises(KeyError_, match="MANDRIVNA_PASSPHRASE"):
        load(text, "", where="x")
    with pytest.raises(KeyError_, match="не відкриває"):
        load(text, "інша", where="x")


def test_keys_from_the_environment_are_used_and_never_written(settings, keys):
    ring = new_ring()
    settings.MANDRIVNA_KEYS = dump(ring)
    crypto.forget_keys()
    assert crypto.keyring() == ring
    with pytest.raises(KeyError_):
        crypto.save_keyring(ring)
    assert not keys.exists()


def test_a_running_process_takes_up_a_new_key_with_its_next_write():
    ring = crypto.keyring()
    fresh = new_key(ring.data)
    old = crypto.encrypt(b"x", aad=b"a")
    crypto.save_keyring(Keyring((*ring.data, fresh), ring.index, ring.seal))
    assert crypto.key_id_of(crypto.encrypt(b"x", aad=b"a")) == fresh.id
    assert crypto.decrypt(old, aad=b"a") == b"x"


def test_processes_starting_together_get_the_same_ring(keys):
    code = (
        "import sys, types, django.conf as c; from pathlib import Path;"
        "c.settings.configure(DATA=Path(sys.argv[1]));"
        "from mandrivna.core import crypto; print(crypto.keyring().data[0].id)"
    )
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(keys.parent)], stdout=subprocess.PIPE, text=True, env=env)
        for _ in range(4)
    ]
    said = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(said) == 1 and len(said.pop()) == 8


def test_a_seal_depends_on_purpose_and_content_and_lasts():
    seal = crypto.seal_mac("ledger", b"row")
    crypto.forget_keys()
    assert crypto.seal_mac("ledger", b"row") == seal
    assert len({seal, crypto.seal_mac("ledger", b"row2"), crypto.seal_mac("operation", b"row")}) == 3
    assert crypto.check_mac("ledger", b"row", seal)
    assert not crypto.check_mac("ledger", b"row ", seal)


def test_seals_are_made_of_the_ring_that_is_there_now():
    """A file brought back from a copy, or another library's folder: what was remembered of the ring before is nothing."""
    seal = crypto.seal_mac("ledger", b"row")
    crypto.save_keyring(new_ring())
    crypto.keyring()
    other = crypto.seal_mac("ledger", b"row")
    crypto.forget_keys()
    assert (other != seal, crypto.seal_mac("ledger", b"row") == other) == (True, True)


def test_blind_indexes_of_two_columns_cannot_be_joined():
    assert crypto.index_macs("a.phone", b"1") != crypto.index_macs("b.phone", b"1")


def test_a_seal_is_cheap_enough_for_every_row():
    crypto.seal_mac("ledger", b"warm")
    row = b"x" * 200
    best = min(_seconds(row) for _ in range(5))
    assert best < 20e-6, f"{best * 1e6:.1f} µs"  # measured ~1.5 µs; the margin is for a busy machine


def _seconds(row: bytes) -> float:
    start = time.perf_counter()
    for _ in range(2000):
        crypto.seal_mac("ledger", row)
    return (time.perf_counter() - start) / 2000
