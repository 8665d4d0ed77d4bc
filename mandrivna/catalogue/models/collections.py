"""«Добірки»: records that people put side by side for readers, in an order and with a word about each."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models.record import Record
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes


class CollectionQuerySet(models.QuerySet["Collection"]):
    def shown_on(self, day: dt.date) -> CollectionQuerySet:
        """What readers see that day."""
        begun, not_over = Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(begun, not_over, shown=True)


class Collection(models.Model):
    """`local`: stands on the page of local studies too. `cover` is the record whose cover speaks for all; without it the first."""

    privacy = classes(S1="id unit title words local shown since until cover made_on")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("назва"), max_length=200)
    words = models.TextField(_("про що добірка"), blank=True, default="")
    local = models.BooleanField(_("краєзнавча"), default=False)
    shown = models.BooleanField(_("показувати читачам"), default=False)
    since = models.DateField(_("показувати з"), null=True, blank=True)
    until = models.DateField(_("показувати до"), null=True, blank=True)
    cover = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("добірка")
        verbose_name_plural = _("добірки")
        constraints = (
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")), name="collection_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Chosen(models.Model):
    """One record of a collection. A record that was chosen stays, even if the import that brought it is taken back."""

    privacy = classes(S1="id collection record place note")

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    note = models.CharField(_("слово про книжку"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("видання в добірці")
        verbose_name_plural = _("видання в добірках")
        constraints = (models.UniqueConstraint(fields=["collection", "record"], name="chosen_once"),)
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.record_id}"
