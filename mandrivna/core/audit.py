"""One row an act: who did what to which object. Contents of S3 and S4 never come here, only the names of what changed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.codec import encode
from mandrivna.core.models.audit import AuditEntry
from mandrivna.core.models.units import Unit
from mandrivna.core.prepared import insert

HIDDEN = "•"

type Values = dict[str, Any]


def record(
    act: Act, obj: models.Model, action: str, *, before: Values | None = None, after: Values | None = None, unit: Unit | None = None
) -> AuditEntry:
    """Write the entry, in the act's transaction."""
    entry = entry_of(act, obj, action, before=before, after=after, unit=unit)
    insert(entry)
    return entry


def entry_of(
    act: Act, obj: models.Model, action: str, *, before: Values | None = None, after: Values | None = None, unit: Unit | None = None
) -> AuditEntry:
    actor = act.actor
    return AuditEntry(
        at=timezone.now(),  # when it was recorded: a claimed moment must not decide how long this is kept
        staff_id=actor.staff_id,
        who=actor.name[:150],
        action=action,
        model=obj._meta.label,
        object_pk=str(obj.pk),
        unit_id=unit.pk if unit is not None else None,
        op=act.uid,
        before=shown(type(obj), before),
        after=shown(type(obj), after),
    )


def changes(before: models.Model | Values, after: models.Model) -> tuple[Values, Values]:
    """What differs, already fit for the audit: {field: old}, {field: new}. `before` is a copy of the object or `values_of` it."""
    old, new = before if isinstance(before, dict) else values_of(before), values_of(after)
    names = [name for name in new if old.get(name) != new[name]]
    return shown(type(after), {n: old.get(n) for n in names}) or {}, shown(type(after), {n: new[n] for n in names}) or {}


def values_of(obj: models.Model) -> Values:
    """A snapshot to compare with later. Plaintext of S3 and S4 lives only as long as the caller keeps it."""
    return {field.name: getattr(obj, field.attname) for field in obj._meta.concrete_fields}


def shown(model: type[models.Model], values: Values | None) -> Values | None:
    """What may be kept: S1 and S2. Of the rest only that it was there."""
    if not values:
        return None
    hidden = _hidden(model)
    return {name: HIDDEN if name in hidden else _plain(value) for name, value in values.items()}


@lru_cache(maxsize=512)
def _hidden(model: type[models.Model]) -> frozenset[str]:
    """Names and column names of fields above S2; of a model without classes, all of them."""
    declared = getattr(model, "privacy", None)
    levels = declared.as_dict() if declared else {}
    return frozenset(n for f in model._meta.concrete_fields if levels.get(f.name, 4) > 2 for n in (f.name, f.attname))


def _plain(value: Any) -> Any:
    """A value the operations cannot carry either (a ciphertext, bytes, an object) is not worth keeping."""
    try:
        return encode(value)
    except TypeError:
        return HIDDEN
