"""The list of wishes that donors read: titles somebody of the staff chose among what readers did not get."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class Wish(models.Model):
    """Shown to everybody, so its words are a librarian's and not those of whoever asked. Closed when the title has come."""

    privacy = classes(S1="uid institution title authors isbn note quantity put_on closed_on", S2="same")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(_("назва"), max_length=300)
    authors = models.CharField(_("автор"), max_length=200, blank=True, default="")
    isbn = models.CharField("ISBN", max_length=13, blank=True, default="")
    note = models.CharField(_("що ще варто знати дарувальникові"), max_length=200, blank=True, default="")
    quantity = models.PositiveSmallIntegerField(_("скільки примірників"), default=1)
    same = models.CharField(max_length=122)
    put_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("бажана книжка")
        verbose_name_plural = _("бажані книжки")
        constraints = (
            models.UniqueConstraint(fields=["institution", "same"], condition=Q(closed_on__isnull=True), name="wished_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="wish_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.authors.removesuffix('.')}. {self.title}" if self.authors else self.title
