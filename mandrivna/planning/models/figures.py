"""What people plan, explain and count by hand. Indicators themselves are data: `policy/indicators.yaml`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.planning.diary.rows import DiaryAddition as DiaryAddition
from mandrivna.planning.diary.rows import DiaryMonth as DiaryMonth
from mandrivna.planning.forms.rows import FormEntry as FormEntry
from mandrivna.planning.forms.rows import FormSheet as FormSheet
from mandrivna.planning.forms.rows import NetworkLibrary as NetworkLibrary
from mandrivna.planning.states import STORED_CHOICES, State
from mandrivna.shared.ids import new_uid

HIGHEST = 2_000_000_000
"""A figure is kept as a 32-bit number on both engines."""


def _number_or_not(name: str) -> models.CheckConstraint:
    numbered = Q(state=State.NUMBER, value__gte=0)
    return models.CheckConstraint(condition=numbered | (~Q(state=State.NUMBER) & Q(value__isnull=True)), name=name)


class Target(models.Model):
    """The plan of one indicator for one unit and year as it stands today."""

    privacy = classes(S1="id unit year indicator state value")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=STORED_CHOICES, default=State.EMPTY)
    value = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("планове число")
        verbose_name_plural = _("планові числа")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "indicator"], name="target_once"),
            _number_or_not("target_number_or_not"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.state} {self.value}"


class TargetRevision(models.Model):
    """One change of a target: from what to what, when, why, by whom. Never altered: the plan as known at any time is here."""

    privacy = classes(S1="id target old_state old_value new_state new_value on at reason op", S2="by")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="revisions")
    old_state = models.CharField(max_length=8, choices=STORED_CHOICES)
    old_value = models.IntegerField(null=True)
    new_state = models.CharField(max_length=8, choices=STORED_CHOICES)
    new_value = models.IntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("причина"), max_length=500, blank=True, default="")
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    op = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("зміна планового числа")
        verbose_name_plural = _("зміни планових чисел")

    def __str__(self) -> str:
        return f"{self.on} {self.old_value} → {self.new_value}"


class Explanation(models.Model):
    """Why a figure is as it is; `indicator` may also be `footnote`, the note under the whole table."""

    privacy = classes(S1="id unit year indicator text")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=40)
    text = models.TextField(_("пояснення"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("пояснення до показника")
        verbose_name_plural = _("пояснення до показників")
        constraints = (models.UniqueConstraint(fields=["unit", "year", "indicator"], name="explanation_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class ManualFigure(models.Model):
    """What somebody counted outside the program, with the source. `before` is the level it replaces; a flow has none."""

    privacy = classes(S1="uid unit indicator on value before source note recorded_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)
    on = models.DateField(_("день або останній день строку"))
    value = models.PositiveIntegerField(_("число"))
    before = models.PositiveIntegerField(default=0)
    source = models.CharField(_("джерело"), max_length=250)
    note = models.CharField(_("примітка"), max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("показник, записаний вручну")
        verbose_name_plural = _("показники, записані вручну")
        constraints = (models.UniqueConstraint(fields=["unit", "indicator", "on"], name="manual_figure_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.on}: {self.value}"


class ManualPaper(models.Model):
    """What the figure was read from: a letter, a sheet, the picture of a counter. One a figure; another takes its place.

    A paper of the institution, not of people: whoever adds it is told to keep lists with names out, and takes it away if one did
    get in.
    """

    privacy = classes(S1="figure kind size added_at", S2="data")

    figure = models.OneToOneField(ManualFigure, on_delete=models.PROTECT, primary_key=True, related_name="paper")
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("файл до показника, записаного вручну")
        verbose_name_plural = _("файли до показників, записаних вручну")

    def __str__(self) -> str:
        return f"{self.figure}, {self.kind}"


class PastFigure(models.Model):
    """A figure of an earlier year as printed in a document: shown where the ledger has nothing, never a fact of work."""

    privacy = classes(S1="id unit year indicator state value forecast_at source")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=STORED_CHOICES)
    value = models.IntegerField(null=True)
    forecast_at = models.DateField(_("прогноз за станом на"), null=True, blank=True)
    source = models.CharField(_("документ"), max_length=250)

    class Meta:
        verbose_name = _("показник минулих років")
        verbose_name_plural = _("показники минулих років")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "indicator"], name="past_figure_once"),
            _number_or_not("past_figure_number_or_not"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.state} {self.value}"
