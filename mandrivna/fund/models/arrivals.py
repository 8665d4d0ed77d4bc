"""The way of a copy from the box to its shelf: a day for each step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.fund.models.copies import Copy
from mandrivna.fund.models.gifts import Gift


class Way(models.TextChoices):
    """How far a copy has come. What it is is told by its days."""

    ACCEPTED = "accepted", _("без наклейки")
    PRINTED = "printed", _("наклейку надруковано")
    LABELLED = "labelled", _("наклеєно, чекає полиці")
    SHELVED = "shelved", _("на полиці")


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def standing(self) -> ArrivalQuerySet:
        """Without what was written down by mistake or has left the fund since."""
        return self.exclude(copy__state="withdrawn")

    def at(self, way: str) -> ArrivalQuerySet:
        match way:
            case Way.ACCEPTED:
                return self.filter(printed_on=None, labelled_on=None, shelved_on=None)
            case Way.PRINTED:
                return self.filter(printed_on__isnull=False, labelled_on=None, shelved_on=None)
            case Way.LABELLED:
                return self.filter(labelled_on__isnull=False, shelved_on=None)
        return self.filter(shelved_on__isnull=False)

    def waiting(self) -> ArrivalQuerySet:
        return self.standing().filter(shelved_on=None)


class Arrival(models.Model):
    """One a copy that was accepted here. Imported copies have none: they came before this program did.

    `price` is what the donor's paper or the book says, or what the commission decided (`valued`); None is «без ціни».
    The three places are where the work was done, which is whose work it counts as.
    """

    privacy = classes(
        S1="copy gift line unit price valued accepted_on printed_on labelled_on labelled_unit shelved_on shelved_unit"
    )

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, primary_key=True, related_name="arrival")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, null=True, related_name="arrivals", db_index=False)
    line = models.PositiveIntegerField(default=1)
    """The place in the list of the act."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    price = models.DecimalField(_("ціна"), max_digits=10, decimal_places=2, null=True)
    valued = models.BooleanField(default=False)
    accepted_on = models.DateField()
    printed_on = models.DateField(null=True)
    labelled_on = models.DateField(null=True)
    labelled_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    shelved_on = models.DateField(null=True)
    shelved_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("надходження примірника")
        verbose_name_plural = _("надходження примірників")
        constraints = (
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="price_is_no_debt"),
            models.CheckConstraint(
                condition=Q(labelled_on__isnull=True) | Q(labelled_unit__isnull=False), name="labelled_somewhere"
            ),
            models.CheckConstraint(condition=Q(shelved_on__isnull=True) | Q(shelved_unit__isnull=False), name="shelved_somewhere"),
        )
        indexes = (
            models.Index(fields=["gift", "line"], name="arrival_of_gift"),
            models.Index(fields=["accepted_on"], name="arrival_waiting", condition=Q(shelved_on__isnull=True)),
        )

    def __str__(self) -> str:
        return str(self.copy)

    @property
    def way(self) -> Way:
        if self.shelved_on:
            return Way.SHELVED
        if self.labelled_on:
            return Way.LABELLED
        return Way.PRINTED if self.printed_on else Way.ACCEPTED
