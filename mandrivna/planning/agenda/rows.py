"""What is kept of terms: when each row falls due next, for the bell, and the secret addresses of personal calendars."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.planning.models.plans import PlanItem
from mandrivna.shared.ids import new_uid


class Due(models.Model):
    """The next deadline of a row that is not met, once for each executor: made anew every night (`noting`), read by the bell.

    A cache: whatever stands here follows from the plan and its facts. `key` is that of `whose.Whom`.
    """

    privacy = classes(S1="id item unit due_on", S2="key")

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="dues")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, blank=True, default="")
    due_on = models.DateField(_("строк"))

    class Meta:
        verbose_name = _("найближчий строк рядка плану")
        verbose_name_plural = _("найближчі строки рядків плану")
        indexes = (models.Index(fields=["due_on"], name="plan_due_on"),)
        constraints = (models.UniqueConstraint(fields=["item", "unit", "key"], name="plan_due_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.due_on}"


class AgendaLink(models.Model):
    """A secret address under which a calendar of somebody of the staff fetches their terms; one a person, gone when taken back.

    The address itself is made again for its owner, with our key; nobody makes it of what stands here. `who`: only rows of this
    executor.
    """

    privacy = classes(S2="uid staff token_hash who made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    staff = models.OneToOneField("core.Staff", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    who = models.CharField(_("лише виконавець"), max_length=300, blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("адреса особистого календаря")
        verbose_name_plural = _("адреси особистих календарів")

    def __str__(self) -> str:
        return f"{self.staff_id}"
