"""Calls for works and talks: a contest with its nominations and jury, a conference with its sections, those who applied."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import CLOCK, Event
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text.mails import mail_in

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class CallKind(models.TextChoices):
    CONTEST = "contest", _("конкурс")
    CONFERENCE = "conference", _("конференція")


class CallState(models.TextChoices):
    DRAFT = "draft", _("готуємо")
    OPEN = "open", _("оголошено")
    JUDGING = "judging", _("розглядаємо")
    DONE = "done", _("підсумки оголошено")
    CANCELLED = "cancelled", _("скасовано")


CALL_STEPS: dict[str, frozenset[str]] = {
    CallState.DRAFT: frozenset({CallState.OPEN, CallState.CANCELLED}),
    CallState.OPEN: frozenset({CallState.JUDGING, CallState.CANCELLED}),
    CallState.JUDGING: frozenset({CallState.OPEN, CallState.DONE, CallState.CANCELLED}),
    CallState.DONE: frozenset({CallState.JUDGING}),
    CallState.CANCELLED: frozenset({CallState.DRAFT}),
}
TOLD_LENGTH = 140
TOLD = (CallState.OPEN, CallState.JUDGING, CallState.DONE)
"""What the site shows."""


class ApplicationState(models.TextChoices):
    SENT = "sent", _("на розгляді")
    ACCEPTED = "accepted", _("прийнято")
    DECLINED = "declined", _("відхилено")
    WITHDRAWN = "withdrawn", _("відкликано")


class Call(models.Model):
    """`criteria`: what the jury gives points for, each from 0 to 10. `event`: the day of the conference or of the awards."""

    privacy = classes(
        S1="uid kind institution unit place event title about rules opens_on closes_on criteria with_files state shown",
        S2="made_at",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=12, choices=CallKind)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="calls")
    title = models.CharField(_("назва"), max_length=200)
    about = models.TextField(_("про що"), max_length=3000, blank=True, default="")
    rules = models.TextField(_("умови"), max_length=6000, blank=True, default="")
    opens_on = models.DateField(_("приймаємо з"))
    closes_on = models.DateField(_("приймаємо до"))
    criteria = models.JSONField(_("за що ставить бали журі"), default=list, blank=True)
    with_files = models.BooleanField(_("приймати файли"), default=True)
    state = models.CharField(_("стан"), max_length=10, choices=CallState, default=CallState.DRAFT)
    shown = models.BooleanField(_("показувати на сайті"), default=True)
    made_at = models.DateTimeField(default=timezone.now)

    if TYPE_CHECKING:
        parts: RelatedManager[CallPart]
        applications: RelatedManager[Application]
        jurors: RelatedManager[Juror]

    class Meta:
        verbose_name = _("конкурс чи конференція")
        verbose_name_plural = _("конкурси й конференції")
        constraints = (models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="call_has_an_end"),)
        indexes = (models.Index(fields=["institution", "closes_on"], name="call_by_day"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_contest(self) -> bool:
        return self.kind == CallKind.CONTEST

    def takes(self, today: dt.date) -> bool:
        return self.state == CallState.OPEN and self.opens_on <= today <= self.closes_on


class CallPart(models.Model):
    """A nomination of a contest, a section of a conference."""

    privacy = classes(S1="id call title order")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="parts")
    title = models.CharField(_("назва"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("номінація чи секція")
        verbose_name_plural = _("номінації й секції")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """Who applied is encrypted and goes after a year; `called` is how they may be named aloud, and stands only with their consent.
    `rank`: where it stands among the winners, whatever the award is called.

    `told`: the last news that was told, `news` its number, so that none is told twice; `event_told`: how the event stood
    in the last letter about its day, none so far; `to_call`: no letter reaches them, a colleague has to say it.
    `listener`: of a conference, somebody who only comes. `starts`: when the talk begins.
    """

    privacy = classes(
        S1="called award rank",
        S2="uid call part listener title state starts sent_at channel language told news event_told to_call",
        S3="name contact org abstract",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    part = models.ForeignKey(CallPart, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    listener = models.BooleanField(default=False)
    title = models.CharField(_("назва роботи чи доповіді"), max_length=300, blank=True, default="")
    name = EncryptedTextField(_("ім’я"), null=True)
    contact = EncryptedTextField(_("як відповісти"), null=True)
    org = EncryptedTextField(_("звідки"), null=True)
    abstract = EncryptedTextField(_("про роботу або тези"), null=True)
    called = models.CharField(_("як назвати вголос"), max_length=120, blank=True, default="")
    state = models.CharField(_("стан"), max_length=10, choices=ApplicationState, default=ApplicationState.SENT)
    award = models.CharField(_("відзнака"), max_length=120, blank=True, default="")
    rank = models.PositiveSmallIntegerField(_("яким за порядком"), null=True, blank=True)
    starts = models.CharField(_("початок доповіді"), max_length=CLOCK, blank=True, default="")
    channel = models.CharField(max_length=16, blank=True, default="")
    language = models.CharField(_("мова"), max_length=10, blank=True, default="")
    sent_at = models.DateTimeField(default=timezone.now)
    told = models.CharField(max_length=TOLD_LENGTH, blank=True, default="")
    news = models.PositiveSmallIntegerField(default=0)
    event_told = models.PositiveBigIntegerField(null=True)
    to_call = models.BooleanField(default=False)

    if TYPE_CHECKING:
        files: RelatedManager[ApplicationFile]

    class Meta:
        verbose_name = _("заявка")
        verbose_name_plural = _("заявки")
        indexes = (models.Index(fields=["call", "state"], name="application_by_state"),)

    def __str__(self) -> str:
        return self.title or str(_("Слухач"))

    @property
    def mail(self) -> str:
        """Where a letter goes: the address of mail among what they left, if there is one."""
        return mail_in(self.contact or "")


class ApplicationFile(models.Model):
    """`content` is the file in base64, encrypted: a work may say who made it."""

    privacy = classes(S2="uid application kind size sent_at", S3="name content")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    name = EncryptedTextField(_("назва файлу"), null=True)
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    content = EncryptedTextField(null=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("файл заявки")
        verbose_name_plural = _("файли заявок")

    def __str__(self) -> str:
        return f"{self.kind}, {self.size}"


class Juror(models.Model):
    """Somebody of the staff, or a guest who comes by a link that is shown once."""

    privacy = classes(S2="uid call staff link_hash ended_on made_at", S3="name")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="jurors")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = EncryptedTextField(_("ім’я"), null=True)
    link_hash = models.CharField(max_length=64, null=True, unique=True)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("член журі")
        verbose_name_plural = _("журі")

    def __str__(self) -> str:
        return str(_("Член журі"))

    @property
    def called(self) -> str:
        return self.name or (self.staff.name if self.staff else str(_("забуто")))


class Score(models.Model):
    """`points`: as many as the call has criteria, each from 0 to 10."""

    privacy = classes(S2="id juror application points at")

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    points = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("оцінка журі")
        verbose_name_plural = _("оцінки журі")
        constraints = (models.UniqueConstraint(fields=["juror", "application"], name="scored_once"),)

    @property
    def total(self) -> int:
        return sum(self.points)
