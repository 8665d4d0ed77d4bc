"""Who wants to come: how one signs up for an event or for a whole series, who did, who came, and the numbers of the door."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import Event, Series
from mandrivna.programme.states import SIGNED, Signed, Source
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid


class Admission(models.Model):
    """How one signs up: for one event, or once for all events of a series. Without `places` everybody is welcome."""

    privacy = classes(S1="uid institution event series places waiting age_from age_to opens_on closes_on closed", S2="made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="admission")
    series = models.OneToOneField(Series, on_delete=models.PROTECT, null=True, related_name="admission")
    places = models.PositiveSmallIntegerField(_("скільки місць"), null=True, blank=True)
    waiting = models.BooleanField(_("вести чергу, коли місць немає"), default=True)
    age_from = models.PositiveSmallIntegerField(_("від скількох років"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("до скількох років"), null=True, blank=True)
    opens_on = models.DateField(_("запис відкривається"), null=True, blank=True)
    closes_on = models.DateField(_("останній день запису"), null=True, blank=True)
    closed = models.BooleanField(_("запис закрито"), default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("запис на подію")
        verbose_name_plural = _("записи на події")
        constraints = (
            models.CheckConstraint(
                condition=Q(event__isnull=True, series__isnull=False) | Q(event__isnull=False, series__isnull=True),
                name="admission_to_one_thing",
            ),
        )

    def __str__(self) -> str:
        return str(self.what)

    @property
    def what(self) -> Event | Series:
        found = self.event or self.series
        assert found is not None
        return found

    @property
    def unit(self) -> Unit:
        return self.what.unit

    @property
    def place(self) -> Unit:
        return self.what.place

    @property
    def bounded(self) -> bool:
        return self.age_from is not None or self.age_to is not None


class CallAbout(models.TextChoices):
    """What a colleague has to tell somebody whom no letter and no chat reaches."""

    PLACE = "place", _("для людини звільнилося місце")
    NEWS = "news", _("подія змінилася або не відбудеться")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def standing(self) -> SignUpQuerySet:
        """Who comes or waits. Whoever has been forgotten holds no link and keeps no place."""
        return self.filter(state__in=SIGNED, token_hash__isnull=False)

    def coming(self) -> SignUpQuerySet:
        return self.filter(state=Signed.IN)

    def to_call(self) -> SignUpQuerySet:
        return self.standing().exclude(to_call="")

    def in_turn(self) -> SignUpQuerySet:
        return self.order_by("turn")


class SignUp(models.Model):
    """One person on the list. Nobody has to give a true name; a reader's own record says how to reach them, so then nothing more is
    kept here. `turn` is the order in which people came and never changes; of the secret link only a hash is kept.

    `over_on`: the last day of what they signed up for; some days after it nobody knows any more who it was. `to_call`: what a
    colleague has to tell them, because no letter and no chat did.
    """

    privacy = classes(
        S2="uid admission reader state turn on at channel language code token_hash over_on promoted_at closed_on to_call",
        S3="name contact needs",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="signups", db_index=False)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    name = EncryptedTextField(_("як звертатися"), null=True)
    contact = EncryptedTextField(_("пошта або телефон"), null=True)
    needs = EncryptedTextField(_("що зробити, щоб було зручно"), null=True)
    state = models.CharField(_("стан"), max_length=10, choices=Signed)
    turn = models.PositiveIntegerField()
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=5, blank=True, default="")
    code = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    over_on = models.DateField(db_index=True)
    promoted_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    to_call = models.CharField(max_length=8, choices=CallAbout, blank=True, default="")

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("хто записався")
        verbose_name_plural = _("хто записався")
        constraints = (
            models.UniqueConstraint(fields=["admission", "turn"], name="signup_in_turn"),
            models.UniqueConstraint(fields=["admission", "reader"], condition=Q(state__in=SIGNED), name="reader_signed_up_once"),
            models.CheckConstraint(
                condition=Q(state=Signed.GONE, closed_on__isnull=False) | (~Q(state=Signed.GONE) & Q(closed_on__isnull=True)),
                name="signed_off_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["admission", "state", "turn"], name="signup_queue"),
            models.Index(fields=["code"], name="signup_code"),
        )

    def __str__(self) -> str:
        return self.pretty

    @property
    def pretty(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def whose(self) -> object:
        """The same for one person on two lists; empty of whoever left nothing but a name."""
        return self.reader_id or "".join((self.contact or "").split()).casefold()

    @property
    def mail(self) -> str:
        """Where a letter goes, if what the person left is an address of mail."""
        return self.contact if self.contact and "@" in self.contact else ""


class Turnout(models.Model):
    """One person of the list and one event of it: for which day they were reminded, and when they came."""

    privacy = classes(S2="uid event signup reminded_for came_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="turnouts", db_index=False)
    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="turnouts")
    reminded_for = models.DateField(null=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("хто з записаних прийшов")
        verbose_name_plural = _("хто з записаних прийшов")
        constraints = (models.UniqueConstraint(fields=["event", "signup"], name="turnout_once"),)

    def __str__(self) -> str:
        return str(self.event)


class Heads(models.Model):
    """Those at the door whom nobody asks who they are: how many of which audience. No check-in is in it."""

    privacy = classes(S1="uid event audience number", S2="changed_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="heads", db_index=False)
    audience = models.CharField(max_length=24)
    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("скільки прийшло без запису")
        verbose_name_plural = _("скільки прийшло без запису")
        constraints = (models.UniqueConstraint(fields=["event", "audience"], name="heads_once"),)

    def __str__(self) -> str:
        return f"{self.event}: {self.number}"


class OnlineCount(models.Model):
    """What one platform says of one event: a number. Said again, it takes the place of what was said before."""

    privacy = classes(S1="uid event source number", S2="changed_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="online_counts", db_index=False)
    source = models.CharField(_("звідки число"), max_length=12, choices=Source)
    number = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("скільки було онлайн")
        verbose_name_plural = _("скільки було онлайн")
        constraints = (models.UniqueConstraint(fields=["event", "source"], name="online_count_once"),)

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.number}"


def last_day(admission: Admission, today: dt.date) -> dt.date:
    """Of a series the last event that still stands; while nothing is dated, the end of its year."""
    if admission.event is not None:
        return admission.event.last_day
    assert admission.series is not None
    standing = Event.objects.filter(series=admission.series).exclude(state="cancelled")
    days = [until or on for on, until in standing.order_by("-on").values_list("on", "until")[:20]]
    return max(days, default=max(today, dt.date(admission.series.year, 12, 31)))
