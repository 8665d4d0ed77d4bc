from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models.record import Record
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class RunState(models.TextChoices):
    WAITING = "waiting", _("чекає")
    RUNNING = "running", _("триває")
    STOPPED = "stopped", _("зупинено")
    DONE = "done", _("завершено")
    UNDOING = "undoing", _("скасовується")
    UNDONE = "undone", _("скасовано")
    FAILED = "failed", _("не вдалося")


class Run(models.Model):
    """One import of one file: where it is, what came of it. `offset` is where to go on after a stop; what is counted up to it is
    in the database, so a run that died goes on without losing or doubling a record."""

    privacy = classes(
        S1="uid unit name size digest format encoding options state offset number imported updated same left rejected copies "
        "started_at ended_at trouble op rejects_size",
        S2="by",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("файл"), max_length=200)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    format = models.CharField(_("формат"), max_length=12)
    encoding = models.CharField(_("кодування"), max_length=12)
    options = models.JSONField(default=dict)
    state = models.CharField(_("стан"), max_length=8, choices=RunState, default=RunState.WAITING)
    offset = models.BigIntegerField(default=0)
    number = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(_("додано"), default=0)
    updated = models.PositiveIntegerField(_("оновлено"), default=0)
    same = models.PositiveIntegerField(_("без змін"), default=0)
    left = models.PositiveIntegerField(_("лишено, як є тут"), default=0)
    rejected = models.PositiveIntegerField(_("відхилено"), default=0)
    rejects_size = models.BigIntegerField(default=0)
    copies = models.PositiveIntegerField(_("примірників"), default=0)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    op = models.UUIDField()

    class Meta:
        verbose_name = _("імпорт записів")
        verbose_name_plural = _("імпорти записів")

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def percent(self) -> int:
        return min(100, self.offset * 100 // self.size) if self.size else 100

    @property
    def counts(self) -> dict[str, Any]:
        """Every record of the file is in one of the first five."""
        names = ("imported", "updated", "same", "left", "rejected", "copies")
        return {name: getattr(self, name) for name in names}


class Origin(models.Model):
    """Which record of which foreign system this is: the same file may come again, and a newer one, without doubling anything.

    `seen` is the run that met it last: what has the same number in the same run and says something else is another record.
    `told` is the newer description that was put aside, for what we say ourselves was kept: it is told of once."""

    privacy = classes(S1="id record source number digest host seen told")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="origins")
    source = models.CharField(max_length=60)
    number = models.CharField(max_length=80)
    digest = models.CharField(max_length=16)
    host = models.CharField(max_length=80, blank=True, default="")
    seen = models.UUIDField(null=True, editable=False)
    told = models.CharField(max_length=16, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("походження запису")
        verbose_name_plural = _("походження записів")
        constraints = (models.UniqueConstraint(fields=["source", "number"], name="origin_once"),)
        indexes = (models.Index(fields=["source", "host"], name="origin_waiting", condition=~models.Q(host="")),)

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"
