"""Excursions: routes that a group may ask for, and the requests of groups. An accepted one becomes an event."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import CLOCK, Event
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text.mails import mail_in


class Route(models.Model):
    """Where one is led and what is told. `stops`: one a line, for the guide and the site."""

    privacy = classes(
        S1="uid institution unit place title about stops meets minutes most form audiences shown ended_on", S2="guide made_at"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("назва"), max_length=200)
    about = models.TextField(_("про що розповідаємо"), max_length=3000, blank=True, default="")
    stops = models.TextField(_("зупинки"), max_length=2000, blank=True, default="")
    meets = models.CharField(_("де збираємося"), max_length=200, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(_("скільки хвилин"), default=60)
    most = models.PositiveSmallIntegerField(_("найбільше людей"), default=25)
    form = models.CharField(max_length=24, default="excursion")
    audiences = models.JSONField(_("аудиторія"), default=list, blank=True)
    guide = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shown = models.BooleanField(_("показувати на сайті"), default=True)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("маршрут екскурсії")
        verbose_name_plural = _("маршрути екскурсій")
        indexes = (models.Index(fields=["institution", "title"], name="route_by_title"),)

    def __str__(self) -> str:
        return self.title


class RequestState(models.TextChoices):
    NEW = "new", _("чекає відповіді")
    ACCEPTED = "accepted", _("домовлено")
    DECLINED = "declined", _("не вийде")


class GroupRequest(models.Model):
    """Who asks, how many come, when. Who asked is forgotten ninety days after `over_on`: the day it was about, or of the answer if
    that came later. Before somebody has answered there is no such day, so nobody is forgotten unanswered.
    """

    privacy = classes(
        S2="uid route people audience wished_on wished_at state event channel language asked_at over_on to_call news",
        S3="asker contact note answer",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="requests")
    asker = EncryptedTextField(_("хто просить"), null=True)
    contact = EncryptedTextField(_("як відповісти"), null=True)
    note = EncryptedTextField(_("що ще варто знати"), null=True)
    answer = EncryptedTextField(_("що відповіли"), null=True)
    people = models.PositiveSmallIntegerField(_("скільки людей"))
    audience = models.CharField(_("хто прийде"), max_length=24, default="general")
    wished_on = models.DateField(_("бажаний день"))
    wished_at = models.CharField(_("бажана година"), max_length=CLOCK, blank=True, default="")
    state = models.CharField(_("стан"), max_length=10, choices=RequestState, default=RequestState.NEW)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="group_request")
    channel = models.CharField(max_length=16, blank=True, default="")
    language = models.CharField(_("мова"), max_length=10, blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    over_on = models.DateField(null=True)
    to_call = models.BooleanField(default=False)
    news = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("запит групи")
        verbose_name_plural = _("запити груп")
        indexes = (models.Index(fields=["route", "state"], name="group_request_state"),)

    def __str__(self) -> str:
        return f"{self.route}, {self.wished_on:%d.%m.%Y}"

    @property
    def mail(self) -> str:
        """Where a letter goes: the address of mail among what they left, if there is one."""
        return mail_in(self.contact or "")
