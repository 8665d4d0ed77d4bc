"""Licences of e-resources whose access is restricted, and loans of them: a seat for a term, and no thing in anybody's hands."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.lending.states import ELoanState
from mandrivna.readers.models import Reader


class LicenceQuerySet(models.QuerySet["Licence"]):
    def valid(self, on: dt.date) -> LicenceQuerySet:
        return self.filter(ended_on__isnull=True).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))


class Licence(models.Model):
    """What one contract allows: so many readers at once, so many days. A title may have several, of several suppliers.

    `address` is what the contract pays for. It is written and never read back: no page, not even the form of the staff, no export
    and no answer to a program shows it; only the redirect of a loan that goes on leads there.
    """

    privacy = classes(S2="uid record institution seats days valid_until added_on ended_on", S3="address")
    withheld = ("address",)

    uid = models.UUIDField(primary_key=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("скільки читачів водночас"))
    days = models.PositiveSmallIntegerField(_("на скільки днів"))
    address = EncryptedTextField()
    valid_until = models.DateField(_("діє до"), null=True)
    added_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ліцензія електронного видання")
        verbose_name_plural = _("ліцензії електронних видань")

    def __str__(self) -> str:
        return str(self.record)


class ELoanQuerySet(models.QuerySet["ELoan"]):
    def open(self) -> ELoanQuerySet:
        return self.filter(state=ELoanState.OPEN)


class ELoan(models.Model):
    """A reader's access to an e-resource, until a day. Its uid is the uid of the operation that lent it.

    `seat` is which of the licence's places it takes: the database itself refuses a second reader on one. `opened` are the days on
    which it was opened, each by the channel it came from, for the figures. audience, age, language and channel are reporting
    copies, as in `Event`; the reader's link goes as with loans of things.
    """

    privacy = classes(S2="uid licence reader place seat at on until state closed_at closed_on opened channel audience age language")

    uid = models.UUIDField(primary_key=True, editable=False)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    on = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=ELoanState, default=ELoanState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    opened = models.JSONField(default=list)
    channel = models.CharField(max_length=16, blank=True, default="")
    audience = models.CharField(max_length=24, blank=True, default="")
    age = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=3, blank=True, default="")

    objects = ELoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("видача електронного видання")
        verbose_name_plural = _("видачі електронних видань")
        constraints = (
            models.UniqueConstraint(fields=["licence", "seat"], condition=Q(state="open"), name="one_reader_per_seat"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="eloan_ended_has_a_day",
            ),
        )
        indexes = (models.Index(fields=["until"], condition=Q(state="open"), name="eloan_until"),)

    def __str__(self) -> str:
        return f"{self.on} → {self.until}"

    @property
    def openings(self) -> dict[dt.date, str]:
        """Day → the channel from which it was opened first on it."""
        return {dt.date.fromisoformat(day): channel for one in self.opened for channel, day in one.items()}

    def goes_on(self, on: dt.date) -> bool:
        """The term ends by the calendar, also on a day when the night's task did not run."""
        return self.state == ELoanState.OPEN and self.until >= on
