"""What people add to the diary and when a month of it was closed. Everything else in a diary is read from the facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class DiaryAddition(models.Model):
    """Work done where the program was not: so many, on this day, in this column, and why by hand. It is a fact like any other."""

    privacy = classes(S1="uid unit on column kind facets quantity source recorded_at withdrawn_at why", S2="by")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("день"))
    column = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    facets = models.JSONField(default=dict)
    quantity = models.PositiveIntegerField(_("скільки"))
    source = models.CharField(_("причина й джерело"), max_length=250)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    why = models.CharField(_("чому прибрано"), max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("дописане до щоденника")
        verbose_name_plural = _("дописане до щоденника")
        indexes = (models.Index(fields=["unit", "on"], name="diary_addition_day"),)
        constraints = (models.CheckConstraint(condition=Q(quantity__gte=1), name="diary_addition_counts"),)

    def __str__(self) -> str:
        return f"{self.on} {self.column}: {self.quantity}"


class DiaryMonth(models.Model):
    """A month closed: its figures are those known then, and what came later stands beside them as a correction."""

    privacy = classes(S1="id unit year month closed_at", S2="by")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("закритий місяць щоденника")
        verbose_name_plural = _("закриті місяці щоденника")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "month"], name="diary_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="diary_month_is_one"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:02d}.{self.year}"
