"""Loans, and the events from which they follow."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models import Copy
from mandrivna.lending.fold import Said
from mandrivna.lending.states import HOLD_OPEN, Act, Effect, HoldState, LoanState
from mandrivna.readers.models import Reader


class Event(models.Model):
    """What was said about a copy; `uid` is the operation's. The reader's link goes fourteen days after the return.

    mode, channel, audience, age, language and material are reporting copies: figures never look at the reader.
    """

    privacy = classes(
        S2="uid copy act effect loan reader place on at first target days limit notes mode channel audience age language material "
        "counts_visit found opening"
    )

    uid = models.UUIDField(primary_key=True, editable=False)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=6, choices=Act)
    effect = models.CharField(max_length=8, choices=Effect, default=Effect.NOTHING)
    loan = models.UUIDField(null=True)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField()
    first = models.CharField(max_length=180)
    target = models.UUIDField(null=True)
    days = models.PositiveSmallIntegerField(default=0)
    limit = models.PositiveSmallIntegerField(null=True)
    notes = models.JSONField(default=list)
    mode = models.CharField(max_length=16, blank=True, default="")
    channel = models.CharField(max_length=16, blank=True, default="")
    audience = models.CharField(max_length=24, blank=True, default="")
    age = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=3, blank=True, default="")
    material = models.CharField(max_length=16, blank=True, default="")
    counts_visit = models.BooleanField(default=True)
    found = models.BooleanField(default=False)
    """The copy had been recorded as lost, and this act showed that it is there."""
    opening = models.UUIDField(null=True, editable=False)
    """The file of a former system that told of it: it was no service of ours, and no figure knows of it."""

    class Meta:
        verbose_name = _("подія видачі")
        verbose_name_plural = _("події видачі")
        indexes = (models.Index(fields=["opening"], name="event_opening", condition=Q(opening__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.on}"

    def said(self) -> Said:
        """Of a forgotten reader it is still known that all issues of one loan were to the same person: the loan stands for them."""
        reader = self.reader_id or self.loan if self.act == Act.ISSUE else None
        return Said(
            uid=self.uid, act=self.act, first=self.first, on=self.on, place=self.place_id, reader=reader,
            target=self.target, days=self.days, at=self.at, limit=self.limit, notes=tuple(self.notes),
        )  # fmt: skip


class LoanQuerySet(models.QuerySet["Loan"]):
    def open(self) -> LoanQuerySet:
        return self.filter(state=LoanState.OPEN)

    def overdue(self, on: dt.date) -> LoanQuerySet:
        return self.open().filter(due_on__lt=on)


class Loan(models.Model):
    """A copy in a reader's hands, as the fold of its events says. Its uid is the uid of the operation that issued it."""

    privacy = classes(S2="uid copy reader place issued_on due_on state renewals closed_on closed_place closed_by")

    uid = models.UUIDField(primary_key=True, editable=False)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=LoanState, default=LoanState.OPEN)
    renewals = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True)
    closed_place = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    closed_by = models.UUIDField(null=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("видача")
        verbose_name_plural = _("видачі")
        constraints = (
            models.UniqueConstraint(fields=["copy"], condition=Q(state="open"), name="one_open_loan_per_copy"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="closed_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(state="open"), name="loan_due"),
            models.Index(fields=["place", "due_on"], condition=Q(state="open"), name="loan_open_at"),
        )

    def __str__(self) -> str:
        return f"{self.issued_on} → {self.due_on}"

    @classmethod
    def resolve(cls, ref: str) -> Loan | None:
        """By uid; a device may also mean a loan taken back since, or part of an earlier one: its issue names the copy."""
        found = Loan.objects.filter(pk=ref).first()
        if found is None and (said := Event.objects.filter(pk=ref, act=Act.ISSUE).first()):
            found = Loan(
                uid=said.pk,
                copy_id=said.copy_id,
                reader_id=said.reader_id,
                place_id=said.place_id,
                issued_on=said.on,
                due_on=said.on,
            )
        return found

    def is_overdue(self, on: dt.date) -> bool:
        return self.state == LoanState.OPEN and self.due_on < on


class Remembering(models.Model):
    """A reader who asked that their own list of what they have read be kept. Without this row nothing is."""

    privacy = classes(S2="reader since")

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateField()

    class Meta:
        verbose_name = _("бажання пам’ятати прочитане")
        verbose_name_plural = _("бажання пам’ятати прочитане")

    def __str__(self) -> str:
        return str(self.since)


class Read(models.Model):
    """One line of that list: words for the reader alone, encrypted, bound to no copy and to no loan by a key.

    `uid` is that of the loan, so that a line is written once.
    """

    privacy = classes(S2="uid reader", S3="about")

    uid = models.UUIDField(primary_key=True, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    about = EncryptedJSONField()

    class Meta:
        verbose_name = _("прочитане")
        verbose_name_plural = _("прочитане")

    def __str__(self) -> str:
        return str(self.uid)


class VisitCount(models.Model):
    """Visits of a place, day and audience as its counter or tally sheet says; written again, it is corrected.

    `base` is the last total somebody said, at `first`; `number` is that and the taps after it.
    """

    privacy = classes(S1="uid place on audience mode channel number base counted", S2="first recorded_at")

    uid = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    audience = models.CharField(max_length=24)
    mode = models.CharField(max_length=16)
    channel = models.CharField(max_length=16, default="desk")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0)
    first = models.CharField(max_length=180, blank=True, default="")
    counted = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("показ лічильника відвідувань")
        verbose_name_plural = _("покази лічильника відвідувань")
        constraints = (models.UniqueConstraint(fields=["place", "on", "audience", "mode"], name="visit_count_once"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.number}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> HoldQuerySet:
        return self.filter(state__in=HOLD_OPEN)

    def in_turn(self) -> HoldQuerySet:
        return self.order_by("at", "uid")


class Hold(models.Model):
    """A reader's place in the queue for a title: any copy of the institution will do, and the reader says where to collect it.

    `copy` is the one set aside, later the one lent; `issued` is the act that lent it, so that taking that back brings the reader
    back into the queue. The reader's link goes some days after the end, as with loans.
    """

    privacy = classes(S2="uid record institution reader pickup at on state copy ready_on keep_until issued closed_on")

    uid = models.UUIDField(primary_key=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    pickup = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=HoldState, default=HoldState.WAITING)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, null=True, related_name="+")
    ready_on = models.DateField(null=True)
    keep_until = models.DateField(null=True)
    issued = models.UUIDField(null=True)
    closed_on = models.DateField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("замовлення")
        verbose_name_plural = _("замовлення")
        constraints = (
            models.UniqueConstraint(fields=["record", "reader"], condition=Q(state__in=HOLD_OPEN), name="one_hold_per_title"),
            models.UniqueConstraint(fields=["copy"], condition=Q(state="ready"), name="one_ready_per_copy"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(copy__isnull=False, keep_until__isnull=False), name="ready_has_a_copy"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLD_OPEN, closed_on__isnull=True) | (~Q(state__in=HOLD_OPEN) & Q(closed_on__isnull=False)),
                name="hold_ended_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["pickup", "at"], name="hold_pickup", condition=Q(state__in=HOLD_OPEN)),
            models.Index(fields=["issued"], name="hold_issued", condition=Q(issued__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_state_display()}"
