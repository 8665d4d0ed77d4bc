"""A round of home delivery: who goes from where and when, at whose doors they stop, which books go and come back."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models import Copy
from mandrivna.lending.states import ROUND_OPEN, CarryState, RoundState, Way
from mandrivna.readers.models import Reader


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> RoundQuerySet:
        return self.filter(state__in=ROUND_OPEN)


class Round(models.Model):
    """The volunteer is one of the staff, with the telephone in hand, or a name somebody wrote, with the list on paper."""

    privacy = classes(S1="uid base planned_on state left_on closed_on opened_at", S2="volunteer volunteer_name")

    uid = models.UUIDField(primary_key=True, editable=False)
    base = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(_("коли"))
    volunteer = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    volunteer_name = models.CharField(_("хто везе"), max_length=80, blank=True, default="")
    state = models.CharField(_("стан"), max_length=9, choices=RoundState, default=RoundState.PLANNED)
    left_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("обхід із книжками")
        verbose_name_plural = _("обходи з книжками")
        indexes = (models.Index(fields=["base", "planned_on"], name="round_at_base"),)

    def __str__(self) -> str:
        return f"{self.base}, {self.planned_on:%d.%m.%Y}"

    @property
    def who(self) -> str:
        return str(self.volunteer) if self.volunteer else self.volunteer_name


class Stop(models.Model):
    """One door. The address stays with the reader and is never copied here; the reader's link goes two weeks after the round."""

    privacy = classes(S2="uid round reader turn served_on nobody_on closed_on")

    uid = models.UUIDField(primary_key=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stops")
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    turn = models.PositiveSmallIntegerField(_("черга"))
    served_on = models.DateField(null=True)
    nobody_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("зупинка обходу")
        verbose_name_plural = _("зупинки обходу")

    def __str__(self) -> str:
        return str(self.turn)


class Carried(models.Model):
    """A copy on the list of a stop. `by` is the act that handed it over or took it back at the door."""

    privacy = classes(S2="id round stop copy way state by")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="carried")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="carried")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way)
    state = models.CharField(max_length=7, choices=CarryState, default=CarryState.CHOSEN)
    by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("книга обходу")
        verbose_name_plural = _("книги обходу")
        constraints = (models.UniqueConstraint(fields=["round", "copy"], name="carried_once"),)
        indexes = (models.Index(fields=["by"], name="carried_by", condition=models.Q(by__isnull=False)),)

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.copy_id}"
