"""What a ring of keys is and how it stands in a file, plain or wrapped with a passphrase."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
LARGEST_N = 2**18
WRAP_AAD = b"mandrivna keyring 1"
KEY_BYTES, ID_BYTES = 32, 4


class KeyError_(Exception):  # noqa: N801, N818 - KeyError is Python's own
    """The ring cannot be used; one sentence says why and what to do. Never carries key material."""


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes = field(repr=False)
    created: str = ""

    @property
    def raw_id(self) -> bytes:
        return bytes.fromhex(self.id)


@dataclass(frozen=True)
class Keyring:
    """Newest last: the last key of a kind is the one new writes use."""

    data: tuple[Key, ...]
    index: tuple[Key, ...]
    seal: tuple[Key, ...]

    def find(self, raw_id: bytes) -> Key | None:
        for key in reversed(self.data):
            if key.raw_id == raw_id:
                return key
        return None


def new_key(taken: tuple[Key, ...] = ()) -> Key:
    """An id never used before in this ring: a blob names its key by the id alone."""
    while (name := secrets.token_hex(ID_BYTES)) in {key.id for key in taken}:
        pass
    return Key(name, secrets.token_bytes(KEY_BYTES), dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))


def new_ring() -> Keyring:
    return Keyring(data=(new_key(),), index=(new_key(),), seal=(new_key(),))


def dump(ring: Keyring, passphrase: str = "") -> str:
    plain = json.dumps({kind: [_written(key) for key in getattr(ring, kind)] for kind in ("data", "index", "seal")}, indent=1)
    return _wrap(plain, passphrase) if passphrase else plain + "\n"


def _written(key: Key) -> dict[str, str]:
    return {"id": key.id, "key": base64.b64encode(key.secret).decode(), "created": key.created}


def load(text: str, passphrase: str = "", *, where: str) -> Keyring:
    try:
        stored = json.loads(text)
        if "wrapped" in stored:
            stored = json.loads(_unwrap(stored["wrapped"], passphrase, where))
        kinds = {kind: tuple(_key(item) for item in stored[kind]) for kind in ("data", "index", "seal")}
    except (ValueError, LookupError, TypeError, binascii.Error):
        raise KeyError_(f"Ключі в {where} пошкоджено: поверніть файл із копії, яку зберігаєте окремо від бази.") from None
    if not all(kinds.values()) or any(len({key.id for key in keys}) < len(keys) for keys in kinds.values()):
        raise KeyError_(f"У {where} бракує ключів або вони повторюються: поверніть файл із копії, яку зберігаєте окремо від бази.")
    return Keyring(**kinds)


def _key(item: dict[str, Any]) -> Key:
    key = Key(item["id"], base64.b64decode(item["key"], validate=True), item.get("created", ""))
    if len(key.raw_id) != ID_BYTES or len(key.secret) != KEY_BYTES:
        raise ValueError("wrong length")
    return key


def _stretch(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def _wrap(plain: str, passphrase: str) -> str:
    salt, nonce = os.urandom(16), os.urandom(12)
    key = _stretch(passphrase, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), WRAP_AAD)
    parts = {"salt": salt, "nonce": nonce, "blob": sealed}
    wrapped: dict[str, Any] = {"kdf": "scrypt", "n": SCRYPT_N, "r": SCRYPT_R, "p": SCRYPT_P}
    wrapped |= {name: base64.b64encode(value).decode() for name, value in parts.items()}
    return json.dumps({"wrapped": wrapped}, indent=1) + "\n"


def _unwrap(stored: dict[str, Any], passphrase: str, where: str) -> str:
    if not passphrase:
        raise KeyError_(f"Ключі в {where} захищено фразою: задайте її в MANDRIVNA_PASSPHRASE або MANDRIVNA_PASSPHRASE_FILE.")
    n, r, p = int(stored["n"]), int(stored["r"]), int(stored["p"])
    if stored["kdf"] != "scrypt" or n > LARGEST_N or r != SCRYPT_R or p != SCRYPT_P:
        raise ValueError("unknown wrapping")
    salt, nonce, blob = (base64.b64decode(stored[name], validate=True) for name in ("salt", "nonce", "blob"))
    try:
        return AESGCM(_stretch(passphrase, salt, n, r, p)).decrypt(nonce, blob, WRAP_AAD).decode()
    except InvalidTag:
        raise KeyError_(f"Фраза не відкриває ключів у {where}: перевірте MANDRIVNA_PASSPHRASE.") from None
