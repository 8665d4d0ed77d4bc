"""What the queue needs beside its own table: who is working, which periodic slots are done, and the database cache."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes


class WorkerBeat(models.Model):
    """A worker says "alive" here; a row that has gone quiet gives its tasks back to the queue."""

    privacy = classes(S2="worker started_at beat_at")

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("виконавець черги")
        verbose_name_plural = _("виконавці черги")

    def __str__(self) -> str:
        return self.worker


class PeriodicRun(models.Model):
    """One slot of one periodic job. The unique row is the claim: whoever inserts it enqueues the job, in one transaction."""

    privacy = classes(S2="id name slot claimed_at")

    name = models.CharField(max_length=80)
    slot = models.DateTimeField()
    claimed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("періодичний запуск")
        verbose_name_plural = _("періодичні запуски")
        constraints = (models.UniqueConstraint(fields=["name", "slot"], name="periodic_once_a_slot"),)

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class CacheEntry(models.Model):
    """The table of Django's DatabaseCache (sign-in limits), as a model so that migrations make it. Never written by our code."""

    privacy = classes(S2="cache_key value expires")

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"
        verbose_name = _("запис кешу")
        verbose_name_plural = _("записи кешу")

    def __str__(self) -> str:
        return self.cache_key
