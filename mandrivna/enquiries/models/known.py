"""What is asked again and again, answered once for everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.enquiries.states import KnownState
from mandrivna.shared.ids import new_uid


class Known(models.Model):
    """A librarian's own words; whoever asked is nowhere in them. Everybody reads it when a second person has read it first."""

    privacy = classes(S1="uid institution question answer topic state published_on", S2="drafted_by drafted_on")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(_("запитання"), max_length=300)
    answer = models.TextField(_("відповідь"), max_length=3000)
    topic = models.CharField(_("тема"), max_length=120, blank=True, default="")
    state = models.CharField(_("стан"), max_length=10, choices=KnownState, default=KnownState.DRAFT)
    drafted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    drafted_on = models.DateField()
    published_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("відповідь для всіх")
        verbose_name_plural = _("відповіді для всіх")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="published", published_on__isnull=False) | ~Q(state="published"), name="published_has_a_day"
            ),
        )
        indexes = (models.Index(fields=["institution", "state", "topic"], name="known_of_institution"),)

    def __str__(self) -> str:
        return self.question
