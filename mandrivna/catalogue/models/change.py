from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes


class Change(models.Model):
    """One line of the feed that search indexes follow (`search.changes`): this record is not what it was. Says nothing else."""

    privacy = classes(S1="sequence record at")

    sequence = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("зміна для покажчика пошуку")
        verbose_name_plural = _("зміни для покажчика пошуку")

    def __str__(self) -> str:
        return f"{self.sequence}: {self.record}"
