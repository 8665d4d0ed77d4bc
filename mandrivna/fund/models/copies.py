"""Copies: the things themselves, each with an inventory number that is never used again."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class State(models.TextChoices):
    AVAILABLE = "available", _("на місці")
    ON_LOAN = "on_loan", _("видано")
    ASIDE = "aside", _("відкладено для читача")
    CHECK = "check", _("потребує звірки")
    TRANSIT = "transit", _("у дорозі")
    LOST = "lost", _("не знайдено")
    WITHDRAWN = "withdrawn", _("вилучено")


TRANSITIONS: dict[str, frozenset[str]] = {
    State.AVAILABLE: frozenset({State.ON_LOAN, State.ASIDE, State.TRANSIT, State.LOST, State.WITHDRAWN}),
    State.ON_LOAN: frozenset({State.AVAILABLE, State.ASIDE, State.TRANSIT, State.LOST}),
    State.ASIDE: frozenset({State.ON_LOAN, State.AVAILABLE, State.TRANSIT, State.LOST}),
    State.CHECK: frozenset({State.AVAILABLE, State.TRANSIT, State.LOST, State.WITHDRAWN}),
    State.TRANSIT: frozenset({State.AVAILABLE, State.ASIDE, State.ON_LOAN, State.LOST}),
    State.LOST: frozenset({State.AVAILABLE, State.ASIDE, State.ON_LOAN, State.TRANSIT, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
"""CHECK is what an import leaves where the former system did not say «here»: in the fund, told to nobody as standing on a shelf."""


VOID = "void"
"""In `extra` of a copy that was written down by mistake: crossed out like a line of an inventory book. Its number stays taken, and
no figure knows of it. All other names there are codes of a former system, one sign each, or words of an import."""


CONFIRMED = "confirmed"
"""In `extra` of a copy that an import had left for checking and somebody has looked at."""


class CopyQuerySet(models.QuerySet["Copy"]):
    def delete(self) -> NoReturn:
        raise TypeError("a copy is withdrawn, never deleted: its inventory number must stay taken")

    def held(self) -> CopyQuerySet:
        return self.exclude(state=State.WITHDRAWN)

    def standing_at(self, place: Unit) -> CopyQuerySet:
        return self.filter(place=place, state=State.AVAILABLE)


class Copy(models.Model):
    """`home` is the shelf it belongs to, `place` where it stands or was last seen."""

    privacy = classes(
        S1="uid record owner inventory_number inventory_text barcode home place state received_on withdrawn_on withdrawn_why "
        "language material opening extra"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    inventory_number = models.PositiveIntegerField(_("інвентарний номер"), null=True)
    """None only while an import goes on: what came without a number gets one after the highest number of the whole file."""
    inventory_text = models.CharField(max_length=40, blank=True, default="")
    """The number as the inventory book has it, where that is no plain number: «к-777», «123/1», «0003001»."""
    barcode = models.CharField(_("штрихкод"), max_length=30, unique=True)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("стан"), max_length=10, choices=State, default=State.AVAILABLE)
    received_on = models.DateField(default=timezone.localdate)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=3)
    material = models.CharField(max_length=16)
    opening = models.UUIDField(null=True, blank=True, editable=False)
    """The import that brought it: it was ours before this program was, and stands in the opening balance."""
    extra = models.JSONField(default=dict, blank=True)
    """What the former system said of it and we have no column for, by its codes."""

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("примірник")
        verbose_name_plural = _("примірники")
        constraints = (
            models.UniqueConstraint(fields=["owner", "inventory_number"], name="inventory_number_once"),
            models.UniqueConstraint(
                fields=["owner", "inventory_text"], name="inventory_text_once", condition=~Q(inventory_text="")
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False) | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="withdrawn_has_a_day",
            ),
        )
        indexes = (
            # More columns than any other index answers with: whether a title is held goes by it, whatever the statistics say.
            models.Index(fields=["record", "owner", "state"], name="copy_record"),
            models.Index(fields=["place", "state", "record"], name="copy_at_place"),
            models.Index(fields=["state", "received_on", "inventory_number"], name="copy_newest"),
            models.Index(fields=["opening"], name="copy_opening", condition=Q(opening__isnull=False)),
            models.Index(fields=["opening", "uid"], name="copy_pending", condition=Q(inventory_number__isnull=True)),
        )

    def __str__(self) -> str:
        return f"№ {self.inventory}"

    @property
    def void(self) -> bool:
        return VOID in self.extra

    @property
    def unchecked(self) -> bool:
        """An import left it for checking, and nobody has said that it stands there."""
        return self.opening is not None and "status" in self.extra and CONFIRMED not in self.extra

    @property
    def inventory(self) -> str:
        """As the inventory book has it, for people."""
        return self.inventory_text or str(self.inventory_number or "—")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a copy is withdrawn, never deleted: its inventory number must stay taken")

    @classmethod
    def resolve(cls, ref: str) -> Copy | None:
        """By uid, or «barcode:<code>» as a scanner reads it."""
        if ref.startswith("barcode:"):
            return cls.objects.filter(barcode=ref[8:].strip()).first()
        return cls.objects.filter(pk=ref).first()


class Opening(models.Model):
    """What an import brought into the fund, as one act of the ledger: so many of each kind, at each place, on one day."""

    privacy = classes(S1="run on")

    run = models.UUIDField(primary_key=True)
    on = models.DateField()

    class Meta:
        verbose_name = _("початковий залишок фонду")
        verbose_name_plural = _("початкові залишки фонду")

    def __str__(self) -> str:
        return f"{self.on}"


class NumberSeries(models.Model):
    """The next free inventory number of an owner; it only grows."""

    privacy = classes(S1="owner next")

    owner = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    next = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ряд інвентарних номерів")
        verbose_name_plural = _("ряди інвентарних номерів")

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.next}"
