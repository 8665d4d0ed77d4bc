"""An equal book instead of a lost or damaged one: one act for both, the one that came and the one that leaves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models.copies import Copy


class ReplacedWhy(models.TextChoices):
    LOST = "lost", _("загублено")
    DAMAGED = "damaged", _("пошкоджено")


LEFT_BECAUSE = {ReplacedWhy.LOST: "втрата читачами", ReplacedWhy.DAMAGED: "пошкодження, замінено рівноцінною"}
"""Reasons as part 2 of the summary book has them; «потребує звірки» with the institution's own list."""


class ReplacementState(models.TextChoices):
    OPEN = "open", _("чекає підпису")
    SIGNED = "signed", _("акт підписано")
    CANCELLED = "cancelled", _("скасовано")


class Replacement(models.Model):
    """`new` stands for `old`, and nobody's name is in it: who brought it is known to the loan alone, and to it only for some days.

    `number` is the act's, `entry` that of part 1 of the summary book, `left` that of part 2. `left` stays empty where the lost
    copy was found before the act was signed: then nothing leaves the fund.
    """

    privacy = classes(
        S1="uid institution place old new why on state signed_on year number entry left old_price", S2="equal commission opened_at"
    )

    uid = models.UUIDField(primary_key=True, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    old = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+")
    new = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("що сталося"), max_length=8, choices=ReplacedWhy)
    equal = models.CharField(_("чому рівноцінна"), max_length=300, blank=True, default="")
    """Asked for where another title came."""
    on = models.DateField()
    opened_at = models.DateTimeField()
    state = models.CharField(_("стан"), max_length=10, choices=ReplacementState, default=ReplacementState.OPEN)
    old_price = models.DecimalField(_("ціна вилученої"), max_digits=10, decimal_places=2, null=True)
    commission = models.JSONField(default=dict, blank=True)
    signed_on = models.DateField(_("акт підписано"), null=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    entry = models.PositiveIntegerField(null=True)
    left = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("заміна примірника")
        verbose_name_plural = _("заміни примірників")
        constraints = (
            models.UniqueConstraint(fields=["old"], condition=~Q(state="cancelled"), name="copy_replaced_once"),
            models.UniqueConstraint(fields=["institution", "year", "number"], name="replacement_number_once"),
            models.UniqueConstraint(fields=["institution", "year", "entry"], name="replacement_entry_once"),
            models.UniqueConstraint(fields=["institution", "year", "left"], name="replacement_left_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False, number__isnull=False, entry__isnull=False),
                name="replacement_signed_numbered",
            ),
        )
        indexes = (models.Index(fields=["institution", "on"], name="replacement_registry"),)

    def __str__(self) -> str:
        return f"№ {self.old.inventory} → № {self.new.inventory}"

    @property
    def open(self) -> bool:
        return self.state == ReplacementState.OPEN
