"""What a row of the plan is measured by, and what people say of how it goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes
from mandrivna.planning.models.plans import PlanItem
from mandrivna.shared.ids import new_uid


class TieKind(models.TextChoices):
    INDICATOR = "indicator", _("показник")
    EVENTS = "events", _("події, які називають цей рядок")
    PEOPLE = "people", _("учасники подій, які називають цей рядок")
    DELIVERABLE = "deliverable", _("документ або посилання")
    NARRATIVE = "narrative", _("словами, без числа")


class Tie(models.Model):
    """One number of a row and what it is counted by. A row with stacked numbers has several, `line` says beside which line."""

    privacy = classes(S1="uid item line kind indicator where planned unit label done_on link note made_at", S2="by")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="ties")
    line = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(_("чим міряємо"), max_length=12, choices=TieKind)
    indicator = models.CharField(max_length=40, blank=True, default="")
    where = models.JSONField(default=dict, blank=True)
    planned = models.PositiveIntegerField(_("план"), null=True, blank=True)
    unit = models.CharField(_("чого"), max_length=40, blank=True, default="")
    label = models.CharField(_("про що це число"), max_length=200, blank=True, default="")
    done_on = models.DateField(_("готово"), null=True, blank=True)
    link = models.CharField(_("посилання"), max_length=500, blank=True, default="")
    note = models.CharField(_("примітка"), max_length=500, blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("чим міряємо рядок плану")
        verbose_name_plural = _("чим міряємо рядки плану")
        constraints = (
            models.CheckConstraint(condition=~Q(kind=TieKind.INDICATOR) | ~Q(indicator=""), name="tie_names_its_indicator"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.indicator}".strip()


class Outcome(models.TextChoices):
    OPEN = "", _("у роботі")
    DONE = "done", _("виконано")
    PARTLY = "partly", _("виконано частково")
    MOVED = "moved", _("перенесено")
    NOT_DONE = "not_done", _("не виконано")
    CAME = "came", _("умова настала, у роботі")


ON_THE_WAY = (Outcome.OPEN, Outcome.CAME)
"""Nothing is said of how the row went: it goes, or may go now."""
WITH_REASON = (Outcome.PARTLY, Outcome.MOVED, Outcome.NOT_DONE)


class ItemNote(models.Model):
    """How a row goes in the words of whoever answers for it; one a row."""

    privacy = classes(S1="id item outcome moved_to text changed_at", S2="answers by")

    item = models.OneToOneField(PlanItem, on_delete=models.CASCADE, related_name="note")
    outcome = models.CharField(_("стан"), max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    moved_to = models.CharField(_("куди перенесено"), max_length=100, blank=True, default="")
    text = models.TextField(_("пояснення"), max_length=2000, blank=True, default="")
    answers = models.CharField(_("хто відповідає"), max_length=150, blank=True, default="")
    changed_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("як іде рядок плану")
        verbose_name_plural = _("як ідуть рядки плану")

    @property
    def told(self) -> str:
        """How it went, where somebody has said it."""
        return "" if self.outcome in ON_THE_WAY else self.outcome

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"
