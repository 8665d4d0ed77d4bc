"""Complaints and suggestions: what somebody thinks of the library, and by which day they are answered."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.enquiries.states import Remarked, RemarkState
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text.mails import mail_in


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> RemarkQuerySet:
        return self.filter(state=RemarkState.NEW)

    def to_call(self) -> RemarkQuerySet:
        return self.filter(to_call=True, contact__isnull=False)


class Remark(models.Model):
    """Nobody has to say who they are. The way to answer goes once the answer has reached them, the words after a year; that there
    was one stays. `to_call`: answered, and no letter reaches them, so a colleague has to say it."""

    privacy = classes(S2="uid institution place what channel on at due_on state closed_on to_call", S3="text contact answer")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(_("що це"), max_length=10, choices=Remarked)
    text = EncryptedTextField(_("слова людини"), null=True)
    contact = EncryptedTextField(_("як відповісти"), null=True)
    answer = EncryptedTextField(_("що відповіли"), null=True)
    channel = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("відповісти до"))
    state = models.CharField(_("стан"), max_length=10, choices=RemarkState, default=RemarkState.NEW)
    closed_on = models.DateField(null=True)
    to_call = models.BooleanField(default=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("скарга чи пропозиція")
        verbose_name_plural = _("скарги й пропозиції")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="new", closed_on__isnull=True) | (~Q(state="new") & Q(closed_on__isnull=False)),
                name="answered_remark_has_a_day",
            ),
        )
        indexes = (models.Index(fields=["institution", "state", "due_on"], name="remark_inbox"),)

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.on:%d.%m.%Y}"

    @property
    def mail(self) -> str:
        """Where a letter goes: the address of mail among what they left, if there is one."""
        return mail_in(self.contact or "")

    def late(self, today: dt.date) -> bool:
        return self.state == RemarkState.NEW and self.due_on < today
