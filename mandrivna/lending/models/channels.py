"""The site and the channels of the library: sums of a day and of a month, and for one day what they are summed from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.lending.models.loans import VisitCount
from mandrivna.shared.ids import new_uid


class VisitTap(models.Model):
    """Taps at the door: so many more, or fewer when it was a mistake. Nobody is in it."""

    privacy = classes(S2="uid count number first counted")

    uid = models.UUIDField(primary_key=True, editable=False)
    count = models.ForeignKey(VisitCount, on_delete=models.CASCADE, related_name="taps")
    number = models.SmallIntegerField()
    first = models.CharField(max_length=180)
    counted = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("дотик лічильника")
        verbose_name_plural = _("дотики лічильника")

    def __str__(self) -> str:
        return f"{self.number:+d}"


class SiteSalt(models.Model):
    """A chance text of one day, so that all processes make the same mark of the same visitor. It goes when the day is over."""

    privacy = classes(S2="uid day", S4="salt")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    day = models.DateField(unique=True)
    salt = EncryptedTextField(null=True)

    class Meta:
        verbose_name = _("сіль дня для лічби сеансів")
        verbose_name_plural = _("солі дня для лічби сеансів")

    def __str__(self) -> str:
        return str(self.day)


class SiteSeen(models.Model):
    """Somebody was on the site today, so many times. Without the salt the mark leads to nobody; it goes together with it."""

    privacy = classes(S2="id salt mark last_at sessions")

    salt = models.ForeignKey(SiteSalt, on_delete=models.CASCADE, related_name="seen", db_index=False)
    mark = models.CharField(max_length=32)
    last_at = models.DateTimeField()
    sessions = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("відбиток відвідувача сайту на день")
        verbose_name_plural = _("відбитки відвідувачів сайту на день")
        constraints = (models.UniqueConstraint(fields=["salt", "mark"], name="site_seen_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.sessions}"


class SiteDay(models.Model):
    """So many sessions on the site on a day that is over: all that is left of it."""

    privacy = classes(S1="uid institution on number", S2="recorded_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    number = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("сеанси на сайті за день")
        verbose_name_plural = _("сеанси на сайті за день")
        constraints = (models.UniqueConstraint(fields=["institution", "on"], name="site_day_once"),)

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.number}"


class ChannelMonth(models.Model):
    """What a platform says of a month of one channel; nothing where nobody has looked.

    `before` is what the same year's month before said of subscribers: a year's facts of a level are told as differences.
    """

    privacy = classes(S1="uid institution channel month subscribers before visits views reach", S2="recorded_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    month = models.DateField()
    subscribers = models.PositiveIntegerField(null=True)
    before = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(null=True)
    views = models.PositiveIntegerField(null=True)
    reach = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("місяць каналу")
        verbose_name_plural = _("місяці каналів")
        constraints = (
            models.UniqueConstraint(fields=["institution", "channel", "month"], name="channel_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="channel_month_is_whole"),
        )

    def __str__(self) -> str:
        return f"{self.channel}, {self.month:%m.%Y}"
