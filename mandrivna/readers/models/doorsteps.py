"""Where to bring books to somebody who cannot come: only by a consent of its own, and gone with it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.privacy import classes
from mandrivna.readers.models.people import Reader


class Doorstep(models.Model):
    """`ask_for`: how the reader wished to be called at the door; `directions`: how to find it and when to come."""

    privacy = classes(S2="reader since", S3="address directions ask_for")

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, primary_key=True, related_name="doorstep")
    address = EncryptedTextField(_("адреса"))
    directions = EncryptedTextField(_("як знайти"), null=True)
    ask_for = EncryptedTextField(_("кого питати"), null=True)
    since = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("адреса доставки додому")
        verbose_name_plural = _("адреси доставки додому")

    def __str__(self) -> str:
        return str(self.since)
