"""A visit to a shelf, what is brought and taken back on it, and a check of what stands there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models import Copy
from mandrivna.lending.states import VISIT_OPEN, Found, PickState, VisitState, Way


class ShelfVisitQuerySet(models.QuerySet["ShelfVisit"]):
    def open(self) -> ShelfVisitQuerySet:
        return self.filter(state__in=VISIT_OPEN)


class ShelfVisit(models.Model):
    """Somebody goes to a shelf with books from `base` and comes back with others. Where each copy is, its own events say."""

    privacy = classes(
        S2="uid place base planned_on state note carrier parcel arrived_on handed_on act_institution act_year act_number photo "
        "closed_on opened_at"
    )

    uid = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(_("коли"))
    state = models.CharField(_("стан"), max_length=9, choices=VisitState, default=VisitState.PLANNED)
    note = models.CharField(_("нотатка"), max_length=300, blank=True, default="")
    carrier = models.CharField(_("перевізник"), max_length=120, blank=True, default="")
    parcel = models.CharField(_("номер відправлення"), max_length=60, blank=True, default="")
    arrived_on = models.DateField(null=True)
    handed_on = models.DateField(null=True)
    act_institution = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    act_year = models.PositiveSmallIntegerField(null=True)
    act_number = models.PositiveIntegerField(null=True)
    photo = models.CharField(max_length=64, blank=True, default="")
    closed_on = models.DateField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = ShelfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("виїзд до полиці")
        verbose_name_plural = _("виїзди до полиць")
        constraints = (
            models.UniqueConstraint(
                fields=["act_institution", "act_year", "act_number"],
                condition=Q(act_number__isnull=False),
                name="visit_act_number_once",
            ),
        )
        indexes = (models.Index(fields=["place", "planned_on"], name="visit_at_place"),)

    def __str__(self) -> str:
        return f"{self.place}, {self.planned_on:%d.%m.%Y}"

    @property
    def act_title(self) -> str:
        return f"{self.act_number}-{self.act_year}" if self.act_number else ""


class Pick(models.Model):
    """A copy on the list of a visit: to be brought or to be taken back, and why somebody or the program thought so."""

    privacy = classes(S2="id visit copy way state why")

    visit = models.ForeignKey(ShelfVisit, on_delete=models.CASCADE, related_name="picks")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way)
    state = models.CharField(max_length=7, choices=PickState, default=PickState.CHOSEN)
    why = models.JSONField(default=list)

    class Meta:
        verbose_name = _("книга виїзду")
        verbose_name_plural = _("книги виїзду")
        constraints = (models.UniqueConstraint(fields=["visit", "copy"], name="picked_once"),)

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.copy_id}"


class ShelfCheck(models.Model):
    """Somebody looks what stands on a shelf. Only who says «this is all of it» learns what is missing."""

    privacy = classes(S2="uid place visit started_at on whole closed_on expected act_institution act_year act_number")

    uid = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(ShelfVisit, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    whole = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    expected = models.PositiveIntegerField(default=0)
    act_institution = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    act_year = models.PositiveSmallIntegerField(null=True)
    act_number = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("звірка полиці")
        verbose_name_plural = _("звірки полиць")
        constraints = (
            models.UniqueConstraint(fields=["place"], condition=Q(closed_on__isnull=True), name="one_open_check_a_shelf"),
            models.UniqueConstraint(
                fields=["act_institution", "act_year", "act_number"],
                condition=Q(act_number__isnull=False),
                name="check_act_number_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}, {self.on:%d.%m.%Y}"

    @property
    def act_title(self) -> str:
        return f"{self.act_number}-{self.act_year}" if self.act_number else ""


class Checked(models.Model):
    """A copy that a check speaks of, and what the records said of it at that moment."""

    privacy = classes(S2="id of copy found said_place at")

    of = models.ForeignKey(ShelfCheck, on_delete=models.CASCADE, related_name="rows")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=10, choices=Found)
    said_place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("книга звірки")
        verbose_name_plural = _("книги звірки")
        constraints = (models.UniqueConstraint(fields=["of", "copy"], name="checked_once"),)

    def __str__(self) -> str:
        return f"{self.copy_id}: {self.get_found_display()}"
