"""A table with every kind of encrypted column, made for the length of a test and known to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db import connections, models

from mandrivna.core.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid

apart = Apps()


class Safe(models.Model):
    privacy = classes(S1="uid", S2="phone_index name_index label", S3="phone", S4="name notes")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    label = models.CharField(max_length=40, default="")
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(source="phone", normalise="phone", unique=True)
    name = EncryptedTextField(null=True)
    name_index = BlindIndexField(source="name", normalise="name")
    notes = EncryptedJSONField(null=True)

    class Meta:
        apps = apart
        app_label = "vault"


class Open(models.Model):
    """The negative control: the same words in a plain column."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    phone = models.TextField()

    class Meta:
        apps = apart
        app_label = "vault"


@contextmanager
def table(*which: type[models.Model], using: str = "default") -> Iterator[None]:
    which = which or (Safe,)
    with connections[using].schema_editor() as editor:
        for model in which:
            editor.create_model(model)
    try:
        yield
    finally:
        with connections[using].schema_editor() as editor:
            for model in which:
                editor.delete_model(model)


@contextmanager
def fresh_keys(settings: object, folder: object) -> Iterator[None]:
    """A ring of its own for one test, in a file that may be rotated."""
    from mandrivna.core import crypto  # noqa: PLC0415 - app registry

    settings.MANDRIVNA_KEYS, settings.MANDRIVNA_KEYS_FILE, settings.MANDRIVNA_PASSPHRASE = "", str(folder / "keys.json"), ""
    crypto.forget_keys()
    try:
        yield
    finally:
        crypto.forget_keys()
