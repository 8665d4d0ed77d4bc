"""What an institution changed in the policies the program ships."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes


class PolicyEdit(models.Model):
    """One change of one key; never altered, only followed by a later one. A JSON null means "as shipped"."""

    privacy = classes(S1="id name key sequence", S2="value at by reason")

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("core.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("причина"), max_length=500)

    class Meta:
        verbose_name = _("зміна правил")
        verbose_name_plural = _("зміни правил")
        ordering = ("name", "key", "sequence")
        constraints = (models.UniqueConstraint(fields=["name", "key", "sequence"], name="policy_edit_in_order"),)

    def __str__(self) -> str:
        return f"{self.name}.{self.key} #{self.sequence}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a policy edit is never altered; record another one")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a policy edit is never deleted; record another one")
