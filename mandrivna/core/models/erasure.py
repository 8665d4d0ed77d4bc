"""That somebody asked to be forgotten, and that they were: an opaque number, never a name.

The record survives so that a restored backup forgets again; the request, so that the library can show it answered in time.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models.units import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid

DAYS_TO_ANSWER = 30
"""Calendar days; Law of Ukraine 2297-VI, article 8 (потребує звірки)."""
SEALED = "an erasure is never undone nor rewritten"


class ErasureQuerySet(models.QuerySet["ErasureRecord"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def delete(self) -> NoReturn:
        raise TypeError(SEALED)


class ErasureRecord(models.Model):
    class Reason(models.TextChoices):
        REQUEST = "request", _("на вимогу особи")
        MINOR = "guardian", _("на вимогу законного представника")
        DANGER = "danger", _("дані загрожують безпеці особи")
        EXPIRED = "expired", _("закінчився строк зберігання")
        MISTAKE = "mistake", _("записано помилково")

    privacy = classes(S2="uid subject reason at who second")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    subject = models.UUIDField(db_index=True)
    reason = models.CharField(_("підстава"), max_length=12, choices=Reason)
    at = models.DateTimeField(default=timezone.now)
    who = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("знищення персональних даних")
        verbose_name_plural = _("знищення персональних даних")

    def __str__(self) -> str:
        return f"{self.subject} {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(SEALED)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def open(self) -> ErasureRequestQuerySet:
        return self.filter(state__in=ErasureRequest.OPEN)

    def overdue(self, on: dt.date) -> ErasureRequestQuerySet:
        return self.open().filter(due_on__lt=on)


class ErasureRequest(models.Model):
    """Somebody wishes to be forgotten: a clock of thirty days, two people of the staff, or a refusal with its reason.

    `subject` is the number of the person, as in the record of the erasure; `unit` is the institution that has to answer.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("чекає на рішення")
        CONFIRMED = "confirmed", _("чекає на другу згоду")
        REFUSED = "refused", _("відмовлено")
        WITHDRAWN = "withdrawn", _("відкликано читачем")
        DONE = "done", _("дані знищено")

    OPEN = (State.ASKED, State.CONFIRMED)

    privacy = classes(
        S2="uid subject unit reason channel asked_on due_on state opened_by confirmed_by confirmed_at closed_by closed_at",
        S3="explanation",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    subject = models.UUIDField(db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("підстава"), max_length=12, choices=ErasureRecord.Reason, default=ErasureRecord.Reason.REQUEST)
    channel = models.CharField(max_length=16, default="desk")
    asked_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(_("стан"), max_length=10, choices=State, default=State.ASKED)
    opened_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    explanation = EncryptedTextField(null=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("запит на знищення даних")
        verbose_name_plural = _("запити на знищення даних")
        constraints = (
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(state__in=("asked", "confirmed")), name="erasure_asked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def days_left(self, on: dt.date) -> int:
        """Negative when the time to answer has passed."""
        return (self.due_on - on).days
