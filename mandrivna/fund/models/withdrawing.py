"""Acts of withdrawal: copies that leave the fund together, for one reason, by one paper that a commission and the head sign."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models.copies import Copy


class WithdrawalState(models.TextChoices):
    DRAFT = "draft", _("складається")
    DESK = "desk", _("на столі керівника")
    SIGNED = "signed", _("акт підписано")
    CANCELLED = "cancelled", _("скасовано")


WITHDRAWAL_STEPS: dict[str, frozenset[str]] = {
    WithdrawalState.DRAFT: frozenset({WithdrawalState.DESK, WithdrawalState.CANCELLED}),
    WithdrawalState.DESK: frozenset({WithdrawalState.DRAFT}),
    WithdrawalState.SIGNED: frozenset(),
    WithdrawalState.CANCELLED: frozenset(),
}
"""The signature is a verb of its own. Until then everything goes back; afterwards nothing does."""


class Withdrawal(models.Model):
    """`why` keeps the words of the day: the list of reasons may change later. `factor` is the coefficient of revaluation, where the
    commission applies one; `left` is the entry in part 2 of the summary book."""

    privacy = classes(S1="uid institution place why on state signed_on year number left factor", S2="note commission opened_at")

    uid = models.UUIDField(primary_key=True, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("причина"), max_length=120)
    note = models.CharField(_("підстава"), max_length=300, blank=True, default="")
    on = models.DateField(_("складено"))
    opened_at = models.DateTimeField()
    state = models.CharField(_("стан"), max_length=10, choices=WithdrawalState, default=WithdrawalState.DRAFT)
    factor = models.DecimalField(_("коефіцієнт переоцінки"), max_digits=8, decimal_places=3, null=True)
    commission = models.JSONField(default=dict, blank=True)
    signed_on = models.DateField(_("акт підписано"), null=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    left = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("акт вилучення")
        verbose_name_plural = _("акти вилучення")
        constraints = (
            models.UniqueConstraint(fields=["institution", "year", "number"], name="withdrawal_number_once"),
            models.UniqueConstraint(fields=["institution", "year", "left"], name="withdrawal_left_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False, number__isnull=False, left__isnull=False),
                name="withdrawal_signed_numbered",
            ),
        )
        indexes = (models.Index(fields=["institution", "on"], name="withdrawal_registry"),)

    def __str__(self) -> str:
        return f"{self.why}, {self.on:%d.%m.%Y}"

    @property
    def draft(self) -> bool:
        return self.state == WithdrawalState.DRAFT


class Leaving(models.Model):
    """A copy on the list of an act. `active` ends when the act is called off: a copy stands on one list at a time."""

    privacy = classes(S1="id act copy line price active")

    act = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="lines")
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    price = models.DecimalField(_("ціна"), max_digits=10, decimal_places=2, null=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("примірник в акті вилучення")
        verbose_name_plural = _("примірники в актах вилучення")
        constraints = (
            models.UniqueConstraint(fields=["copy"], condition=Q(active=True), name="copy_leaves_once"),
            models.UniqueConstraint(fields=["act", "line"], name="leaving_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.line}. {self.copy}"

    def worth(self, factor: Decimal | None) -> Decimal | None:
        if self.price is None:
            return None
        return (self.price * (1 if factor is None else factor)).quantize(Decimal("0.01"))
