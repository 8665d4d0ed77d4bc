"""The secret of a key: how it looks, how it is recognised, and what whoever shows it may do now.

`mandrivna_` tells a person, and a scanner of leaked secrets, what was found; the last eight digits are a checksum, so that a key
copied with a mistake is refused without asking the database.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import zlib

from django.utils import timezone

from mandrivna.core import crypto
from mandrivna.core.actor import Actor
from mandrivna.core.models.tokens import ApiToken
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry
from mandrivna.core.roles import actor_for

PREFIX = "mandrivna_"
SHAPE = re.compile(rf"{PREFIX}([0-9a-f]{{48}})([0-9a-f]{{8}})")
NOTE_EVERY = dt.timedelta(minutes=10)
"""Between two notes of "used": on SQLite each is a write that others wait for."""

OFFERED: Registry[Permission] = Registry("rights of keys")
"""What a key can be given at all: the rights that an address for programs asks for. Filled by that face."""


def new_secret() -> str:
    chance = secrets.token_hex(24)
    return f"{PREFIX}{chance}{_check(chance)}"


def _check(chance: str) -> str:
    return f"{zlib.crc32(chance.encode()):08x}"


def mac_of(secret: str) -> bytes:
    """A database that was carried away, even with a guessed secret, confirms nothing without the key file."""
    return crypto.seal_mac("core.token", secret.encode())


def token_of(secret: str) -> ApiToken | None:
    """The living key with this secret; wrong, ended, revoked ones and those of a closed unit are one and the same nothing."""
    shape = SHAPE.fullmatch(secret)
    if shape is None or shape[2] != _check(shape[1]):
        return None
    now = timezone.now()
    found = ApiToken.objects.living(now).filter(mac=mac_of(secret)).select_related("unit", "issued_by").first()
    if found is None or found.issued_by is None or not found.issued_by.is_active:
        return None
    if found.used_at is None or now - found.used_at > NOTE_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(used_at=now)
    return found


def actor_of(token: ApiToken) -> Actor:
    """The issuer as they are today, cut down to the key's rights and to its unit."""
    if token.issued_by is None:
        return Actor(name=token.name)
    issuer = actor_for(token.issued_by)
    given, at = frozenset(token.permissions), token.unit.path
    grants = []
    for path, codes in issuer.grants:
        if held := codes & given:
            if path.startswith(at):
                grants.append((path, held))
            elif at.startswith(path):
                grants.append((at, held))
    return Actor(staff_id=issuer.staff_id, name=token.name, grants=tuple(sorted(grants, key=lambda grant: grant[0])))


def worthless(token: ApiToken) -> list[str]:
    """Rights the key was given and cannot use, because its issuer has lost them since."""
    actor = actor_of(token)
    return [code for code in token.permissions if not actor.can(code)]
