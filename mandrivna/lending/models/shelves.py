"""A travelling shelf as a thing of its own, beside the place it stands at."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import BlindIndexField, EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.lending.states import ShelfCondition

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nobody has to guess which of two alike letters is printed, and no word comes about."""
LETTERS, GROUP = 16, 4
ALIKE = str.maketrans("ILOUАВСЕНКМОРТХІ", "110VABCEHKM0PTX1")
"""What is typed for what is printed, on either keyboard."""


def new_shelf_code() -> str:
    """Sixteen signs, 80 bits: short enough to be typed from a print, too long to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def tidy_code(text: str) -> str:
    """As it is kept, from as it was typed or scanned; what cannot be one is empty."""
    plain = "".join(text.upper().split()).replace("-", "").translate(ALIKE)
    return plain if len(plain) == LETTERS and set(plain) <= set(ALPHABET) else ""


def pretty_code(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


class Photo(models.Model):
    """What somebody photographed, made anew by us: pixels only, without the place where it was taken. Shown to staff alone."""

    privacy = classes(S2="digest picture width height added_at")

    digest = models.CharField(max_length=64, primary_key=True)
    picture = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("світлина полиці")
        verbose_name_plural = _("світлини полиць")

    def __str__(self) -> str:
        return self.digest[:12]


class Shelf(models.Model):
    """What was agreed about a shelf with those who house it. Its place, hours and address are the unit's.

    `code` is what its QR says: random, printed, and another one after each restock, so that a photograph of an old print
    borrows nothing. It is looked up by its keyed hash alone, so that an almost right one answers as a wrong one does.
    """

    privacy = classes(
        S1="languages ages subjects capacity",
        S2="place guardian condition note photo code_index code_since",
        S3="contact_name contact_phone code",
    )
    withheld = ("code", "code_index")

    place = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    guardian = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contact_name = EncryptedTextField(_("до кого звертатися в просторі"), null=True, blank=True)
    contact_phone = EncryptedTextField(_("телефон цієї людини"), null=True, blank=True)
    languages = models.JSONField(_("мови"), default=list, blank=True)
    ages = models.JSONField(_("для кого"), default=list, blank=True)
    subjects = models.CharField(_("теми"), max_length=300, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(_("скільки книжок уміщає"), null=True, blank=True)
    condition = models.CharField(_("стан"), max_length=8, choices=ShelfCondition, default=ShelfCondition.GOOD)
    note = models.CharField(_("нотатка для колег"), max_length=300, blank=True, default="")
    photo = models.CharField(max_length=64, blank=True, default="")
    code = EncryptedTextField()
    code_index = BlindIndexField(source="code", unique=True)
    code_since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("полиця")
        verbose_name_plural = _("полиці")

    def __str__(self) -> str:
        return str(self.place)
