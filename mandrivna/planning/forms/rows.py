"""State forms as they are filled in, signed and sent, and the libraries of a network that this program does not keep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.ids import new_uid


class SheetState(models.TextChoices):
    DRAFT = "draft", _("чернетка")
    SIGNED = "signed", _("підписано")


class Status(models.TextChoices):
    """What a library has said of its year. A missing answer is an answer too, and is printed."""

    WAITING = "waiting", _("очікуємо")
    HANDED = "handed", _("передано на підпис")
    REPORTED = "reported", _("подано")
    PARTLY = "partly", _("подано частково")
    NOT_WORKING = "not_working", _("не працювала")
    OCCUPIED = "occupied", _("на тимчасово окупованій території")
    NO_DATA = "no_data", _("немає даних")


COUNTED = (Status.REPORTED, Status.PARTLY)
"""Whose figures a summary adds."""


class NetworkLibrary(models.Model):
    """A library of the region that works without this program: whose form is asked for by a link or brought as a file."""

    privacy = classes(S1="uid unit name community ecmap region closed_on", S2="mail")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("назва бібліотеки"), max_length=250)
    community = models.CharField(_("громада"), max_length=120, blank=True, default="")
    ecmap = models.CharField(_("номер у системі моніторингу"), max_length=40, blank=True, default="")
    mail = models.EmailField(_("службова пошта"), blank=True, default="")
    region = models.CharField(_("область"), max_length=5, choices=list(REGIONS.items()), blank=True, default="")
    closed_on = models.DateField(_("закрито"), null=True, blank=True)

    class Meta:
        verbose_name = _("бібліотека мережі")
        verbose_name_plural = _("бібліотеки мережі")
        constraints = (models.UniqueConstraint(fields=["unit", "name", "community"], name="network_library_once"),)

    def __str__(self) -> str:
        return self.name


class FormSheet(models.Model):
    """One form of one library for one year. Signed, it never changes: a corrected one has the next number.

    `said` holds what people wrote over the program's figures, by «row.column»; every change of it is a `FormEntry`.
    """

    privacy = classes(
        S1="uid unit library form year number status status_note said note state signed_on known_by frozen seal asked_on "
        "reminded_on link_until",
        S2="post signer by link link_hash",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    library = models.ForeignKey(NetworkLibrary, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    form = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    status_note = models.CharField(_("пояснення стану"), max_length=300, blank=True, default="")
    said = models.JSONField(default=dict)
    note = models.TextField(_("пояснювальна записка"), max_length=5000, blank=True, default="")
    state = models.CharField(max_length=8, choices=SheetState, default=SheetState.DRAFT)
    signed_on = models.DateField(null=True)
    known_by = models.DateTimeField(null=True)
    post = models.CharField(_("посада"), max_length=200, blank=True, default="")
    signer = models.CharField(_("ім’я та прізвище"), max_length=200, blank=True, default="")
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    frozen = models.JSONField(null=True)
    seal = models.CharField(max_length=64, blank=True, default="")
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    link = models.UUIDField(null=True)
    link_hash = models.CharField(max_length=64, null=True, unique=True)
    link_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("державна форма")
        verbose_name_plural = _("державні форми")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "form", "year", "number"], condition=Q(library=None), name="form_sheet_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["library", "form", "year", "number"], condition=~Q(library=None), name="form_sheet_of_library_once"
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | (Q(signed_on__isnull=False) & Q(known_by__isnull=False) & ~Q(seal="")),
                name="form_signed_whole",
            ),
        )
        indexes = (models.Index(fields=["form", "year"], name="form_sheet_year"),)

    def __str__(self) -> str:
        return f"{self.form} {self.year} № {self.number}"

    @property
    def signed(self) -> bool:
        return self.state == SheetState.SIGNED

    @property
    def whose(self) -> str:
        return self.library.name if self.library else self.unit.name


class FormEntry(models.Model):
    """One change of one cell by a person: what it said, why, when. Never altered."""

    privacy = classes(S1="id sheet row column state value reason at op", S2="by")

    sheet = models.ForeignKey(FormSheet, on_delete=models.PROTECT, related_name="entries")
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    value = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    reason = models.CharField(_("причина"), max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    op = models.UUIDField(null=True)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("зміна в державній формі")
        verbose_name_plural = _("зміни в державних формах")

    def __str__(self) -> str:
        return f"{self.row}.{self.column}: {self.state} {self.value}"
