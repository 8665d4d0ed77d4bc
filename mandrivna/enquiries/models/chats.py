"""A line to somebody in a messenger: whose it is, where the talk stands, what came in and what has still to be said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField
from mandrivna.core.models import Staff
from mandrivna.core.privacy import classes
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid


class Chat(models.Model):
    """One private chat. The messenger's number is encrypted and found by a keyed hash; no name, no picture and no user name of the
    messenger is ever kept. `memo` is what the person is in the middle of saying, and goes when they are done.

    A chat of nobody (before registering, after unlinking) is forgotten in a week.
    """

    privacy = classes(
        S2="uid chat_index reader staff language step notices consent_version linked_at seen_at blocked_at", S3="chat memo"
    )
    withheld = ("chat_index",)

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    chat = EncryptedTextField()
    chat_index = BlindIndexField(source="chat", unique=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, null=True, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(_("мова"), max_length=2, blank=True, default="")
    step = models.CharField(max_length=20, blank=True, default="")
    memo = EncryptedJSONField(null=True)
    notices = models.BooleanField(_("надсилати нагадування"), default=True)
    consent_version = models.CharField(max_length=20, blank=True, default="")
    linked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("чат читача")
        verbose_name_plural = _("чати читачів")
        constraints = (
            models.UniqueConstraint(fields=["reader"], condition=Q(reader__isnull=False), name="one_chat_per_reader"),
            models.UniqueConstraint(fields=["staff"], condition=Q(staff__isnull=False), name="one_chat_per_staff"),
        )

    def __str__(self) -> str:
        return str(self.uid)


class LinkCode(models.Model):
    """128 random bits, for ten minutes and one use: whoever shows it in a chat is the reader (or member of staff) it was made for.
    Only a hash is kept."""

    privacy = classes(S2="uid token_hash reader staff made_at expires_at")
    withheld = ("token_hash",)

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, null=True, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    shown: str = ""
    """The code itself, only in the answer of the very act that made it."""

    class Meta:
        verbose_name = _("код для чату")
        verbose_name_plural = _("коди для чату")
        constraints = (
            models.CheckConstraint(
                condition=Q(reader__isnull=False, staff__isnull=True) | Q(reader__isnull=True, staff__isnull=False),
                name="link_code_of_one_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.uid)


class Update(models.Model):
    """What the messenger sent, once: a number that has come before adds nothing. The body waits only while nobody has taken it up
    (a webhook is answered before the talk goes on), and goes then."""

    privacy = classes(S2="key number at done_at", S3="body")

    key = models.CharField(max_length=48, primary_key=True, editable=False)
    number = models.BigIntegerField()
    body = EncryptedJSONField(null=True)
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("оновлення месенджера")
        verbose_name_plural = _("оновлення месенджера")
        indexes = (models.Index(fields=["number"], name="update_waiting", condition=Q(done_at__isnull=True)),)

    def __str__(self) -> str:
        return self.key


class Outgoing(models.Model):
    """What has still to be said in a chat. Written in the transaction of the act it speaks of; gone when the messenger took it."""

    privacy = classes(S2="uid chat not_before tries", S3="body")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="outgoing")
    body = EncryptedJSONField()
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("повідомлення в чат")
        verbose_name_plural = _("повідомлення в чат")
        indexes = (models.Index(fields=["not_before", "uid"], name="outgoing_due"),)

    def __str__(self) -> str:
        return str(self.uid)
