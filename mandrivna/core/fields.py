"""Encrypted columns: ciphertext in the database, plaintext only when an attribute of an instance is read.

    class Reader(models.Model):
        uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
        phone = EncryptedTextField(null=True)
        phone_index = BlindIndexField(source="phone", normalise="phone", unique=True)

Each value is bound to its table, column and row, so a value copied to another row does not open. Hence the primary key
must be known before saving, `update()` takes only None, and renaming a table or a column needs a migration that encrypts anew.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldError
from django.db import IntegrityError, models
from django.db.models.query_utils import DeferredAttribute

from mandrivna.core import crypto
from mandrivna.core.normalise import NORMALISERS

__all__ = ["BlindIndexField", "EncryptedJSONField", "EncryptedTextField", "Sealed", "matching"]

_UNREAD: Any = object()


class Sealed:
    """A value of an encrypted column that has not been read. Prints as dots, is never pickled, never serialised."""

    __slots__ = ("_plain", "blob", "field")

    def __init__(self, field: Encrypted, blob: bytes | None, plain: Any = _UNREAD) -> None:
        self.field, self.blob, self._plain = field, blob, plain

    def reveal(self, pk: Any) -> Any:
        """For rows read by values(): the primary key must be that of the row the value comes from."""
        if self._plain is _UNREAD:
            assert self.blob is not None
            self._plain = self.field.loads(crypto.decrypt(self.blob, aad=self.field.aad(pk)))
        return self._plain

    @property
    def read(self) -> bool:
        return self._plain is not _UNREAD

    def __repr__(self) -> str:
        return f"<Sealed {self.field}>"

    def __str__(self) -> str:
        return "•••"

    def __format__(self, spec: str) -> str:
        return "•••"

    def __deepcopy__(self, memo: dict[int, Any]) -> Sealed:
        return Sealed(self.field, self.blob, copy.deepcopy(self._plain, memo) if self.read else _UNREAD)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"{self.field} is encrypted: it cannot be pickled")


class Ciphertext(bytes):
    """What `pre_save` has encrypted; the only thing that may reach the column."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Decrypts on reading. The instance itself holds only a `Sealed`, so that its repr, pickle and __dict__ show nothing."""

    field: Encrypted

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return value.reveal(instance.pk) if isinstance(value, Sealed) else value

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed):
            self.field.require(value)
            value = Sealed(self.field, None, value)
        instance.__dict__[self.field.attname] = value


class Encrypted(models.BinaryField):
    """What the encrypted fields have in common."""

    descriptor_class = SealedAttribute
    mutable = False

    def dumps(self, value: Any) -> bytes:
        raise NotImplementedError

    def loads(self, data: bytes) -> Any:
        raise NotImplementedError

    def require(self, value: Any) -> None:
        raise NotImplementedError

    def aad(self, pk: Any) -> bytes:
        meta = self.model._meta
        return f"{meta.db_table}|{self.column}|{meta.pk.to_python(pk)}".encode()

    # -- writing ----------------------------------------------------------------------------------

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        pk = model_instance.pk
        if pk is None:
            raise TypeError(f"{self} is encrypted: the primary key must be known before saving")
        if not isinstance(value, Sealed):  # somebody wrote into __dict__ past the attribute
            raise TypeError(f"{self}: {type(value).__name__} was put past the attribute")
        if value.blob is not None and not add and not (self.mutable and value.read) and crypto.is_newest(value.blob):
            return Ciphertext(value.blob)
        # Reading it here also refuses a row whose primary key was changed: its bytes would never open again.
        return Ciphertext(crypto.encrypt(self.dumps(value.reveal(pk)), aad=self.aad(pk)))

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Ciphertext):
            return bytes(value)
        raise TypeError(f"{self} is encrypted for one row: assign it and save(); update() and bulk_update() take only None")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(value)

    # -- reading ----------------------------------------------------------------------------------

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(self, bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def value_to_string(self, obj: Any) -> NoReturn:
        raise TypeError(f"{self} is encrypted: it is not serialised; use backup or the export of a person")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self} is encrypted: only isnull can be asked; look it up by a blind index")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self} is encrypted: «{lookup_name}» cannot be asked of it")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = models.Field.check(self, **kwargs)
        if isinstance(self.model._meta.pk, models.AutoField) or self.model._meta.pk.db_returning:
            hint = "uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)"
            found.append(
                checks.Error(
                    "An encrypted field needs a primary key known before saving.", hint=hint, obj=self, id="mandrivna.E101"
                )
            )
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            found.append(checks.Error("Ciphertext cannot be indexed; use a BlindIndexField.", obj=self, id="mandrivna.E102"))
        return found


