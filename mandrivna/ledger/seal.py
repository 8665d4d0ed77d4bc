"""The seal of the ledger: triggers in both databases, a MAC on every row, and a chain over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max

from mandrivna.core import crypto
from mandrivna.core.together import say
from mandrivna.ledger.mac import mac_of
from mandrivna.ledger.models import Fact, Seal
from mandrivna.ledger.sums import LOCK, fold, lock_alone

TABLES = ("ledger_fact", "ledger_seal")
BATCH = 5_000

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {EVENT} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql;
"""
_POSTGRES_ROW = """CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {EVENT} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"""


def _events() -> tuple[str, ...]:
    return ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")


def install(**_signal: Any) -> None:
    """Put the triggers on. Django drops them silently when it rebuilds an SQLite table, so every `migrate` ends here."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES)
        template = _POSTGRES_ROW if connection.vendor == "postgresql" else _SQLITE
        for table in present.intersection(TABLES):
            for event in _events():
                cursor.execute(template.format(table=table, event=event, EVENT=event.upper()))


def remove() -> None:
    """For the tests' own cleaning and for the demonstration that removing a trigger is noticed."""
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(TABLES):
            for event in _events():
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}" + on.format(table=table))


def missing() -> list[str]:
    """Triggers that should be there and are not, or are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted({f"{table}_no_{event}" for table in TABLES for event in _events()} - found)


def lock_for_writing() -> None:
    """Writers share it, the sealer waits for all of them: a sealed stretch can get no late rows. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        say("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


@dataclass(frozen=True)
class Verdict:
    """`bad` names the first row or seal that does not fit; `head` is to be kept outside (print, mail, a partner's safe)."""

    ok: bool
    facts: int
    sealed: int
    head: str
    bad: str = ""


def close_stretch() -> Seal | None:
    """Seal everything recorded so far; nothing new, nothing done."""
    with transaction.atomic():
        lock_alone()
        last = Seal.objects.order_by("-last_id").first()
        after = last.last_id if last else 0
        rows = Fact.objects.filter(id__gt=after).order_by("id").values_list("id", "mac")
        digest, first, end, count = hashlib.sha256(), 0, 0, 0
        for pk, mac in rows.iterator(BATCH):
            digest.update(_leaf(pk, mac))
            first, end, count = first or pk, pk, count + 1
        if not count:
            fold(after)  # of a base that was sealed before there were sums
            return None
        seal = Seal(first_id=first, last_id=end, count=count, root=digest.digest())
        seal.head = _head(bytes(last.head) if last else b"", seal)
        seal.save()
        fold(end)
        return seal


def _leaf(pk: int, mac: bytes | memoryview) -> bytes:
    return pk.to_bytes(8, "big", signed=True) + bytes(mac)


def _head(previous: bytes, seal: Seal) -> bytes:
    about = f"|{seal.first_id}|{seal.last_id}|{seal.count}|{seal.at.timestamp():.6f}|"
    return crypto.seal_mac("ledger-head", previous + about.encode() + bytes(seal.root))


def head() -> str:
    last = Seal.objects.order_by("-last_id").first()
    return bytes(last.head).hex() if last else ""


def verify(published: str = "") -> Verdict:
    """Walk the whole ledger. With a published head the chain must contain it: a cut-off end shows too."""
    facts = _facts()
    row = next(facts, None)
    previous, sealed, seen = b"", 0, 0
    heads: set[str] = set()
    for seal in Seal.objects.order_by("last_id").iterator(BATCH):
        digest, count = hashlib.sha256(), 0
        while row is not None and row.id <= seal.last_id:
            if bad := _bad(row):
                return Verdict(False, seen, sealed, previous.hex(), bad)
            digest.update(_leaf(row.id, row.mac))
            count, seen = count + 1, seen + 1
            row = next(facts, None)
        if count != seal.count or digest.digest() != bytes(seal.root) or not crypto.same(_head(previous, seal), bytes(seal.head)):
            return Verdict(False, seen, sealed, previous.hex(), f"seal {seal.pk}: facts {seal.first_id}–{seal.last_id}")
        previous, sealed = bytes(seal.head), sealed + count
        heads.add(previous.hex())
    while row is not None:
        if bad := _bad(row):
            return Verdict(False, seen, sealed, previous.hex(), bad)
        seen += 1
        row = next(facts, None)
    if bad := _copied():
        return Verdict(False, seen, sealed, previous.hex(), bad)
    if published and published not in heads:
        return Verdict(False, seen, sealed, previous.hex(), "published head")
    return Verdict(True, seen, sealed, previous.hex())


def _copied() -> str:
    """A true row entered again under another number has a right code; only the unique index, if it is still there, forbids it."""
    lines = Fact.objects.values("source", "line").annotate(rows=Count("id"), last=Max("id"))
    found = lines.filter(rows__gt=1).order_by("last").values_list("last", flat=True).first()
    return f"fact {found}" if found else ""


def _facts() -> Iterator[Fact]:
    return Fact.objects.order_by("id").iterator(BATCH)


def _bad(fact: Fact) -> str:
    try:
        return "" if crypto.same(mac_of(fact), bytes(fact.mac)) else f"fact {fact.pk}"
    except (ValueError, TypeError, AttributeError):
        return f"fact {fact.pk}"
