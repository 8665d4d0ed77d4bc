"""How a reader enters their own account: a PIN, the tries made with a card's number, and the sessions that are open."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import crypto
from mandrivna.core.fields import EncryptedTextField
from mandrivna.core.privacy import classes
from mandrivna.readers.models.people import Card, Reader
from mandrivna.shared.ids import new_uid


class Pin(models.Model):
    """The secret that belongs to a reader, beside the card's number that everybody may read.

    Of six digits a slow hash alone would be guessed in an evening, so the hash is encrypted too: a stolen database without
    the keys opens no account.
    """

    privacy = classes(S2="reader set_at by_reader", S3="secret")
    withheld = ("secret",)

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, primary_key=True, related_name="pin")
    secret = EncryptedTextField()
    set_at = models.DateTimeField(default=timezone.now)
    by_reader = models.BooleanField(default=False)

    shown: str = ""
    """The digits, only in the answer of the very act that made them."""

    class Meta:
        verbose_name = _("PIN читача")
        verbose_name_plural = _("PIN читачів")

    def __str__(self) -> str:
        return str(self.reader_id)


def tries_key(code: str) -> str:
    return crypto.seal_mac("readers.tries", code.encode()).hex()


class Attempts(models.Model):
    """Tries made with one number, whether such a card exists or not: a number that is nobody's is treated in every way alike."""

    privacy = classes(S2="key failures locks locked_until last_at")
    withheld = ("key",)

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0)
    locks = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("спроби входу за квитком")
        verbose_name_plural = _("спроби входу за квитками")

    def __str__(self) -> str:
        return f"{self.failures}"


class ReaderSession(models.Model):
    """A reader signed in on some device. Apart from the staff's sessions: nothing of one leads to the other.

    Only a hash of the cookie is kept. The row is the session: when it, the card or the reader goes, nobody is signed in.
    """

    privacy = classes(S2="uid token_hash card started_at seen_at")
    withheld = ("token_hash",)

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("сеанс читача")
        verbose_name_plural = _("сеанси читачів")

    def __str__(self) -> str:
        return str(self.uid)


class EntryLink(models.Model):
    """128 random bits, for ten minutes and one use: whoever opens it is the reader it was made for, and chooses a PIN. Taken by the
    reader in their own chat, where they have no PIN yet. Only a hash is kept."""

    privacy = classes(S2="uid token_hash reader made_at expires_at")
    withheld = ("token_hash",)

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    shown: str = ""
    """The secret itself, only in the answer of the very act that made it."""

    class Meta:
        verbose_name = _("посилання, щоб обрати PIN")
        verbose_name_plural = _("посилання, щоб обрати PIN")

    def __str__(self) -> str:
        return str(self.uid)