class EncryptedTextField(Encrypted):
    # How django-stubs reads the type of an attribute; plain annotations, nothing exists at run time.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    empty_strings_allowed = True

    def dumps(self, value: str) -> bytes:
        return value.encode()

    def loads(self, data: bytes) -> str:
        return data.decode()

    def require(self, value: Any) -> None:
        if not isinstance(value, str):
            raise TypeError(f"{self} takes a string or None, not {type(value).__name__}")


class EncryptedJSONField(Encrypted):
    """None is SQL NULL. Changing the value in place and saving works."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    empty_strings_allowed = False
    mutable = True

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)

    def require(self, value: Any) -> None:
        if not isinstance(value, dict | list | str | int | float | bool):
            raise TypeError(f"{self} takes plain JSON or None, not {type(value).__name__}")


class BlindIndexField(models.BinaryField):
    """HMAC of another column's normalised value: answers "is it equal?" and nothing else. Empty is NULL, so unique allows many.

    It leaks which rows are equal: never for sex, status or settlement, whose few values can be counted.
    """

    def __init__(self, *args: Any, source: str, normalise: str = "text", **kwargs: Any) -> None:
        self.source, self.normalise = source, normalise
        kwargs.setdefault("null", True)
        kwargs.setdefault("db_index", not kwargs.get("unique", False))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["db_index"] = self.db_index  # type: ignore[attr-defined]
        return name, path, args, {**kwargs, "source": self.source, "normalise": self.normalise}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        cls.save = _with_index(cls.save, self.source, name)  # type: ignore[method-assign]

    def candidates(self, value: str | None) -> list[bytes]:
        """Every index this value may stand under; two while the index key is being rotated. For `__in`."""
        plain = NORMALISERS[self.normalise](value or "")
        return crypto.index_macs(f"{self.model._meta.db_table}.{self.column}", plain.encode()) if plain else []

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        found = self.candidates(getattr(model_instance, self.source))
        if len(found) > 1:
            self._refuse_twin(model_instance, found)
        mac = found[-1] if found else None
        setattr(model_instance, self.attname, mac)
        return mac

    def _refuse_twin(self, instance: models.Model, found: list[bytes]) -> None:
        """While two index keys are in use the database cannot see that a row under the other key is the same."""
        rules = [
            rule.fields
            for rule in type(instance)._meta.constraints
            if isinstance(rule, models.UniqueConstraint) and self.name in rule.fields
        ]
        for names in [*rules, *([(self.name,)] if self.unique else [])]:
            others = {name: getattr(instance, name) for name in names if name != self.name}
            twins = type(instance)._base_manager.using(instance._state.db).filter(**{f"{self.attname}__in": found}, **others)
            if twins.exclude(pk=instance.pk).exists():
                raise IntegrityError(f"UNIQUE: {self}")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.source not in {field.name for field in self.model._meta.fields}:
            found.append(checks.Error(f"There is no field «{self.source}» to index.", obj=self, id="mandrivna.E103"))
        if self.normalise not in NORMALISERS:
            found.append(checks.Error(f"Unknown normalisation «{self.normalise}».", obj=self, id="mandrivna.E104"))
        return found


def _with_index(save: Callable[..., None], source: str, index: str) -> Callable[..., None]:
    """save(update_fields=["phone"]) must write the index too: a stale index would find the wrong person."""

    @functools.wraps(save)
    def saved(self: models.Model, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None and source in (chosen := set(update_fields)):
            update_fields = chosen | {index}
        save(self, *args, update_fields=update_fields, **kwargs)

    return saved


def matching(model: type[models.Model], index: str, value: str | None) -> models.Q:
    """`Reader.objects.filter(matching(Reader, "phone_index", "050 123-45-67"))`; an empty value matches nobody."""
    field = model._meta.get_field(index)
    assert isinstance(field, BlindIndexField)
    return models.Q(**{f"{index}__in": field.candidates(value)})
