"""The reading diary of a club: what a member read and a few words about it, for the club and nobody else."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.privacy import classes
from mandrivna.programme.models.circles import Circle, Member
from mandrivna.shared.ids import new_uid


class DiaryEntry(models.Model):
    """A title of the catalogue or one written by hand. The words may say much about a person, so they are kept like a name."""

    privacy = classes(S2="uid circle member record title on made_at", S3="words")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="diary")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="diary")
    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("що прочитано"), max_length=300)
    words = EncryptedTextField(_("кілька слів"), null=True)
    on = models.DateField(_("коли"))
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("запис щоденника")
        verbose_name_plural = _("записи щоденника")
        indexes = (models.Index(fields=["circle", "on"], name="diary_by_day"),)

    def __str__(self) -> str:
        return self.title
