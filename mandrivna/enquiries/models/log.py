"""The log of the desk and the telephone: what was answered, so many times, without anybody's name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.enquiries.states import Result, Served, Way
from mandrivna.readers.models import Audience
from mandrivna.shared.ids import new_uid


class LogLine(models.Model):
    """One line of the log: so many references or consultations of one kind. Whoever asked is nowhere in it; the question itself is
    there only if somebody found it worth keeping, and goes in half a year. Whoever was invited to advise is a role or a partner.

    `sort` and `specialist` are codes of `policy/enquiries.yaml`. A struck line stays and counts nothing.
    """

    privacy = classes(
        S2="uid institution place served sort channel mode audience number minutes topic result specialist on at struck",
        S3="question",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    served = models.CharField(_("що це"), max_length=12, choices=Served)
    sort = models.CharField(_("вид"), max_length=24, blank=True, default="")
    channel = models.CharField(_("як питали"), max_length=8, choices=Way, default=Way.DESK)
    mode = models.CharField(max_length=16)
    audience = models.CharField(_("хто питав"), max_length=12, choices=Audience, default=Audience.GENERAL)
    number = models.PositiveSmallIntegerField(_("скільки"), default=1)
    minutes = models.PositiveSmallIntegerField(_("хвилин"), null=True)
    topic = models.CharField(_("тема"), max_length=120, blank=True, default="")
    result = models.CharField(_("чим скінчилося"), max_length=8, choices=Result, default=Result.GIVEN)
    specialist = models.CharField(_("хто консультував"), max_length=24, blank=True, default="")
    question = EncryptedTextField(_("запитання"), null=True)
    on = models.DateField(_("день"))
    at = models.DateTimeField(default=timezone.now)
    struck = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("рядок журналу довідок")
        verbose_name_plural = _("журнал довідок і консультацій")
        constraints = (models.CheckConstraint(condition=Q(number__gte=1), name="log_line_counts_something"),)
        indexes = (
            models.Index(fields=["institution", "on"], name="log_of_institution"),
            models.Index(fields=["place", "on"], name="log_of_place"),
        )

    def __str__(self) -> str:
        return f"{self.get_served_display()}, {self.on:%d.%m.%Y}: {self.number}"


class QuietCount(models.Model):
    """How many people in occupied territory were consulted in a month that is over. There is deliberately nothing else here:
    no place, no words, no channel, no day (safety: T1)."""

    privacy = classes(S2="uid institution month number")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(_("місяць"))
    number = models.PositiveSmallIntegerField(_("скільки консультацій"))

    class Meta:
        verbose_name = _("консультації мешканців окупованих територій за місяць")
        verbose_name_plural = _("консультації мешканців окупованих територій")
        constraints = (
            models.UniqueConstraint(fields=["institution", "month"], name="quiet_count_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="quiet_count_of_a_whole_month"),
        )

    def __str__(self) -> str:
        return f"{self.month:%m.%Y}: {self.number}"
