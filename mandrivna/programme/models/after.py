"""What remains of an event: photographs, recordings and papers, and what those who came said of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import Event
from mandrivna.programme.states import Again, Mark, MaterialKind, Seen
from mandrivna.shared.ids import new_uid


class EventPhoto(models.Model):
    """Photographed by somebody and made anew by us: pixels only. On the site only when nobody can be known or all have agreed."""

    privacy = classes(S2="uid event digest large small width height alt seen on_site added_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="photos")
    digest = models.CharField(max_length=64, db_index=True)
    large = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(_("що на світлині"), max_length=200)
    seen = models.CharField(_("хто на світлині"), max_length=10, choices=Seen)
    on_site = models.BooleanField(_("показувати на сайті"), default=False)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("світлина події")
        verbose_name_plural = _("світлини подій")
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["event", "digest"], name="photo_of_an_event_once"),
            models.CheckConstraint(condition=~Q(seen="unasked", on_site=True), name="shown_photo_was_agreed"),
        )

    def __str__(self) -> str:
        return self.alt


class EventMaterial(models.Model):
    """A recording, something written about it, or a file: an address or the file itself."""

    privacy = classes(S1="uid event kind title url data name size on_site added_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(_("що це"), max_length=12, choices=MaterialKind)
    title = models.CharField(_("назва"), max_length=160)
    url = models.URLField(_("посилання"), max_length=300, blank=True, default="")
    data = models.BinaryField(null=True)
    name = models.CharField(max_length=8, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    on_site = models.BooleanField(_("показувати на сайті"), default=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("матеріал події")
        verbose_name_plural = _("матеріали подій")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(~Q(url="") & Q(data__isnull=True)) | (Q(url="") & Q(data__isnull=False)), name="material_is_one_thing"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Feedback(models.Model):
    """Three taps of somebody who was there. Nobody knows who; the row knows the day only, and the journal of operations none of the
    words.

    `words` may name a person, so they are encrypted, read by few and forgotten in a year. `quote` is what a colleague took out of
    them for everybody, with nobody named, and only of whoever allowed it.
    """

    privacy = classes(S1="uid event mark liked again on channel quote", S2="may_quote", S3="words")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="feedback")
    mark = models.CharField(max_length=8, choices=Mark)
    liked = models.JSONField(default=list, blank=True)
    again = models.CharField(max_length=8, choices=Again, blank=True, default="")
    words = EncryptedTextField(_("слова людини"), null=True)
    may_quote = models.BooleanField(default=False)
    quote = models.CharField(_("цитата"), max_length=400, blank=True, default="")
    channel = models.CharField(max_length=16)
    on = models.DateField()

    class Meta:
        verbose_name = _("відгук про подію")
        verbose_name_plural = _("відгуки про події")
        constraints = (models.CheckConstraint(condition=Q(quote="") | Q(may_quote=True), name="quote_was_allowed"),)

    def __str__(self) -> str:
        return f"{self.get_mark_display()}, {self.on:%d.%m.%Y}"
