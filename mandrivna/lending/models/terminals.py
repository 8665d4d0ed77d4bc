"""Machines at which readers serve themselves: each stands at one place and shows a secret of its own."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes

NOTE_EVERY = dt.timedelta(minutes=1)


class TerminalQuerySet(models.QuerySet["Terminal"]):
    def active(self) -> TerminalQuerySet:
        return self.filter(revoked_on__isnull=True)

    def heard(self) -> TerminalQuerySet:
        """Those that are let in: where the place is closed, a machine serves nobody, whoever forgot to revoke it."""
        return self.active().filter(place__closed_on__isnull=True)


class Terminal(models.Model):
    """`secret_hash` is a plain hash: the secret is random and long, so guessing it is no matter of a slow one."""

    privacy = classes(S2="uid place name login secret_hash added_on revoked_on seen_at")
    withheld = ("secret_hash",)

    uid = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("назва"), max_length=80)
    login = models.CharField(_("ім’я для входу"), max_length=20, unique=True)
    secret_hash = models.CharField(max_length=64)
    added_on = models.DateField()
    revoked_on = models.DateField(null=True)
    seen_at = models.DateTimeField(_("коли озивався"), null=True, default=None)

    objects = TerminalQuerySet.as_manager()

    shown: str = ""

    class Meta:
        verbose_name = _("автомат самообслуговування")
        verbose_name_plural = _("автомати самообслуговування")

    def __str__(self) -> str:
        return self.name

    def seen(self) -> None:
        """Machines say «here I am» every few seconds; each note is a write that others wait for."""
        now = timezone.now()
        if self.seen_at is not None and now - self.seen_at < NOTE_EVERY:
            return
        self.seen_at = now
        type(self).objects.filter(pk=self.pk).update(seen_at=self.seen_at)
