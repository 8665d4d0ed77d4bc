"""A reader asks the librarian, and somebody answers: one thread, by whichever way each of them writes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.fields import BlindIndexField, EncryptedTextField
from mandrivna.core.models import Staff, Unit
from mandrivna.core.privacy import classes
from mandrivna.enquiries.models.log import LogLine
from mandrivna.enquiries.states import Counted, Talk
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid


class Conversation(models.Model):
    """`counted` says what the answer was for the figures: a reference, a consultation, or neither; `line` is the line of the log
    that counts it, with its kind, and where it is put right. Without one (before the log knew conversations) it counts by itself.

    Whoever has no card is known by an address only (`address`: the answer goes there as a letter), or by a link they alone hold
    (`ticket_hash`: the answer waits for them on the site). Nobody is looked up by either, and both go with the words.
    """

    privacy = classes(
        S2="uid institution reader channel state counted line on opened_at last_at closed_on staff due_on "
        "address_index ticket_hash",
        S3="address subject",
    )
    withheld = ("address_index", "ticket_hash")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    reader = models.ForeignKey(Reader, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    state = models.CharField(_("стан"), max_length=10, choices=Talk, default=Talk.WAITING)
    counted = models.CharField(_("що це було"), max_length=14, choices=Counted, blank=True, default="")
    on = models.DateField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField(default=timezone.now)
    closed_on = models.DateField(null=True)
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    """Who has taken it upon themselves; others may answer, too."""
    due_on = models.DateField(null=True)
    """By which day the last thing the reader said wants an answer."""
    address = EncryptedTextField(_("куди відповісти листом"), null=True)
    address_index = BlindIndexField(source="address", db_index=False)
    subject = EncryptedTextField(_("тема листа"), null=True)
    ticket_hash = models.CharField(max_length=64, null=True, unique=True)
    line = models.ForeignKey(LogLine, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("розмова")
        verbose_name_plural = _("розмови")
        constraints = (
            models.UniqueConstraint(
                fields=["reader"], condition=~Q(state="closed") & Q(reader__isnull=False), name="one_open_talk_per_reader"
            ),
            models.UniqueConstraint(
                fields=["institution", "address_index"],
                condition=~Q(state="closed") & Q(address_index__isnull=False),
                name="one_open_talk_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="closed_talk_has_a_day",
            ),
        )
        indexes = (models.Index(fields=["institution", "state", "last_at"], name="talk_inbox"),)

    def __str__(self) -> str:
        return f"{self.on} {self.get_state_display()}"


class Message(models.Model):
    """One thing said. `staff` is empty when the reader speaks."""

    privacy = classes(S2="uid conversation by_reader staff channel at", S3="text")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    by_reader = models.BooleanField()
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    text = EncryptedTextField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("репліка розмови")
        verbose_name_plural = _("репліки розмов")
        indexes = (models.Index(fields=["conversation", "at"], name="message_thread"),)

    def __str__(self) -> str:
        return str(self.uid)
