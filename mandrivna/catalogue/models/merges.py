from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models.record import Record
from mandrivna.core.privacy import classes


class Merge(models.Model):
    """Two descriptions of one title became one. `moved` names what went over, so that a mistake can be taken back whole."""

    privacy = classes(S1="id kept gone moved at undone_at op")

    kept = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="taken_in")
    gone = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="merges")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    op = models.UUIDField()

    class Meta:
        verbose_name = _("об’єднання записів")
        verbose_name_plural = _("об’єднання записів")
        constraints = (models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at__isnull=True), name="merged_once"),)

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
