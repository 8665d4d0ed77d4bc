"""What a plan was: every change, the versions that were agreed and approved, and what people say beside its rows."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes
from mandrivna.planning.models.plans import Plan, PlanItem, Section
from mandrivna.planning.plan_states import PlanState
from mandrivna.shared.ids import new_uid


class PlanRevision(models.Model):
    """One change of a plan: what, from what, to what, by whom, when. `formal`: made after approval, so it has a day and a reason.

    `about` is the row, the section or nothing (the plan itself); `before` and `after` hold the fields that changed, so that the
    last change can be taken back while nobody has written over it.
    """

    privacy = classes(S1="id plan what about place on at reason formal op undone", S2="before after by")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    what = models.CharField(max_length=24)
    """row, rows, row_added, row_removed, row_dropped, row_moved, section, section_added, section_removed, section_moved, plan …"""
    about = models.UUIDField(null=True)
    place = models.CharField(_("де саме"), max_length=300, blank=True, default="")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("причина"), max_length=500, blank=True, default="")
    formal = models.BooleanField(default=False)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    op = models.UUIDField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("зміна плану")
        verbose_name_plural = _("зміни планів")
        indexes = (models.Index(fields=["plan", "id"], name="plan_revision_order"),)

    def __str__(self) -> str:
        return f"{self.on} {self.what} {self.place}"


class PlanVersion(models.Model):
    """The whole plan as it stood when it was agreed or approved, or when somebody asked to keep it; sealed with a MAC."""

    privacy = classes(S1="id plan number state name on at seal", S2="whole by")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=PlanState)
    name = models.CharField(_("назва версії"), max_length=200, blank=True, default="")
    whole = models.JSONField()
    seal = models.BinaryField(max_length=64)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("версія плану")
        verbose_name_plural = _("версії планів")
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),)

    def __str__(self) -> str:
        return f"{self.plan_id}, {self.number}"


class PlanComment(models.Model):
    """What somebody says beside a row, a section or the whole plan; it never gets into print."""

    privacy = classes(S1="uid plan item part at solved_at", S2="text by solved_by")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    part = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    text = models.TextField(_("коментар"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("коментар до плану")
        verbose_name_plural = _("коментарі до планів")

    def __str__(self) -> str:
        return self.text[:80]
