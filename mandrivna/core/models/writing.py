"""While somebody writes: what they typed and could not send, and who has the same thing open."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.models.staff import Staff
from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid


class Draft(models.Model):
    """A form that met an expired session. Encrypted, for one person and one browser, for a day; then it is gone."""

    privacy = classes(S2="uid staff token_hash made_at", S3="content")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    content = EncryptedJSONField()

    class Meta:
        verbose_name = _("ненадіслана форма")
        verbose_name_plural = _("ненадіслані форми")

    def __str__(self) -> str:
        return str(self.uid)


class Presence(models.Model):
    """Somebody has this form open. A sign of life, forgotten two minutes after the last one."""

    privacy = classes(S2="id what staff since seen_at")

    what = models.CharField(max_length=120)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("відкрита форма")
        verbose_name_plural = _("відкриті форми")
        constraints = (models.UniqueConstraint(fields=["what", "staff"], name="presence_once"),)

    def __str__(self) -> str:
        return self.what


class Sample(models.Model):
    """The example library put into this installation to look at: what stood before it, so that nothing else is taken away."""

    class State(models.TextChoices):
        LOADING = "loading", _("завантажуємо")
        READY = "ready", _("завантажено")
        REMOVING = "removing", _("прибираємо")

    privacy = classes(S2="id state percent paths staff before asked_by asked_at")

    state = models.CharField(max_length=8, choices=State, default=State.LOADING)
    percent = models.PositiveSmallIntegerField(default=0)
    paths = models.JSONField(default=list)
    staff = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("приклад")
        verbose_name_plural = _("приклади")

    def __str__(self) -> str:
        return self.state
