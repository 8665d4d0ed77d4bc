"""Computers for readers and the time somebody sits at one. Who it was is nowhere here."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.readers.models import Audience
from mandrivna.shared.ids import new_uid


class Station(models.Model):
    """A computer with the internet at which a reader may sit."""

    privacy = classes(S2="uid place name opened_on closed_on")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("назва"), max_length=40)
    opened_on = models.DateField(_("від якого дня"))
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("комп’ютер для користувачів")
        verbose_name_plural = _("комп’ютери для користувачів")
        constraints = (
            models.UniqueConstraint(fields=["place", "name"], condition=Q(closed_on__isnull=True), name="open_station_named_once"),
        )

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """A session: from one tap to the other. Struck, it stays and counts nothing; `guessed` means nobody said when it ended."""

    privacy = classes(S2="uid station place mode audience on started_at ended_at guessed struck")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="sittings", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    mode = models.CharField(max_length=16)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.GENERAL)
    on = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    guessed = models.BooleanField(default=False)
    struck = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("сеанс за комп’ютером")
        verbose_name_plural = _("сеанси за комп’ютерами")
        constraints = (
            models.UniqueConstraint(fields=["station"], condition=Q(ended_at__isnull=True), name="one_sitting_at_a_station"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="sitting_ends_later"
            ),
        )
        indexes = (models.Index(fields=["place", "on"], name="sitting_at_place"),)

    def __str__(self) -> str:
        return f"{self.station}, {self.on:%d.%m.%Y}"

    @property
    def minutes(self) -> int:
        """Whole minutes, none left out: whoever sat at all sat a minute."""
        if self.ended_at is None:
            return 0
        return max(-((self.started_at - self.ended_at) // dt.timedelta(minutes=1)), 1)
