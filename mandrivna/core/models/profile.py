"""How an institution speaks of itself: its names, its sign, its colour, its words to readers; and the rules they accept."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models.units import Unit
from mandrivna.core.privacy import classes

COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Колір пишуть як #rrggbb."))


class Logo(models.Model):
    """A picture made anew by us from what was sent, named by its own digest: its address never shows another picture."""

    privacy = classes(S1="digest web document width height added_at")

    digest = models.CharField(max_length=64, primary_key=True)
    web = models.BinaryField()
    document = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("логотип")
        verbose_name_plural = _("логотипи")

    def __str__(self) -> str:
        return self.digest[:12]


class Profile(models.Model):
    """One an institution. Where nothing is written, the unit's own names stand; an empty colour is the program's own.

    `accent` is for links on light paper, `accent_dark` for the dark theme: no single shade reads well on both.
    """

    privacy = classes(
        S1="id unit public_name short_name slogan about logo accent accent_dark address phone email links joining accessibility",
        S2="skipped changed_at",
    )

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="profile")
    public_name = models.CharField(_("назва для читачів"), max_length=250, blank=True, default="")
    short_name = models.CharField(_("коротка назва"), max_length=60, blank=True, default="")
    slogan = models.CharField(_("гасло"), max_length=160, blank=True, default="")
    about = models.TextField(_("про бібліотеку"), max_length=6000, blank=True, default="")
    logo = models.ForeignKey(Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("логотип"))
    accent = models.CharField(_("колір"), max_length=7, blank=True, default="", validators=[COLOUR])
    accent_dark = models.CharField(_("колір для темної теми"), max_length=7, blank=True, default="", validators=[COLOUR])
    address = models.CharField(_("адреса для листів"), max_length=250, blank=True, default="")
    phone = models.CharField(_("телефон закладу"), max_length=120, blank=True, default="")
    email = models.EmailField(_("пошта закладу"), blank=True, default="")
    links = models.JSONField(_("сторінки в мережах"), default=list, blank=True)
    joining = models.TextField(_("як записатися"), max_length=6000, blank=True, default="")
    accessibility = models.TextField(_("доступність"), max_length=6000, blank=True, default="")
    skipped = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("профіль закладу")
        verbose_name_plural = _("профілі закладів")

    def __str__(self) -> str:
        return self.public_name or str(self.unit)


class UseRules(models.Model):
    """One version of the rules of use. Never altered: a reader has accepted exactly these words."""

    privacy = classes(S1="id unit number text since recorded_at", S2="op")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="use_rules")
    number = models.PositiveIntegerField()
    text = models.TextField(_("правила користування"), max_length=30000)
    since = models.DateField(_("діють з"))
    recorded_at = models.DateTimeField(default=timezone.now)
    op = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("правила користування")
        verbose_name_plural = _("правила користування")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["unit", "number"], name="use_rules_numbered"),)

    def __str__(self) -> str:
        return f"{self.unit_id} № {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("rules are never altered; adopt a new version")
        super().save(*args, **kwargs)
