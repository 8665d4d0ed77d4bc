"""Paper: numbered sheets with lines to be filled in by hand, and what was keyed from them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.lending.states import LineState, SheetKind, SheetState
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid

CODE_DIGITS = 12


class Sheet(models.Model):
    """A sheet that was printed. `code` is what its QR says: digits, which no layout of a keyboard spoils; it opens nothing
    to whoever has no right here. `version` grows with every keying that changed something: who keyed from an older look is told.
    """

    privacy = classes(S2="uid batch code number kind place lines printed_on state version on keyed_at note")

    uid = models.UUIDField(primary_key=True, editable=False)
    batch = models.UUIDField()
    code = models.CharField(max_length=CODE_DIGITS, unique=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(_("що записують"), max_length=6, choices=SheetKind)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveSmallIntegerField(_("рядків на аркуші"))
    printed_on = models.DateField()
    state = models.CharField(max_length=7, choices=SheetState, default=SheetState.PRINTED)
    version = models.PositiveIntegerField(default=0)
    on = models.DateField(null=True)
    keyed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("паперовий аркуш")
        verbose_name_plural = _("паперові аркуші")
        constraints = (models.UniqueConstraint(fields=["place", "number"], name="sheet_number_once"),)
        indexes = (
            models.Index(fields=["batch"], name="sheet_batch"),
            models.Index(fields=["state", "printed_on"], name="sheet_state"),
        )

    def __str__(self) -> str:
        return f"№ {self.number}, {self.get_kind_display()}"

    @property
    def pretty(self) -> str:
        return " ".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


class SheetLine(models.Model):
    """One line as it was keyed. `said` and the reader go some days after it is settled; what was said stays recognisable by its
    keyed hash alone, so that the same line keyed a year later still does nothing."""

    privacy = classes(S2="uid sheet number version state problem op reader said_mac at settled_at", S3="said")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=LineState)
    problem = models.CharField(max_length=40, blank=True, default="")
    op = models.UUIDField(null=True)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    said = EncryptedJSONField(null=True)
    said_mac = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("рядок аркуша")
        verbose_name_plural = _("рядки аркушів")
        constraints = (models.UniqueConstraint(fields=["sheet", "number"], name="sheet_line_once"),)
        indexes = (models.Index(fields=["settled_at"], name="sheet_line_settled"),)

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.number}"

    def part(self, name: str) -> uuid.UUID:
        """The identity of what this version of the line says was done: of the sheet and the line, not of the keying."""
        return uuid.uuid5(self.sheet_id, f"{self.number}:{self.version}:{name}")

    def settle(self, state: str, problem: str = "") -> None:
        self.state, self.problem = state, problem
        self.settled_at = None if state == LineState.WAITING else timezone.now()
