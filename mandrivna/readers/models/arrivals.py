"""Readers of a former system: a file taken in, its rows encrypted until they are dealt with, and whom each of them became."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.readers.models.people import Reader
from mandrivna.shared.ids import new_uid


class Arrival(models.Model):
    """One file. `heads` is the first row of a table, `chosen` what a person said its columns are; `counts` what became of them.

    `loans`: a person asked for the books on loan as well. Otherwise nothing that the file says of them is kept."""

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", _("переглянуто")
        RUNNING = "running", _("триває")
        DONE = "done", _("завершено")
        UNDONE = "undone", _("скасовано")

    privacy = classes(S2="uid institution place name format chosen loans state counts by at", S3="heads")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=12)
    heads = EncryptedJSONField(null=True)
    chosen = models.JSONField(default=list)
    loans = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.LOOKED_AT)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("імпорт читачів")
        verbose_name_plural = _("імпорти читачів")

    def __str__(self) -> str:
        return self.name


class ArrivalRow(models.Model):
    """One row. `key` is a keyed hash of the number the former system knew the reader by: a file taken in twice doubles nobody.

    `loans` are books on loan that could not be taken over, with the reason, until somebody has corrected them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("чекає")
        MADE = "made", _("записано")
        KNOWN = "known", _("уже є")
        REFUSED = "refused", _("не прийнято")

    privacy = classes(S2="uid arrival number state why key reader at", S3="told loans")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    told = EncryptedJSONField(null=True)
    loans = EncryptedJSONField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True, default="")
    key = models.BinaryField(max_length=16, null=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("рядок імпорту читачів")
        verbose_name_plural = _("рядки імпорту читачів")
        indexes = (
            models.Index(fields=["arrival", "state", "number"], name="arrival_rows"),
            models.Index(fields=["key"], name="arrival_key", condition=models.Q(key__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.get_state_display()}"
