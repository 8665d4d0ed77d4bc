"""What a place is for, and what one may have there: for whom, of what, by which form of work, which services."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class Sort(models.TextChoices):
    PEOPLE = "people", _("для кого")
    THEMES = "themes", _("про що")
    WORKS = "works", _("форма роботи")
    SERVICES = "services", _("послуги")


class Offer(models.Model):
    """From a day to a day. `code` is of `policy/offers.yaml`; its `sort` stays beside it: no later policy rewrites figures."""

    privacy = classes(S1="uid place sort code since until")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=8, choices=Sort)
    code = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("спеціалізація або послуга місця")
        verbose_name_plural = _("спеціалізації й послуги місць")
        constraints = (
            models.UniqueConstraint(fields=["place", "code"], condition=Q(until__isnull=True), name="offer_of_a_place_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="offer_ends_later"),
        )
        indexes = (models.Index(fields=["place", "until"], name="offer_at_place"),)

    def __str__(self) -> str:
        return self.code
