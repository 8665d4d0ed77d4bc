"""Between the arguments of a verb and the body of an operation: plain JSON, one canonical form."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import json
import types
import typing
import uuid
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models


class Withheld(str):
    """A secret that a verb needs and no operation may keep: the body holds nothing in its place, and nobody can send one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<Withheld>"


class BadBody(ValueError):  # noqa: N818 - an answer to a sender
    """The body cannot be turned into arguments; `field` says which one."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"{field}: {why}")


class UnknownReference(BadBody):
    """The body names a thing this database does not know."""


def encode(value: Any) -> Any:
    match value:
        case models.Model():
            return str(value.pk)
        case Withheld():
            return None
        case enum.Enum():
            return value.value
        case bool() | int() | str() | float() | None:
            return value
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date() | uuid.UUID() | decimal.Decimal():
            return str(value)
        case list() | tuple():
            return [encode(item) for item in value]
        case dict():
            return {str(key): encode(item) for key, item in value.items()}
    raise TypeError(f"an operation cannot carry {type(value).__name__}")


def canonical(value: Any) -> bytes:
    """Two bodies are the same exactly when these bytes are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def decode(value: Any, to: Any, field: str) -> Any:
    """`value` as the annotation `to` of a verb's parameter asks."""
    if isinstance(to, types.UnionType) or typing.get_origin(to) is typing.Union:
        options = [option for option in typing.get_args(to) if option is not types.NoneType]
        if value is None and len(options) < len(typing.get_args(to)):
            return None
        return decode(value, options[0], field)
    if value is None:
        raise BadBody(field, "missing")
    origin = typing.get_origin(to)
    if origin in (list, tuple):
        if not isinstance(value, list):
            raise BadBody(field, "not a list")
        return [decode(item, typing.get_args(to)[0], field) for item in value]
    if origin is dict or to is dict:
        if not isinstance(value, dict):
            raise BadBody(field, "not an object")
        return value
    return _plain(value, to, field)


def _plain(value: Any, to: Any, field: str) -> Any:
    if isinstance(to, type) and issubclass(to, models.Model):
        return _object(value, to, field)
    if to is Withheld:
        raise BadBody(field, "never sent")
    try:
        if to is dt.date:
            return dt.date.fromisoformat(value)
        if to is dt.datetime:
            return aware(value)
        if to in (uuid.UUID, decimal.Decimal):
            return to(value)
        if isinstance(to, type) and issubclass(to, enum.Enum):
            return to(value)
    except (ValueError, TypeError, AttributeError, decimal.InvalidOperation) as error:
        raise BadBody(field, f"not a {to.__name__}") from error
    if to in (str, int, bool):
        if type(value) is not to:
            raise BadBody(field, f"not a {to.__name__}")
        if to is str and not storable(value):
            raise BadBody(field, "not a text")
        return value
    raise TypeError(f"no decoder for {to!r}")


def storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half a surrogate pair is no letter in any encoding."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def aware(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def _object(value: Any, model: type[models.Model], field: str) -> models.Model:
    """By primary key, or by the model's own `resolve(reference)` where people and devices know another name for it."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise BadBody(field, "not a reference")
    resolve = getattr(model, "resolve", None)
    try:
        found = resolve(str(value)) if resolve else model._default_manager.filter(pk=value).first()
    except (ValueError, ValidationError, OverflowError) as error:
        raise UnknownReference(field, model._meta.label) from error
    if found is None:
        raise UnknownReference(field, model._meta.label)
    return found


def reference(obj: Any) -> str:
    """«lending.Loan:<uid>»; what an operation answers and a fact names as its source."""
    return f"{obj._meta.label}:{obj.pk}"


def dereference(ref: str) -> models.Model | None:
    label, _, pk = ref.partition(":")
    return apps.get_model(label)._default_manager.filter(pk=pk).first() if pk else None
