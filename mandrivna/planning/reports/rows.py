"""A report about how a plan goes: words of people beside live numbers, until somebody signs it and all of it stands still."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes
from mandrivna.planning.models.plans import Plan, Section
from mandrivna.shared.ids import new_uid


class ReportState(models.TextChoices):
    DRAFT = "draft", _("чернетка")
    SIGNED = "signed", _("підписано")


class Report(models.Model):
    """One report of a plan, from 1 January to the end of `until`. A mistake found after signing is mended by a new report.

    `kind`: made from the plan's own sections, or a document of the year with headings of its own (`reports.kinds`).

    `frozen`: all it said when it was signed, the plan's executors too, under a seal; `known_by`: the moment of its numbers.
    """

    privacy = classes(
        S1="uid plan kind until state title intro closing photos signed_on seal known_by public public_at made_at",
        S2="frozen post name by",
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(_("вид"), max_length=20, default="plan")
    until = models.CharField(_("за який час"), max_length=3, blank=True, default="")
    state = models.CharField(_("стан"), max_length=8, choices=ReportState, default=ReportState.DRAFT)
    title = models.CharField(_("назва"), max_length=500, blank=True, default="")
    intro = models.TextField(_("вступ"), max_length=20_000, blank=True, default="")
    closing = models.TextField(_("висновки"), max_length=20_000, blank=True, default="")
    photos = models.JSONField(default=dict, blank=True)
    """Place → uids of the photographs that stand beside its words."""
    post = models.CharField(_("посада"), max_length=250, blank=True, default="")
    name = models.CharField(_("ім’я"), max_length=150, blank=True, default="")
    signed_on = models.DateField(_("день підпису"), null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    seal = models.BinaryField(max_length=64, null=True, blank=True)
    known_by = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(_("показано на сайті"), default=False)
    public_at = models.DateTimeField(null=True, blank=True)
    """When the director first let everybody read it; stays when it is taken down after they could: what was told stays told."""
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("звіт про виконання плану")
        verbose_name_plural = _("звіти про виконання планів")
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "kind", "until"], condition=Q(state=ReportState.DRAFT), name="report_draft_once"
            ),
            models.CheckConstraint(condition=Q(public=False) | Q(state=ReportState.SIGNED), name="report_public_signed"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(frozen__isnull=False, seal__isnull=False, known_by__isnull=False),
                name="report_signed_whole",
            ),
        )

    def __str__(self) -> str:
        return self.title or f"{self.plan} {self.until}".strip()

    @property
    def signed(self) -> bool:
        return self.state == ReportState.SIGNED


class ReportText(models.Model):
    """What a report says of a section beside its numbers, or a document under a heading of its own; nothing said has no row."""

    privacy = classes(S1="id report section heading text changed_at")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    heading = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(_("текст звіту"), max_length=20_000)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("слово звіту про розділ")
        verbose_name_plural = _("слова звіту про розділи")
        constraints = (
            models.UniqueConstraint(fields=["report", "section"], name="report_text_once"),
            models.UniqueConstraint(fields=["report", "heading"], condition=~Q(heading=""), name="report_heading_once"),
            models.CheckConstraint(
                condition=Q(section=None, heading__gt="") | Q(section__isnull=False, heading=""), name="report_text_has_place"
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
