"""Who changed what: personal, erasable, and without the contents of anything classed S3 or S4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models.units import Unit
from mandrivna.core.privacy import classes

SEALED = "the audit is append-only: a later entry says what is true now"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, refs: Iterable[str]) -> AuditQuerySet:
        """Entries on these objects («label:pk»)."""
        by_model: dict[str, list[str]] = {}
        for ref in refs:
            label, _colon, pk = ref.partition(":")
            by_model.setdefault(label, []).append(pk)
        found = models.Q(pk__in=[])
        for label, pks in by_model.items():
            found |= models.Q(model=label, object_pk__in=pks)
        return self.filter(found)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)

    def delete(self) -> NoReturn:
        raise TypeError(SEALED)

    def forget_contents(self) -> int:
        """The erasure of a person: that something was done stays, what it said goes."""
        rows = self.exclude(before__isnull=True, after__isnull=True)
        return models.QuerySet.update(rows, before=None, after=None)


MANY_LOOKS = "readers.many_looks"
"""Written down by `readers.looks`; asked for with every page by the bell, so it has an index of its own."""


class AuditEntry(models.Model):
    privacy = classes(S2="id at staff who action model object_pk unit op before after")

    at = models.DateTimeField(default=timezone.now)
    staff = models.ForeignKey("core.Staff", on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=150, blank=True, default="")
    action = models.CharField(max_length=60)
    model = models.CharField(max_length=80)
    object_pk = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("запис журналу змін")
        verbose_name_plural = _("журнал змін")
        indexes = (
            models.Index(fields=["model", "object_pk"], name="audit_object"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["at"], name="audit_many_looks", condition=models.Q(action=MANY_LOOKS)),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.model}:{self.object_pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(SEALED)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(SEALED)
