"""Taking the example out, so that the database is exactly what it was. The only code that deletes from a sealed ledger.

Reviewed rules, each with a test that goes red without it:

1. Nothing is touched unless every operation since belongs to the example (was done at its units, or by its invented people),
   nothing of others waits in quarantine, and every row from before is as it was.
2. Only rows that were not there before go. What lives its own life meanwhile (sessions, second factors, the queue) is left alone.
3. One transaction: the triggers come off, the rows go, the triggers are back and the ledger is whole, or nothing has happened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django_tasks_db.models import DBTaskResult

from mandrivna.config.sample.before import GROWING, plain, rows_of, set_sequences, taken_models
from mandrivna.config.words import gettext as _
from mandrivna.core import erasure
from mandrivna.core.models import AuditEntry, ErasureRecord, Operation, Quarantined, Sample, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Blocker, Problem, Refused
from mandrivna.faces.workspace.system.words import VERBS
from mandrivna.ledger import seal

BATCH = 500
SHOWN = 3
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


# --- may it go? ----------------------------------------------------------------------------------


def problems(sample: Sample) -> list[Problem]:
    """What was done outside the example since it came; then it stays, because removing it would take real work along."""
    found = _outside_operations(sample) or _outside_quarantine(sample) or _changed(sample)
    if not found:
        return []
    text = _("Після завантаження прикладу вже записано справжні дії (%(what)s), тому прибрати його без сліду не можна.")
    return [Blocker(code="real_acts", text=text % {"what": ", ".join(sorted({str(VERBS.get(one, one)) for one in found})[:SHOWN])})]


def _outside_operations(sample: Sample) -> list[str]:
    before = sample.before["rows"][Operation._meta.label]
    inside = models.Q(unit__in=Unit.objects.filter(below_any(sample.paths))) | models.Q(unit=None) & (
        models.Q(staff=None) | models.Q(staff__in=sample.staff)
    )
    rows = Operation.objects.exclude(inside).values_list("pk", "verb")
    return [verb for pk, verb in rows if plain(pk) not in before]


def _outside_quarantine(sample: Sample) -> list[str]:
    """It was empty when the example came."""
    return [row.verb or "?" for row in Quarantined.objects.defer("body") if row.staff_id not in sample.staff]


def _changed(sample: Sample) -> list[str]:
    """A row from before that is not what it was: something changed past the operations."""
    found = []
    for model in taken_models():
        if (label := model._meta.label) not in GROWING:
            before = sample.before["rows"].get(label, {})
            now = rows_of(model) if before else {}
            found += [label for pk, code in before.items() if now.get(pk) != code]
    return found


# --- it goes -------------------------------------------------------------------------------------


def remove(sample: Sample) -> None:
    """All or nothing."""
    with transaction.atomic():
        _alone()
        if stop := problems(sample):
            raise Refused(stop)
        erased = list(ErasureRecord.objects.values_list("pk", flat=True))
        gone = {model: _new_keys(model, sample) for model in taken_models()}
        gone[AuditEntry] = _audit_of(gone, sample)
        seal.remove()
        for model, keys in gone.items():
            _delete(model, keys)
        _forget_tasks({plain(key) for keys in gone.values() for key in keys})
        Sample.objects.filter(pk=sample.pk).delete()
        _settle_constraints()
        seal.install()
        set_sequences(sample.before["sequences"])
        if seal.missing() or not seal.verify().ok:
            raise RuntimeError("the ledger is not whole after the example")
        before = sample.before["rows"][ErasureRecord._meta.label]
        transaction.on_commit(lambda: erasure.unkeep({uid for uid in erased if plain(uid) not in before}))
    erasure.scrub()


def _alone() -> None:
    """Nobody records anything between the look and the deed. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE core_operation, core_quarantined IN SHARE ROW EXCLUSIVE MODE")


def _new_keys(model: type[models.Model], sample: Sample) -> list[Any]:
    before = sample.before["rows"].get(model._meta.label, {})
    return [pk for pk in models.QuerySet(model).order_by().values_list("pk", flat=True) if plain(pk) not in before]


def _audit_of(gone: dict[type[models.Model], list[Any]], sample: Sample) -> list[int]:
    """Entries about the example. A failed sign-in, say, that happened meanwhile stays in the audit."""
    acts, units = {plain(pk) for pk in gone[Operation]}, set(gone[Unit])
    people, fresh = set(sample.staff), set(gone[AuditEntry])
    things = {(model._meta.label, plain(pk)) for model, keys in gone.items() if model is not AuditEntry for pk in keys}
    rows: Any = models.QuerySet(AuditEntry).values_list("pk", "op", "unit_id", "staff_id", "model", "object_pk")
    return [
        pk
        for pk, op, unit, staff, model, object_pk in rows
        if pk in fresh and (plain(op) in acts or unit in units or staff in people or (model, plain(object_pk)) in things)
    ]


def _delete(model: type[models.Model], keys: list[Any]) -> None:
    """Past the models' own seals, and in any order: references are checked at the end."""
    quote, column, field = connection.ops.quote_name, str(model._meta.pk.column), model._meta.pk
    with connection.cursor() as cursor:
        for start in range(0, len(keys), BATCH):
            some = [_prepared(field, key) for key in keys[start : start + BATCH]]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(column)} IN ({places})", some)  # noqa: S608


def _prepared(field: Any, key: Any) -> Any:
    return (field.target_field if field.is_relation else field).get_db_prep_value(key, connection)


def _forget_tasks(gone: set[str]) -> None:
    """What the queue still holds about rows that are no more."""
    rows: Any = DBTaskResult.objects.values_list("pk", "args_kwargs")
    named = [pk for pk, said in rows if any(plain(found) in gone for found in _UUID.findall(json.dumps(said)))]
    for some in _parts(named):
        DBTaskResult.objects.filter(pk__in=some).delete()


def _parts(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _settle_constraints() -> None:
    """References are looked at now: a row that still points at the example stops everything; and PostgreSQL makes no trigger
    on a table whose checks are still to come."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
