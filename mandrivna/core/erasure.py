"""Forgetting a person, and telling a person what is known. Modules that hold people add themselves here.

The subject is an opaque uid; whoever asks need not be named again. Facts, marks and sums stay as they are: they never
contained a person. The record of the erasure also goes to a file beside the backups, because a backup restored from
before the erasure brings the person back, and `reapply()` must know.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.functions import Cast

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.audit import HIDDEN
from mandrivna.core.codec import encode
from mandrivna.core.models import AuditEntry, ErasureRecord, Operation, Quarantined
from mandrivna.core.problems import Problem
from mandrivna.core.registry import Registry

FORGOTTEN = {"forgotten": True}


@dataclass(frozen=True)
class Eraser:
    """How one module forgets. `find` gives the rows about the subject: what they are called in operations and the audit.

    `forget` returns how many rows it changed and bears being called again; `export` says what is known, by default every
    field of the found rows classed S2 or higher, as their models declare. `objections` says why it cannot be now
    (a book still in the person's hands) or not by this actor (another institution's reader).
    """

    label: str
    find: Callable[[uuid.UUID], Iterable[models.Model]]
    forget: Callable[[Act, uuid.UUID], int]
    export: Callable[[uuid.UUID], dict[str, Any]] | None = None
    objections: Callable[[Act, uuid.UUID], list[Problem]] | None = None


ERASERS: Registry[Eraser] = Registry("erasers")


def eraser(item: Eraser) -> Eraser:
    return ERASERS.add(item.label, item)


# --- forgetting ----------------------------------------------------------------------------------


def forget(act: Act, subject: uuid.UUID) -> int:
    """Everything every module holds, and every trace in operations and the audit. One transaction; repeatable."""
    with transaction.atomic():
        names = references(subject)
        # Traces first: once the rows are gone nobody knows any more which traces were theirs.
        count = _forget_operations(subject, names) + _forget_audit(subject, names)
        return count + sum(item.forget(act, subject) for _label, item in ERASERS.items())


def forget_traces(rows: Iterable[models.Model], acts: Iterable[uuid.UUID]) -> int:
    """Of acts whose words must not stay: what was said goes from operations and the audit, that something was said stays."""
    count = Operation.objects.filter(pk__in=list(acts)).update(body=None)
    return count + AuditEntry.objects.about({f"{row._meta.label}:{row.pk}" for row in rows}).forget_contents()


def objections(act: Act, subject: uuid.UUID) -> list[Problem]:
    return [problem for item in ERASERS if item.objections for problem in item.objections(act, subject)]


def is_erased(subject: uuid.UUID) -> bool:
    """A device that was offline may speak of somebody forgotten meanwhile: that person must not come back."""
    return ErasureRecord.objects.filter(subject=subject).exists()


def references(subject: uuid.UUID) -> set[str]:
    return {f"{row._meta.label}:{row.pk}" for item in ERASERS for row in item.find(subject)}


def _words(subject: uuid.UUID, names: Iterable[str]) -> set[str]:
    """Numbers too short to mean one thing only (autoincremented keys) are looked up by reference, not as text."""
    pks = {name.partition(":")[2] for name in names}
    return {str(subject), subject.hex} | {pk for pk in pks if len(pk) >= 16}


def _forget_operations(subject: uuid.UUID, names: set[str]) -> int:
    """Bodies are encrypted, so those that still have one are read. Their MAC stays: a repeat is still recognised."""
    words, count = _words(subject, names), 0
    for operation in Operation.objects.filter(body__isnull=False).only("uid", "body", "ref").iterator(chunk_size=1000):
        if operation.ref in names or _mentions(operation.body, words):
            count += Operation.objects.filter(pk=operation.pk).update(body=None)
    for row in Quarantined.objects.only("uid", "body").iterator(chunk_size=1000):
        if row.body != FORGOTTEN and _mentions(row.body, words):
            row.body = FORGOTTEN
            row.save(update_fields=["body"])
            count += 1
    return count


def _mentions(body: Any, words: set[str]) -> bool:
    text = json.dumps(body, ensure_ascii=False)
    return any(word in text for word in words)


def _forget_audit(subject: uuid.UUID, names: set[str]) -> int:
    found = AuditEntry.objects.about(names)
    count = found.forget_contents()
    text = AuditEntry.objects.annotate(old=Cast("before", models.TextField()), new=Cast("after", models.TextField()))
    for word in _words(subject, names):
        pks = list(text.filter(models.Q(old__contains=word) | models.Q(new__contains=word)).values_list("pk", flat=True))
        count += AuditEntry.objects.filter(pk__in=pks).forget_contents() if pks else 0
    return count


# --- the record beside the backups ---------------------------------------------------------------


def log_path() -> Path:
    return Path(getattr(settings, "MANDRIVNA_ERASURES_FILE", "") or Path(settings.DATA) / "erasures.jsonl")


def keep(record: ErasureRecord) -> None:
    """Append to the file, on the disk before returning. Opaque numbers only."""
    line = {"uid": str(record.uid), "subject": str(record.subject), "reason": record.reason, "at": encode(record.at)}
    log_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(log_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # A power cut may have left half a line: a new line of our own ends it, and the reader skips what it cannot read.
        os.write(handle, b"\n" + json.dumps(line).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def unkeep(uids: set[uuid.UUID]) -> None:
    """The invented readers of the example leave no line here either."""
    if not uids or not log_path().exists():
        return
    gone = {str(uid) for uid in uids}
    lines = [line for line in log_path().read_text(encoding="utf-8").splitlines() if not any(uid in line for uid in gone)]
    draft = log_path().with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(log_path())


def kept() -> dict[uuid.UUID, dict[str, str]]:
    if not log_path().exists():
        return {}
    found: dict[uuid.UUID, dict[str, str]] = {}
    for line in log_path().read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
            found[uuid.UUID(entry["uid"])] = {name: str(entry[name]) for name in ("subject", "reason", "at")}
        except (ValueError, LookupError, TypeError):
            continue
    return found


def behind() -> bool:
    """The file knows of somebody forgotten whom this database does not: it is older than the erasure."""
    on_file = kept()
    return bool(on_file) and ErasureRecord.objects.filter(uid__in=on_file).count() < len(on_file)


def reapply() -> int:
    """After a restore: bring file and table together, forget again everybody who was forgotten. Nothing left to do: 0."""
    on_file = kept()
    with transaction.atomic():
        known = {record.uid: record for record in ErasureRecord.objects.all()}
        for uid in on_file.keys() - known.keys():
            known[uid] = ErasureRecord.objects.create(uid=uid, **on_file[uid])
        count = 0
        for record in sorted(known.values(), key=lambda r: str(r.uid)):
            act = Act(actor=SYSTEM, uid=uuid.uuid5(record.uid, "reapply"))
            count += forget(act, uuid.UUID(str(record.subject)))
    for uid in known.keys() - on_file.keys():
        keep(known[uid])
    if count:
        scrub()
    return count


def scrub() -> None:
    """Bytes of deleted rows leave the files now. SQLite overwrites them (secure_delete) but its WAL keeps older pages until
    a checkpoint; PostgreSQL lets them go with the next vacuum, and old backups by ageing: SECURITY.md names the horizon.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- telling -------------------------------------------------------------------------------------


def export_person(subject: uuid.UUID) -> dict[str, Any]:
    """All that is known about one person, from S2 up, as the models declare it: nothing is left out by forgetting to list it."""
    found: dict[str, Any] = {}
    for label, item in ERASERS.items():
        found[label] = item.export(subject) if item.export else [fields_of(row) for row in item.find(subject)]
    return {"subject": str(subject), "data": found}


def fields_of(row: models.Model) -> dict[str, Any]:
    """A secret (`withheld` of its model) is named, but what it holds helps only whoever would steal it."""
    levels = row.privacy.as_dict()  # type: ignore[attr-defined]
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in withheld(type(row)):
            told[field.name] = HIDDEN
            continue
        if levels[field.name] >= 2 and not isinstance(value := getattr(row, field.attname), bytes | memoryview):
            told[field.name] = encode(value)
    return told


def withheld(model: type[models.Model]) -> frozenset[str]:
    return frozenset(getattr(model, "withheld", ()))
