"""What the drills share: how long to go on, what a database says, and how to have an operation spoken by a device."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from mandrivna.core import intake
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import encode
from mandrivna.core.models import Discrepancy, Quarantined
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import FACETS, totals
from mandrivna.ledger.kinds import KINDS
from mandrivna.ledger.models import Mark
from mandrivna.lending.models import Event, Loan
from mandrivna.readers.models import Enrolment, Reader
from tests.support import PUT_BY_MIGRATE, tables_with_rows

LONG = os.environ.get("MANDRIVNA_DRILL") == "long"
NAMES = uuid.UUID("6f6d0d0e-0000-5000-8000-000000000002")
FAR = dt.date(2040, 1, 1)


def times(short: int, long: int) -> int:
    return long if LONG else short


def named(name: object) -> uuid.UUID:
    """The same uid for the same name in every run."""
    return uuid.uuid5(NAMES, str(name))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, whatever it was."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def operation(name: object, verb: str, at: dt.datetime, **body: Any) -> dict[str, Any]:
    """As a device writes it down."""
    return {"uid": str(named(name)), "verb": verb, "at": encode(at), "body": {key: encode(value) for key, value in body.items()}}


def send(said: Any, device: str = "phone-0") -> intake.Answer:
    return intake.perform(said, actor=SYSTEM, device=device)


# --- the whole database ---------------------------------------------------------------------------


def digest(*but: type[models.Model]) -> str:
    """Every row of every table, byte by byte; `but` the tables that are expected to grow."""
    found, left_out = hashlib.sha256(), {model._meta.db_table for model in but}
    with connection.cursor() as cursor:
        for table in sorted(tables_with_rows() - left_out):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in sorted(repr(row) for row in cursor.fetchall()):
                found.update(f"{table}|{row}\n".encode())
    return found.hexdigest()


NEVER_TWICE = {
    "mac",
    "seal",
    "secret",
    "token_hash",
    "binding_hash",
    "password",
    "session_salt",
    "session_key",
    "body_mac",
    "code_index",
}
UID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
CARD = re.compile(r"\b9\d{14}\b")
LETTERS = re.compile(r"\b[A-Za-z0-9]{32}\b|\b[0-9A-Z]{16}\b")


def state(known: str = "", *, since: dt.datetime) -> list[str]:
    """Every row in words, decrypted, without what chance or the clock puts in: comparable between two runs of one act.

    `known` is the text of the world before: a uid that occurs in it is kept, another becomes «?».
    """
    lines: list[str] = []
    whole: list[str] = []
    full = tables_with_rows()
    for model in (model for model in apps.get_models() if model._meta.db_table in full):
        if model._meta.db_table in PUT_BY_MIGRATE:  # six hundred rows, and nothing of chance in them: one line a table
            whole.append(f"{model._meta.label} {[*model._base_manager.order_by('pk').values_list()]}")
            continue
        fields = [field.name for field in model._meta.concrete_fields if field.name not in NEVER_TWICE]
        lines += [f"{model._meta.label} {_words(row, since)}" for row in model._default_manager.values_list(*fields)]
    return sorted([*whole, *(_without_chance(line, known) for line in lines)])


def _words(row: tuple[Any, ...], since: dt.datetime) -> str:
    return repr(["now" if isinstance(value, dt.datetime) and value >= since else _plain(value) for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return str(value) if isinstance(value, uuid.UUID | dt.date) else value


@lru_cache(maxsize=8192, typed=True)  # most rows are those of the state before; `typed`, for a text may be made to hold everything
def _without_chance(line: str, known: str) -> str:
    def keep(match: re.Match[str]) -> str:
        return match[0] if match[0] in known else "?"

    return LETTERS.sub(keep, CARD.sub(keep, UID.sub(keep, line)))


# --- what lending and the figures say -------------------------------------------------------------


def said_of_lending() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that must be the same whatever order the words came in."""
    columns = {
        Loan: (
            "uid",
            "copy",
            "reader",
            "place",
            "issued_on",
            "due_on",
            "state",
            "renewals",
            "closed_on",
            "closed_place",
            "closed_by",
        ),
        Event: ("uid", "act", "effect", "loan", "reader", "place", "on", "mode", "channel", "audience", "age", "counts_visit"),
        Copy: ("uid", "state", "place"),
        Enrolment: ("reader", "year", "institution", "place", "on", "how", "age", "audience", "channel", "mode", "first"),
        Reader: ("uid", "registered_on", "age", "audience", "pseudonym"),
    }
    standing = Mark.objects.filter(quantity__gt=0)  # an empty mark is only the memory of one that was taken back
    found = {model._meta.label: sorted(map(repr, model._default_manager.values_list(*names))) for model, names in columns.items()}
    found["marks"] = sorted(
        repr((m.token, m.kind, m.unit_id, m.on, m.quantity, m.first, sorted(m.facets.items()))) for m in standing
    )
    found["discrepancies"] = sorted(
        repr((row.key, row.kind, row.unit_id, row.details)) for row in Discrepancy.objects.filter(closed_at__isnull=True)
    )
    found["quarantine"] = sorted(map(repr, Quarantined.objects.filter(solved_at=None).values_list("op_uid", "reason")))
    return {**found, **figures()}


def figures() -> dict[str, Any]:
    """Every figure at once, by everything one may ask for."""
    kinds = KINDS.keys()
    groups = [("kind",), ("kind", "unit_id"), ("kind", "on"), ("kind", "month"), *[("kind", facet) for facet in FACETS]]
    return {"/".join(by): totals(kinds, None, FAR, by=by) for by in [*groups, ("kind", "unit_id", "on", *FACETS)]}
