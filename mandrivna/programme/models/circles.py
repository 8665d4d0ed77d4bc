"""People who meet more than once: a group of a course, a club. Their meetings are the events of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import Event, Series
from mandrivna.programme.states import Way
from mandrivna.readers.models import Age, Reader
from mandrivna.shared.ids import new_uid

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class CircleKind(models.TextChoices):
    GROUP = "group", _("група курсу")
    CLUB = "club", _("клуб")


class MemberState(models.TextChoices):
    IN = "in", _("у складі")
    WAITING = "waiting", _("чекає на місце")
    LEFT = "left", _("вибув(-ла)")


class ToCall(models.TextChoices):
    """What a colleague has to tell a member whom no notice reaches."""

    PLACE = "place", _("для людини звільнилося місце")
    DAYS = "days", _("заняття змінилися")


class Course(models.Model):
    """A curriculum. `topics`: [[title, hours], …] in order. `needed`: what share of the lessons held earns a certificate."""

    privacy = classes(S1="uid institution unit title about form direction audiences project topics needed ended_on", S2="made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("назва курсу"), max_length=200)
    about = models.TextField(_("про курс"), max_length=3000, blank=True, default="")
    form = models.CharField(_("форма роботи"), max_length=24, default="course")
    direction = models.CharField(_("напрям"), max_length=24, blank=True, default="")
    audiences = models.JSONField(_("аудиторія"), default=list, blank=True)
    project = models.CharField(_("проєкт"), max_length=60, blank=True, default="")
    topics = models.JSONField(_("теми"), default=list, blank=True)
    needed = models.PositiveSmallIntegerField(_("частка занять для сертифіката"), default=75)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("курс")
        verbose_name_plural = _("курси")
        constraints = (models.CheckConstraint(condition=Q(needed__gte=1, needed__lte=100), name="course_needs_a_share"),)

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> int:
        return sum(hours for _title, hours in self.topics)


class Circle(models.Model):
    """A group or a club. What it is called, where and when it meets stands in its series; who belongs to it stands here.

    `ages`: only these bands are taken, an empty list takes everybody. No capacity takes as many as come.
    """

    privacy = classes(S1="uid kind course series capacity ages needed", S2="leader led_by made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=8, choices=CircleKind)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="groups")
    series = models.OneToOneField(Series, on_delete=models.PROTECT, related_name="circle")
    capacity = models.PositiveSmallIntegerField(_("скільки місць"), null=True, blank=True)
    ages = models.JSONField(_("вік"), default=list, blank=True)
    needed = models.PositiveSmallIntegerField(default=75)
    leader = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    led_by = models.CharField(_("хто веде"), max_length=120, blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)

    if TYPE_CHECKING:
        members: RelatedManager[Member]

    class Meta:
        verbose_name = _("група чи клуб")
        verbose_name_plural = _("групи й клуби")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="group", course__isnull=False) | Q(kind="club", course__isnull=True), name="group_has_a_course"
            ),
        )

    def __str__(self) -> str:
        return f"{self.series.title}. {self.series.subtitle}" if self.series.subtitle else self.series.title

    @property
    def place(self) -> Unit:
        return self.series.place

    @property
    def unit(self) -> Unit:
        return self.series.unit

    @property
    def is_club(self) -> bool:
        return self.kind == CircleKind.CLUB


class MemberQuerySet(models.QuerySet["Member"]):
    def inside(self) -> MemberQuerySet:
        return self.filter(state=MemberState.IN)

    def holding(self) -> MemberQuerySet:
        """Who takes a place. Whoever has been forgotten takes none."""
        return self.inside().filter(Q(reader__isnull=False) | Q(name__isnull=False))

    def waiting(self) -> MemberQuerySet:
        """First come, first served; of one moment the number decides."""
        return self.filter(state=MemberState.WAITING).order_by("since", "pk")


class Member(models.Model):
    """A reader, or somebody who gave a name or a pseudonym. Who it was is forgotten half a year after the last meeting."""

    privacy = classes(S2="uid circle reader age state since ended_on to_call", S3="name contact needs")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="members")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = EncryptedTextField(_("ім’я або псевдонім"), null=True)
    contact = EncryptedTextField(_("як повідомити"), null=True)
    needs = EncryptedTextField(_("що зробити зручним"), null=True)
    age = models.CharField(_("вікова група"), max_length=12, choices=Age, blank=True, default="")
    state = models.CharField(_("стан"), max_length=8, choices=MemberState, default=MemberState.IN)
    since = models.DateTimeField(default=timezone.now)
    ended_on = models.DateField(null=True)
    to_call = models.CharField(max_length=8, choices=ToCall, blank=True, default="")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("учасник")
        verbose_name_plural = _("учасники")
        constraints = (
            models.UniqueConstraint(
                fields=["circle", "reader"], condition=Q(reader__isnull=False) & ~Q(state="left"), name="member_once"
            ),
        )
        indexes = (models.Index(fields=["circle", "state", "since"], name="member_queue"),)

    def __str__(self) -> str:
        """For the journal of operations: never a name."""
        return self.get_state_display()

    @property
    def called(self) -> str:
        """Only for whoever may see people."""
        return self.name or (str(self.reader) if self.reader is not None else str(_("забуто")))

    @property
    def aloud(self) -> str:
        """Among the members themselves: the pseudonym, never the name of a card."""
        return self.reader.pseudonym if self.reader is not None else ""


class Attendance(models.Model):
    """That a member was at a meeting, and how. The number of those who came stands in the event: this fills it. `added`: it grew by
    this mark; without it they are one of those who had been counted already."""

    privacy = classes(S2="id member event way added")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attended")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attended_by")
    way = models.CharField(max_length=8, choices=Way, default=Way.PLACE)
    added = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("присутність")
        verbose_name_plural = _("присутність")
        constraints = (models.UniqueConstraint(fields=["member", "event"], name="present_once"),)


class Lesson(models.Model):
    """What is to be read or done for the next time, and where it lies."""

    privacy = classes(S1="event homework link")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="lesson")
    homework = models.TextField(_("завдання"), max_length=1000, blank=True, default="")
    link = models.URLField(_("посилання"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("завдання до заняття")
        verbose_name_plural = _("завдання до занять")

    def __str__(self) -> str:
        return str(self.event)


class Certificate(models.Model):
    """That somebody went through a course. Whoever opens `token` learns that it was issued and for which course; the name only with
    the `code` that stands on the paper."""

    privacy = classes(
        S1="uid institution place year number title hours issued_on void_on",
        S2="circle member reader token void_reason",
        S3="name code",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="certificates")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="certificates")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("номер"))
    title = models.CharField(_("назва курсу"), max_length=200)
    hours = models.PositiveSmallIntegerField(_("годин"), default=0)
    name = EncryptedTextField(_("кому"), null=True)
    token = models.CharField(max_length=32, unique=True)
    code = EncryptedTextField(_("код"), null=True)
    issued_on = models.DateField(_("видано"))
    void_on = models.DateField(null=True)
    void_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("сертифікат")
        verbose_name_plural = _("сертифікати")
        constraints = (
            models.UniqueConstraint(fields=["institution", "year", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(member__isnull=False, void_on__isnull=True), name="certificate_of_member_once"
            ),
        )

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}"
