"""Encryption, blind indexes and seals: the only module that touches key material.

Three kinds of key, all in one ring. `data` keys encrypt columns and are rotated; `index` roots make blind indexes and
may be rotated; the `seal` root authenticates the ledger and bodies of operations and stays for the life of the database,
because a seal made years ago must still be checkable. What this protects: a stolen file, disk or backup without the
key file. What it does not: a live server in the enemy's hands (SECURITY.md).
"""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import os
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mandrivna.core.keyring import Key, KeyError_, Keyring, dump, load, new_ring

__all__ = [
    "DecryptionError",
    "KeyError_",
    "check_mac",
    "decrypt",
    "encrypt",
    "index_macs",
    "key_id_of",
    "keyring",
    "same",
    "seal_mac",
]

VERSION = b"\x01"
ID, NONCE, TAG = 4, 12, 16
HEAD = 1 + ID + NONCE
INDEX_BYTES = 32


class DecryptionError(Exception):
    """The bytes are not what was encrypted here under a known key for this very row. Never carries the content."""


# --- the ring in force ---------------------------------------------------------------------------

type _Stamp = tuple[str, str, int, int, int]

_lock = threading.Lock()
_now: tuple[_Stamp, Keyring] | None = None


def path() -> Path:
    return Path(_file())


def _file() -> str:
    return getattr(settings, "MANDRIVNA_KEYS_FILE", "") or os.path.join(settings.DATA, "keys.json")  # noqa: PTH118 - as below


def given() -> str:
    """The ring as the environment gives it; then the program never writes it."""
    return getattr(settings, "MANDRIVNA_KEYS", "") or ""


def passphrase() -> str:
    return getattr(settings, "MANDRIVNA_PASSPHRASE", "") or ""


def keyring() -> Keyring:
    """Re-read when the file has changed: after a rotation every running process uses the new key with its next write."""
    global _now
    stamp = _stamp()
    known = _now
    if known is not None and known[0] == stamp:
        return known[1]
    with _lock:
        if given():
            ring = load(given(), passphrase(), where="MANDRIVNA_KEYS")
        else:
            ensure_keyring()
            stamp = _stamp()
            ring = _read()
        _seals.clear()  # made of the ring as it was
        _now = (stamp, ring)
    return ring


def _stamp() -> _Stamp:
    if text := given():
        return (text, passphrase(), 0, 0, 0)
    file = _file()
    try:
        seen = os.stat(file)  # noqa: PTH116 - two microseconds, at every encryption; a Path costs twenty
    except FileNotFoundError:
        return (file, passphrase(), 0, 0, 0)
    return (file, passphrase(), seen.st_mtime_ns, seen.st_ino, seen.st_size)


def _read() -> Keyring:
    place = path()
    mode = place.stat().st_mode & 0o777
    if mode & 0o077:
        raise KeyError_(f"Файл ключів {place} доступний іншим (права {mode:04o}): виконайте «chmod 600 {place}» і запустіть знову.")
    return load(place.read_text(encoding="ascii"), passphrase(), where=str(place))


def ensure_keyring() -> None:
    """Make the key file on first use; of two processes starting together one makes it and both read the same."""
    if given() or path().exists():
        return
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(new_ring())
    with contextlib.suppress(FileExistsError):
        path().hardlink_to(draft)
    draft.unlink()
    _sync_folder()


def save_keyring(ring: Keyring) -> None:
    """Replace the file in one step; after a power cut there is the old ring or the new one, never half of either."""
    if given():
        raise KeyError_("Ключі задано в MANDRIVNA_KEYS: програма їх не змінює. Додайте новий ключ там, де ви їх зберігаєте.")
    _draft(ring).replace(path())
    _sync_folder()


@contextlib.contextmanager
def changing() -> Iterator[None]:
    """One process at a time changes the ring."""
    lock = path().with_suffix(".lock")
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _draft(ring: Keyring) -> Path:
    draft = path().with_name(f"{path().name}.{os.getpid()}.{threading.get_ident()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(dump(ring, passphrase()))
        out.flush()
        os.fsync(out.fileno())
    return draft


def _sync_folder() -> None:
    folder = os.open(path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def forget_keys() -> None:
    """Drop the ring and everything derived from it from memory; the next use reads it again."""
    global _now
    with _lock:
        _now = None
        _derived.cache_clear()
        _cipher.cache_clear()
        _seals.clear()


# --- encryption ----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def encrypt(data: bytes, *, aad: bytes) -> bytes:
    """version | key id | nonce | ciphertext and tag, under the newest data key, bound to `aad`."""
    key = keyring().data[-1]
    nonce = os.urandom(NONCE)
    return VERSION + key.raw_id + nonce + _cipher(key.secret).encrypt(nonce, data, aad)


def decrypt(blob: bytes, *, aad: bytes) -> bytes:
    if len(blob) < HEAD + TAG or blob[:1] != VERSION:
        raise DecryptionError("these bytes were not encrypted by this program")
    key = keyring().find(blob[1 : 1 + ID])
    if key is None:
        raise DecryptionError(f"ключа {key_id_of(blob)} немає у файлі ключів: поверніть файл, з яким працювала ця база")
    try:
        return _cipher(key.secret).decrypt(blob[1 + ID : HEAD], blob[HEAD:], aad)
    except InvalidTag:
        raise DecryptionError("the bytes were changed, or belong to another row or column") from None


def key_id_of(blob: bytes) -> str:
    """Which key a blob (or a blind index) needs; nothing is decrypted."""
    return blob[1 : 1 + ID].hex() if blob[:1] == VERSION else ""


def is_newest(blob: bytes) -> bool:
    """Under the key that new writes use; anything else is encrypted anew when its row is saved."""
    return key_id_of(blob) == keyring().data[-1].id


# --- blind index and seals -----------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mandrivna|" + purpose.encode()).derive(secret)


def index_macs(column: str, value: bytes) -> list[bytes]:
    """version | key id | HMAC under every index root, newest last. Each column has a key of its own: columns cannot be joined."""
    return [VERSION + key.raw_id + _index(key, column, value) for key in keyring().index]


def _index(key: Key, column: str, value: bytes) -> bytes:
    return hmac.digest(_derived(key.secret, f"index|{column}"), value, "sha256")


_seals: dict[str, bytes] = {}


def seal_mac(purpose: str, data: bytes) -> bytes:
    """A code over `data` that nobody makes without the key; the same for ever. Called for every row of the ledger."""
    secret = _seals.get(purpose)
    if secret is None:
        secret = _seals[purpose] = _derived(keyring().seal[0].secret, f"seal|{purpose}")
    return hmac.digest(secret, data, "sha256")


def check_mac(purpose: str, data: bytes, mac: bytes) -> bool:
    return same(seal_mac(purpose, data), mac)


def same(a: bytes, b: bytes) -> bool:
    """In a time that does not tell where they differ."""
    return hmac.compare_digest(a, b)
