"""What people looked for and did not get: the library's «book of refusals»."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.enquiries.states import FINAL, OPEN, About, State
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import words

LONGEST_KEY = 120


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def open(self) -> RefusalQuerySet:
        return self.filter(state__in=OPEN)


class Refusal(models.Model):
    """One request that could not be met. Nobody has to say who they are: contact, note and the reader are there only if the person
    wished, and go when the request is answered.

    `same` is equal for requests of the same thing, so that ten people who want one book are one line with «10».
    """

    privacy = classes(
        S2="uid institution place about words title authors isbn record channel on at same state closed_on met_on answer reader",
        S3="note contact",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("про що"), max_length=10, choices=About, default=About.ABSENT)
    words = models.CharField(_("що шукали"), max_length=200, blank=True, default="")
    title = models.CharField(_("назва"), max_length=300, blank=True, default="")
    authors = models.CharField(_("автор"), max_length=200, blank=True, default="")
    isbn = models.CharField("ISBN", max_length=13, blank=True, default="")
    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, related_name="+")
    note = EncryptedTextField(_("що ще сказали"), null=True)
    contact = EncryptedTextField(_("як відповісти"), null=True)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    same = models.CharField(max_length=LONGEST_KEY + 2)
    state = models.CharField(_("стан"), max_length=10, choices=State, default=State.NEW)
    closed_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    answer = models.CharField(_("що зроблено"), max_length=300, blank=True, default="")

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("відмова")
        verbose_name_plural = _("відмови")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=FINAL, closed_on__isnull=False)
                | (~models.Q(state__in=FINAL) & models.Q(closed_on__isnull=True)),
                name="answered_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["institution", "same"], name="refusal_same"),
            models.Index(fields=["institution", "state"], name="refusal_open", condition=models.Q(state__in=OPEN)),
        )

    def __str__(self) -> str:
        said = f"{self.authors.removesuffix('.')}. {self.title}" if self.authors and self.title else self.title or self.authors
        return said or (f"ISBN {self.isbn}" if self.isbn else self.words)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.same = same_key(self)
        super().save(*args, **kwargs)


def same_key(asked: Refusal) -> str:
    """By the record, else by ISBN, else by the words, whatever their order, case and apostrophes. A theme is no title."""
    if asked.record_id:
        return f"{asked.about[0]}:{asked.record_id}"
    if asked.isbn:
        return f"i:{asked.isbn}"
    said = f"{asked.title} {asked.authors}".strip() or asked.words
    return f"{'t' if asked.about == About.TOPIC else 'w'}:{' '.join(sorted(set(words(said))))[:LONGEST_KEY]}"
