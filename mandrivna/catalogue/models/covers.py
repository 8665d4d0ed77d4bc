from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes


class Cover(models.Model):
    """A cover somebody photographed, made anew by us in two sizes and named by its own digest: its address never shows another."""

    privacy = classes(S1="digest large small width height added_at")

    digest = models.CharField(max_length=64, primary_key=True)
    large = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("обкладинка")
        verbose_name_plural = _("обкладинки")

    def __str__(self) -> str:
        return self.digest[:12]
