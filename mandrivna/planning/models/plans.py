"""A plan as a living document: what is written, as it is written, and beside it what was understood.

The words of a cell are never changed by the program. What they mean (stretches of time, numbers, who does it; with ditto marks and
empty places resolved) stands in `PlanItem.meaning`, made anew whenever the words around it change: see `planning.meaning`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.planning.plan_states import FORMAL, FREE, PartKind, PlanKind, PlanState, Role, RowKind
from mandrivna.shared.ids import new_uid


class PlanQuerySet(models.QuerySet["Plan"]):
    def annual(self, unit: Unit, year: int) -> PlanQuerySet:
        return self.filter(unit=unit, year=year, kind=PlanKind.ANNUAL)

    def covering(self, day: dt.date) -> PlanQuerySet:
        """Plans whose year, or one of whose years, this is."""
        return self.filter(Q(until_year=None, year=day.year) | Q(year__lte=day.year, until_year__gte=day.year))


class Plan(models.Model):
    """The plan of one unit: for a year, or a strategy for several. An annual plan is the only one of its unit and year."""

    privacy = classes(
        S1="id unit year until_year kind state title place cover_year preamble closing strategy version made_at",
        S2="approver_post approver_name",
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("рік"))
    until_year = models.PositiveSmallIntegerField(_("останній рік"), null=True, blank=True)
    kind = models.CharField(_("вид плану"), max_length=12, choices=PlanKind, default=PlanKind.ANNUAL)
    state = models.CharField(_("стан"), max_length=12, choices=PlanState, default=PlanState.DRAFT)
    title = models.CharField(_("назва, як на титулі"), max_length=500, blank=True, default="")
    place = models.CharField(_("місце, як на титулі"), max_length=200, blank=True, default="")
    cover_year = models.CharField(_("рік укладання, як на титулі"), max_length=40, blank=True, default="")
    approver_post = models.CharField(_("хто затверджує: посада"), max_length=250, blank=True, default="")
    approver_name = models.CharField(_("хто затверджує: ім’я"), max_length=150, blank=True, default="")
    preamble = models.TextField(_("вступ"), max_length=20_000, blank=True, default="")
    closing = models.TextField(_("після розділів"), max_length=10_000, blank=True, default="")
    strategy = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    version = models.PositiveIntegerField(default=1)
    """Grows with every change of the cover and of the order of sections; cells have versions of their own."""
    made_at = models.DateTimeField(default=timezone.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("план")
        verbose_name_plural = _("плани")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year"], condition=Q(kind=PlanKind.ANNUAL), name="annual_plan_once"),
            models.CheckConstraint(condition=Q(until_year=None) | Q(until_year__gte=models.F("year")), name="plan_years_in_order"),
        )

    def __str__(self) -> str:
        return self.title or f"{self.unit} {self.year}"

    @property
    def free(self) -> bool:
        """Anybody who may edit writes without giving reasons."""
        return self.state in FREE

    @property
    def formal(self) -> bool:
        """Every change is a dated revision with its reason."""
        return self.state in FORMAL


class PlanStamp(models.Model):
    """One step of the plan from draft to closed: «ЗАТВЕРДЖУЮ», post, name, day. Kept for every step, never altered."""

    privacy = classes(S1="id plan state on at note", S2="post name by")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stamps")
    state = models.CharField(max_length=12, choices=PlanState)
    post = models.CharField(_("посада"), max_length=250, blank=True, default="")
    name = models.CharField(_("ім’я"), max_length=150, blank=True, default="")
    on = models.DateField(_("день"))
    note = models.CharField(_("примітка"), max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("гриф плану")
        verbose_name_plural = _("грифи планів")

    def __str__(self) -> str:
        return f"{self.on} {self.state}"


class Section(models.Model):
    """A part of a plan with its own table: the columns of one section are not those of the next.

    `columns` is a list of `{"title": "Термін виконання", "role": "term", "width": 28}`, widths in millimetres, 0 where the printer
    decides. `scopes`: what a direction of a strategy says of itself, `{"written", "applies_to", "coordinator", "term"}`.
    """

    privacy = classes(
        S1="uid plan parent kind position number title contents_title narrative after notes columns numbered_columns version",
        S2="scopes",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField(_("що це"), max_length=16, choices=PartKind, default=PartKind.SECTION)
    position = models.PositiveIntegerField(default=0)
    """Among all sections of the plan, in the order of reading; a part follows its parent."""
    number = models.CharField(_("номер"), max_length=20, blank=True, default="")
    title = models.CharField(_("назва"), max_length=500, blank=True, default="")
    contents_title = models.CharField(_("назва у змісті, якщо інша"), max_length=500, blank=True, default="")
    narrative = models.TextField(_("текст перед таблицею"), max_length=20_000, blank=True, default="")
    after = models.TextField(_("текст після таблиці"), max_length=20_000, blank=True, default="")
    notes = models.TextField(_("примітки під таблицею"), max_length=4_000, blank=True, default="")
    columns = models.JSONField(default=list, blank=True)
    numbered_columns = models.BooleanField(_("рядок із номерами граф під заголовками"), default=False)
    scopes = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("розділ плану")
        verbose_name_plural = _("розділи планів")
        indexes = (models.Index(fields=["plan", "position"], name="section_order"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def roles(self) -> list[str]:
        return [column["role"] for column in self.columns]

    def column_of(self, role: str) -> int | None:
        """The first column about this; None where the section has none."""
        return self.roles.index(role) if role in self.roles else None


class PlanItem(models.Model):
    """One row of a plan. What is done names the row it was planned in: by this key, and for people by section and number.

    `section`, `number`, `title` and `term` repeat what stands in `part` and in `cells`, so that other rooms can name a row and
    search it without knowing columns. A row that was named before its plan was written has no `part` yet.

    `cells`: the words of each column of the part, lines of a list separated by newlines. `spans`: {"2": [rows, columns]} where a
    cell is stretched. `meaning`: see `planning.meaning`.
    """

    privacy = classes(
        S1="uid plan part section number title term kind position level parent serves serves_part spans conditional condition"
        " dropped_on version",
        S2="cells meaning coordinator",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    part = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    section = models.CharField(_("розділ"), max_length=20, blank=True, default="")
    number = models.CharField(_("№ п/п"), max_length=12, blank=True, default="")
    title = models.TextField(_("назва діяльності"), max_length=4000, blank=True, default="")
    term = models.CharField(_("термін, як у плані"), max_length=500, blank=True, default="")
    kind = models.CharField(max_length=8, choices=RowKind, default=RowKind.ROW)
    position = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="rows")
    """The nearest row above with a lower level; made from positions and levels, never chosen."""
    serves = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="served_by")
    """The row of a strategy (or of the institution's plan) that this row carries out."""
    serves_part = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="served_by")
    """… or its direction as a whole."""
    cells = models.JSONField(default=list, blank=True)
    spans = models.JSONField(default=dict, blank=True)
    meaning = models.JSONField(default=dict, blank=True)
    conditional = models.BooleanField(_("лише за умови"), default=False)
    condition = models.CharField(_("за якої умови"), max_length=300, blank=True, default="")
    coordinator = models.CharField(_("хто координує"), max_length=200, blank=True, default="")
    dropped_on = models.DateField(_("знято з плану"), null=True, blank=True)
    """Taken off after approval: the row stays in sight, crossed out, and its revision says why."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("рядок плану")
        verbose_name_plural = _("рядки плану")
        indexes = (
            models.Index(fields=["plan", "section", "number"], name="plan_item_named"),
            models.Index(fields=["part", "position"], name="plan_item_order"),
        )
        constraints = (models.CheckConstraint(condition=Q(serves=None) | Q(serves_part=None), name="plan_item_serves_one"),)

    def __str__(self) -> str:
        if self.number:
            return f"{self.section}, № {self.number}" if self.section else f"№ {self.number}"
        return self.title[:80]

    @property
    def ditto(self) -> list[str]:
        """Roles of the cells that hold a ditto mark."""
        found: list[str] = self.meaning.get("ditto", [])
        return found

    def written(self, role: str, columns: list[dict[str, Any]]) -> str:
        """The words of the first column about `role`; «» where the part has no such column."""
        for cell, column in zip(self.cells, columns, strict=False):
            if column["role"] == role:
                return str(cell)
        return self.number if role == Role.NUMBER else ""


class Abbreviation(models.Model):
    """«ВНМР: Відділ науково-методичної роботи»: printed at the end, and how an executor is known for a department."""

    privacy = classes(S1="id plan short full unit position")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="abbreviations")
    short = models.CharField(_("скорочення"), max_length=40)
    full = models.CharField(_("повна назва"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("скорочення")
        verbose_name_plural = _("скорочення")
        constraints = (models.UniqueConstraint(fields=["plan", "short"], name="abbreviation_once"),)

    def __str__(self) -> str:
        return f"{self.short} – {self.full}"
