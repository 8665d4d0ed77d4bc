"""What somebody said happened. Operations are kept, never dropped; what cannot be applied stands in quarantine, visible."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.models.units import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class Outcome(models.TextChoices):
    APPLIED = "applied", _("застосовано")
    DISCREPANCY = "applied_with_discrepancy", _("застосовано з розбіжністю")
    DUPLICATE = "duplicate", _("повтор")
    QUARANTINED = "quarantined", _("у карантині")
    REFUSED = "refused", _("відмовлено")


class Operation(models.Model):
    """One accepted operation. The body is encrypted and goes when the person it speaks of is forgotten; its MAC stays."""

    privacy = classes(
        S2="uid verb schema body_mac device seq epoch staff occurred_at received_at happened outcome answer ref unit",
        S3="body",
    )

    uid = models.UUIDField(primary_key=True, editable=False)
    verb = models.CharField(max_length=60)
    schema = models.PositiveSmallIntegerField(default=1)
    body = EncryptedJSONField(null=True)
    body_mac = models.BinaryField(max_length=32)
    device = models.CharField(max_length=64, blank=True, default="")
    seq = models.BigIntegerField(null=True)
    epoch = models.CharField(max_length=36, blank=True, default="")
    staff = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    happened = models.BooleanField(default=False)
    outcome = models.CharField(max_length=24, choices=Outcome)
    answer = models.JSONField(default=dict)
    ref = models.CharField(max_length=90, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("операція")
        verbose_name_plural = _("операції")
        indexes = (
            models.Index(fields=["ref"], name="operation_ref"),
            models.Index(fields=["device", "seq"], name="operation_device_seq", condition=~models.Q(device="")),
            models.Index(fields=["received_at"], name="operation_received"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.uid}"


class Quarantined(models.Model):
    """An operation that could not be applied: kept whole, explained, and solved by a person."""

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("той самий номер операції, але інший зміст")
        UNKNOWN_VERB = "unknown_verb", _("невідома дія")
        NEWER_SCHEMA = "newer_schema", _("дія з новішої версії програми")
        MALFORMED = "malformed", _("пошкоджений запис операції")
        BAD_BODY = "bad_body", _("зміст операції не читається")
        UNKNOWN_REFERENCE = "unknown_reference", _("згадано невідомий примірник, квиток або місце")
        FORBIDDEN = "forbidden", _("бракує права на цю дію")
        REFUSED = "refused", _("дію неможливо застосувати")

    privacy = classes(
        S2="uid op_uid verb schema body_mac reason detail device seq epoch staff received_at solved_at solved_by solution",
        S3="body",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    op_uid = models.UUIDField(null=True)
    verb = models.CharField(max_length=60, blank=True, default="")
    schema = models.PositiveIntegerField(default=1)
    body = EncryptedJSONField()
    body_mac = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=20, choices=Reason)
    detail = models.CharField(max_length=120, blank=True, default="")
    device = models.CharField(max_length=64, blank=True, default="")
    seq = models.BigIntegerField(null=True)
    epoch = models.CharField(max_length=36, blank=True, default="")
    staff = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)
    solved_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    solution = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("операція в карантині")
        verbose_name_plural = _("операції в карантині")
        constraints = (models.UniqueConstraint(fields=["op_uid", "body_mac"], name="quarantined_once"),)

    def __str__(self) -> str:
        return f"{self.reason} {self.op_uid}"


class Discrepancy(models.Model):
    """Two records of the world that do not fit together: a task for a person, never a reason to drop either of them."""

    privacy = classes(S2="uid key kind unit op ref details opened_at closed_at closed_by solution")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.UUIDField(null=True)
    ref = models.CharField(max_length=90, blank=True, default="")
    details = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    solution = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("розбіжність")
        verbose_name_plural = _("розбіжності")
        indexes = (
            models.Index(fields=["opened_at"], name="discrepancy_open", condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["ref"], name="discrepancy_ref"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Installation(models.Model):
    """This database's own identity. `epoch` changes when it is restored, so that devices send again what it may have lost."""

    privacy = classes(S2="id epoch since")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.UUIDField(default=new_uid)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("встановлення")
        verbose_name_plural = _("встановлення")
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_installation"),)

    def __str__(self) -> str:
        return str(self.epoch)

    @classmethod
    def current(cls) -> Installation:
        found, _created = cls.objects.get_or_create(id=1)
        return found
