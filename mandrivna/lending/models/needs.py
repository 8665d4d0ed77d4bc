"""What a hub asks for: so many books on this, for such readers; and how many of them came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.readers.models import Age


class NeedQuerySet(models.QuerySet["HubNeed"]):
    def open(self) -> NeedQuerySet:
        return self.filter(closed_on=None)


class HubNeed(models.Model):
    """Asked by a place, never by a reader: what a reader did not get is `enquiries.Refusal`. `brought` grows until there is enough
    or somebody ends it."""

    privacy = classes(S1="uid place topic ages quantity brought asked_on closed_on", S2="note opened_at")

    uid = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("тема"), max_length=200)
    ages = models.JSONField(_("для кого"), default=list, blank=True)
    quantity = models.PositiveSmallIntegerField(_("скільки книжок"))
    brought = models.PositiveSmallIntegerField(_("привезено"), default=0)
    note = models.CharField(_("нотатка"), max_length=300, blank=True, default="")
    asked_on = models.DateField(_("коли просили"))
    closed_on = models.DateField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("потреба простору")
        verbose_name_plural = _("потреби просторів")
        constraints = (models.CheckConstraint(condition=Q(quantity__gte=1), name="need_of_something"),)
        indexes = (models.Index(fields=["place", "closed_on"], name="need_at_place"),)

    def __str__(self) -> str:
        return f"{self.topic}: {self.brought}/{self.quantity}"

    @property
    def left(self) -> int:
        return max(self.quantity - self.brought, 0)

    @property
    def readers(self) -> str:
        """The age bands in words."""
        names = dict(Age.choices)
        return ", ".join(str(names[age]) for age in self.ages if age in names)
