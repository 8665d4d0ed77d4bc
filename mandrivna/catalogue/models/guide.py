"""The guide to resources of the network, and what the checks of addresses have found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models.vocabulary import Language
from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes


class Access(models.TextChoices):
    FREE = "free", _("вільно для всіх")
    ACCOUNT = "account", _("безкоштовно, після реєстрації")
    READERS = "readers", _("для читачів бібліотеки")
    PAID = "paid", _("за передплатою")


class Resource(models.Model):
    """One site or collection of texts that the library sends its readers to."""

    privacy = classes(S1="id unit theme title url words language access shown")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(_("тема"), max_length=100)
    title = models.CharField(_("назва"), max_length=200)
    url = models.URLField(_("адреса"), max_length=500)
    words = models.TextField(_("що там є"), blank=True, default="")
    language = models.CharField(_("мова"), max_length=3, choices=Language, default=Language.UKR)
    access = models.CharField(_("хто може читати"), max_length=8, choices=Access, default=Access.FREE)
    shown = models.BooleanField(_("показувати читачам"), default=True)

    class Meta:
        verbose_name = _("мережевий ресурс")
        verbose_name_plural = _("мережеві ресурси")
        constraints = (models.UniqueConstraint(fields=["unit", "url"], name="resource_once"),)

    def __str__(self) -> str:
        return self.title


class Link(models.Model):
    """An address that the guide or a record names, and how it answered. Nothing is hidden or removed because of it."""

    privacy = classes(S1="id address checked_at outcome detail leads_to failures failing_since")

    address = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    detail = models.CharField(max_length=60, blank=True, default="")
    leads_to = models.CharField(max_length=500, blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("перевірена адреса")
        verbose_name_plural = _("перевірені адреси")
        indexes = (models.Index(fields=["failures"], name="link_failing", condition=models.Q(failures__gt=0)),)

    def __str__(self) -> str:
        return self.address
