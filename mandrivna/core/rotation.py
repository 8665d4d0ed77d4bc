"""New keys for old. Every step can be killed and started again: what is left to do is read from the blobs themselves.

`rotate()` adds a key and encrypts everything anew under it while the library works; `retire()` then drops the old keys,
and only after looking at every blob. A key file copied before the rotation opens only what was copied with it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import IntegrityError, connections, models, transaction

from mandrivna.core import crypto
from mandrivna.core.fields import BlindIndexField, Encrypted, Sealed
from mandrivna.core.keyring import KeyError_, Keyring, new_key
from mandrivna.core.registry import Registry

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Holder:
    """Something that keeps ciphertext outside of an encrypted field."""

    rewrite: Callable[[], int]
    key_ids: Callable[[], set[str]]


HOLDERS: Registry[Holder] = Registry("holders of ciphertext")


@dataclass
class Report:
    rewritten: int = 0
    collisions: list[str] = field(default_factory=list)
    """Two rows whose values are equal under the new index: «label:pk». They keep the old index until a person looks."""


@dataclass(frozen=True)
class Table:
    model: type[models.Model]
    encrypted: tuple[Encrypted, ...]
    indexes: tuple[BlindIndexField, ...]

    @property
    def columns(self) -> list[models.Field[Any, Any]]:
        return [*self.encrypted, *self.indexes]


def tables(among: Iterable[type[models.Model]] | None = None) -> list[Table]:
    found = []
    for model in apps.get_models() if among is None else among:
        own = model._meta.local_concrete_fields
        table = Table(
            model,
            tuple(f for f in own if isinstance(f, Encrypted)),
            tuple(f for f in own if isinstance(f, BlindIndexField)),
        )
        if table.columns:
            found.append(table)
    return found


# --- the two steps -------------------------------------------------------------------------------


def rotate(
    batch: int = 500,
    on_progress: Progress | None = None,
    *,
    index: bool = False,
    among: Sequence[type[models.Model]] | None = None,
    using: str = "default",
) -> Report:
    """Finish a rotation that was begun, or begin one. `index` also renews the roots of blind indexes."""
    begin(index=index)
    report = Report()
    for table in tables(among):
        for rows in _batches(table, batch, using):
            report.rewritten += _rewrite(table, rows, using, report)
            if on_progress:
                on_progress(table.model._meta.label, report.rewritten)
    if among is None:
        report.rewritten += sum(holder.rewrite() for holder in HOLDERS)
    return report


def begin(*, index: bool = False) -> None:
    """Add the new keys, once: a ring that has more than one is in the middle of a rotation."""
    with crypto.changing():
        ring = crypto.keyring()
        if len(ring.data) == 1:
            ring = replace(ring, data=(*ring.data, new_key(ring.data)))
        if index and len(ring.index) == 1:
            ring = replace(ring, index=(*ring.index, new_key(ring.index)))
        if ring != crypto.keyring():
            crypto.save_keyring(ring)


def retire(*, among: Sequence[type[models.Model]] | None = None, using: str = "default") -> list[str]:
    """Drop the keys nothing needs any more and return their ids; refuses while a single blob is still under an old one."""
    with crypto.changing():
        ring = crypto.keyring()
        kept = Keyring(data=ring.data[-1:], index=ring.index[-1:], seal=ring.seal)
        if left := in_use(among, using) - {key.id for key in (*kept.data, *kept.index)}:
            raise KeyError_(f"Ще не все перешифровано: потрібні ключі {', '.join(sorted(left))}. Запустіть заміну ключів ще раз.")
        dropped = [key.id for key in (*ring.data[:-1], *ring.index[:-1])]
        if dropped:
            crypto.save_keyring(kept)
        return dropped


def in_use(among: Sequence[type[models.Model]] | None = None, using: str = "default") -> set[str]:
    """The ids of every key that some stored byte needs."""
    found: set[str] = set()
    for table in tables(among):
        for rows in _batches(table, 2000, using):
            found |= {crypto.key_id_of(_raw(value)) for _pk, *values in rows for value in values if value is not None}
    if among is None:
        found |= {key for holder in HOLDERS for key in holder.key_ids()}
    return found


def missing(using: str = "default") -> set[str]:
    """Keys that stored bytes need and the ring lacks: the key file is not the one this database was written with."""
    ring = crypto.keyring()
    return in_use(using=using) - {key.id for key in (*ring.data, *ring.index)}


# --- rows ----------------------------------------------------------------------------------------


def _batches(table: Table, size: int, using: str) -> Iterator[list[tuple[Any, ...]]]:
    """Through the table by primary key, ciphertext only; a row written meanwhile is already under the new key."""
    names = [column.attname for column in table.columns]
    rows = table.model._base_manager.using(using).order_by("pk")
    last: Any = None
    while True:
        chosen = rows if last is None else rows.filter(pk__gt=last)
        found = list(chosen.values_list("pk", *names)[:size])
        if not found:
            return
        yield found
        last = found[-1][0]


def _raw(value: Any) -> bytes:
    return bytes(value.blob or b"") if isinstance(value, Sealed) else bytes(value)


def _rewrite(table: Table, rows: list[tuple[Any, ...]], using: str, report: Report) -> int:
    """One transaction a batch: killed in the middle, the batch is as it was."""
    ring = crypto.keyring()
    newest, newest_index, done = ring.data[-1].id, ring.index[-1].id, 0
    with transaction.atomic(using=using):
        for pk, *values in rows:
            by_name = dict(zip((column.attname for column in table.columns), values, strict=True))
            for column in table.encrypted:
                old = by_name[column.attname]
                if old is not None and crypto.key_id_of(old.blob) != newest:
                    fresh = crypto.encrypt(crypto.decrypt(old.blob, aad=column.aad(pk)), aad=column.aad(pk))
                    done += _swap(table, column, pk, old.blob, fresh, using)
            for place in table.indexes:
                old = by_name[place.attname]
                if old is not None and crypto.key_id_of(bytes(old)) != newest_index:
                    done += _reindex(table, place, pk, by_name, using, report)
    return done


def _reindex(table: Table, place: BlindIndexField, pk: Any, values: dict[str, Any], using: str, report: Report) -> int:
    source = values.get(place.source)
    plain = source.reveal(pk) if isinstance(source, Sealed) else source
    fresh = place.candidates(plain)
    try:
        with transaction.atomic(using=using):
            return _swap(table, place, pk, bytes(values[place.attname]), fresh[-1], using) if fresh else 0
    except IntegrityError:
        report.collisions.append(f"{table.model._meta.label}:{pk}")
        return 0


def _swap(table: Table, column: models.Field[Any, Any], pk: Any, old: bytes, new: bytes, using: str) -> int:
    """Only if the row still holds what was read: what somebody saved meanwhile stays."""
    connection = connections[using]
    meta, quote = table.model._meta, connection.ops.quote_name
    assert meta.pk is not None
    place, key = quote(str(column.column)), quote(str(meta.pk.column))
    sql = f"UPDATE {quote(meta.db_table)} SET {place} = %s WHERE {key} = %s AND {place} = %s"  # noqa: S608 - our own names
    binary = connection.Database.Binary  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(sql, [binary(new), meta.pk.get_db_prep_value(pk, connection), binary(old)])
        return int(cursor.rowcount)


# --- second factors: allauth keeps them in a JSON column -----------------------------------------

MFA_AAD = b"allauth.mfa.Authenticator.data"


def _sealed_values(data: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name, value in data.items():
        if not isinstance(value, str):
            continue
        try:
            blob = base64.b64decode(value, validate=True)
        except ValueError:  # binascii.Error too
            continue
        if len(blob) >= crypto.HEAD + crypto.TAG and crypto.keyring().find(blob[1 : 1 + crypto.ID]) and crypto.key_id_of(blob):
            yield name, blob


def _rewrite_factors() -> int:
    newest, done = crypto.keyring().data[-1].id, 0
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            stale = [(name, blob) for name, blob in _sealed_values(row.data) if crypto.key_id_of(blob) != newest] if row else []
            for name, blob in stale:
                row.data[name] = base64.b64encode(crypto.encrypt(crypto.decrypt(blob, aad=MFA_AAD), aad=MFA_AAD)).decode()
            if stale:
                row.save(update_fields=["data"])
                done += len(stale)
    return done


def _factor_keys() -> set[str]:
    return {
        crypto.key_id_of(blob)
        for data in Authenticator.objects.values_list("data", flat=True)
        for _name, blob in _sealed_values(data)
    }


HOLDERS.add("mfa", Holder(_rewrite_factors, _factor_keys))
