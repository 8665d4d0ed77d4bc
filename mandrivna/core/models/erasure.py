"""That somebody was forgotten: an opaque number, never a name. Survives so that a restored backup forgets again."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid

SEALED = "an erasure is never undone nor rewritten"


class ErasureQuerySet(models.QuerySet["ErasureRecord"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def delete(self) -> NoReturn:
        raise TypeError(SEALED)


class ErasureRecord(models.Model):
    class Reason(models.TextChoices):
        REQUEST = "request", _("на вимогу особи")
        MINOR = "guardian", _("на вимогу законного представника")
        DANGER = "danger", _("дані загрожують безпеці особи")
        EXPIRED = "expired", _("закінчився строк зберігання")
        MISTAKE = "mistake", _("записано помилково")

    privacy = classes(S2="uid subject reason at who second")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    subject = models.UUIDField(db_index=True)
    reason = models.CharField(_("підстава"), max_length=12, choices=Reason)
    at = models.DateTimeField(default=timezone.now)
    who = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("знищення персональних даних")
        verbose_name_plural = _("знищення персональних даних")

    def __str__(self) -> str:
        return f"{self.subject} {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(SEALED)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)
