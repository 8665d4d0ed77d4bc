"""What people told readers themselves, where no machine could."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.readers.models import Reader


class Reminder(models.Model):
    """A colleague reminded a reader of a term, or tried to. Which books it was about is not written: that stands in the loans, as
    long as there are any. `uid` is the operation's."""

    class How(models.TextChoices):
        CALL = "call", _("подзвонили")
        MET = "met", _("сказали особисто")
        PASSED = "passed", _("переказали через когось")
        MISSED = "missed", _("не відповідають")

    privacy = classes(S2="uid reader place at on how by")

    uid = models.UUIDField(primary_key=True, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    how = models.CharField(_("як"), max_length=8, choices=How)
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("нагадування від людини")
        verbose_name_plural = _("нагадування від людей")
        indexes = (models.Index(fields=["reader", "on"], name="reminder_of"),)

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.on}"
