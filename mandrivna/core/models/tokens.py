"""Keys with which another program speaks for somebody of the staff."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models.staff import Staff
from mandrivna.core.privacy import classes

TOKEN_DAYS = 180
MOST_TOKEN_DAYS = 366


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def living(self, now: dt.datetime) -> ApiTokenQuerySet:
        """A unit is closed only when all below it is, so a closed institution has no living key anywhere in it."""
        return self.filter(Q(revoked_at__isnull=True) & Q(expires_at__gt=now) & Q(unit__closed_on__isnull=True))


class ApiToken(models.Model):
    """What a program may at most: these rights, in this unit, until this day, and never more than whoever issued the key may now.

    Only a keyed code of the secret is kept. Ended, never altered: a key with other rights is another key.
    """

    privacy = classes(S2="uid mac name unit permissions issued_by created_at expires_at used_at revoked_at")

    uid = models.UUIDField(primary_key=True, editable=False)
    mac = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(_("для чого ключ"), max_length=80)
    unit = models.ForeignKey("core.Unit", on_delete=models.PROTECT, related_name="+")
    permissions = models.JSONField(_("права"), default=list)
    issued_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("діє до"))
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("ключ програми")
        verbose_name_plural = _("ключі програм")
        ordering = ("-created_at", "uid")

    def __str__(self) -> str:
        return self.name

    @property
    def device(self) -> str:
        """How operations call the program that sent them."""
        return f"key:{self.uid}"
