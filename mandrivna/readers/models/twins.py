"""Two records of one person: pairs that look so, and what was made one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedJSONField
from mandrivna.core.privacy import classes
from mandrivna.readers.models.people import Reader
from mandrivna.shared.ids import new_uid


class Twins(models.Model):
    """Two readers with like names; a person decides. `first` is the one with the smaller key: a pair is one row."""

    class State(models.TextChoices):
        OPEN = "open", _("ще не розглянуто")
        DIFFERENT = "different", _("це різні люди")
        MERGED = "merged", _("об’єднано")

    privacy = classes(S2="uid first second state found_on")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    first = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("можливо, той самий читач")
        verbose_name_plural = _("можливо, ті самі читачі")
        constraints = (models.UniqueConstraint(fields=["first", "second"], name="twins_once"),)
        indexes = (models.Index(fields=["found_on"], name="twins_open", condition=Q(state="open")),)

    def __str__(self) -> str:
        return self.get_state_display()


class Merge(models.Model):
    """What one record gave to the other, so that it can go back. `was` holds what was written of both; it goes when settled."""

    privacy = classes(S2="uid kept gone on at moved undone_on settled", S3="was")

    uid = models.UUIDField(primary_key=True, editable=False)
    kept = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    moved = models.JSONField(default=dict)
    was = EncryptedJSONField(null=True)
    undone_on = models.DateField(null=True)
    settled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("об’єднання записів читача")
        verbose_name_plural = _("об’єднання записів читачів")

    def __str__(self) -> str:
        return str(self.on)
