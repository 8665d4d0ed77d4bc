"""A plan that came as a file: what was understood of it waits, beside its source, until somebody has looked through it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.planning.models.plans import Plan
from mandrivna.shared.ids import new_uid


class PlanReading(models.Model):
    """`told` is made by `plan_arriving.told_of`. When it has become a plan it stays: every row can be compared with the file."""

    privacy = classes(S1="uid unit at plan left", S2="name told by")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("назва файлу"), max_length=200)
    told = models.JSONField()
    left = models.JSONField(default=list, blank=True)
    """Rows that whoever looks through it leaves out, as «section:row», both numbers from 0."""
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("прочитаний план")
        verbose_name_plural = _("прочитані плани")

    def __str__(self) -> str:
        return self.name
