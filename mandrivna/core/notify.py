"""Telling a member of staff something, through a channel that may be away for days.

The message is enqueued in the transaction of the act and sent by the worker. A channel that fails is tried again
with back-off and then parked, where people see it. A killed worker may send a letter twice; it never loses one.
Addresses are looked up at the moment of sending; the text waits encrypted and is not kept after that.
"""

from __future__ import annotations

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db.models import QuerySet
from django.tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.models import Staff
from mandrivna.core.outbox import GiveUp, enqueue, task
from mandrivna.core.registry import Registry
from mandrivna.core.rotation import HOLDERS, Holder

AAD = b"core.notify"


class ChannelError(Exception):
    """The channel did not take the message; it will be tried again. Never put an address or a text into it."""


type File = tuple[str, bytes, str]
"""A name, what is in it, and of which kind it is."""


class Channel(Protocol):
    def address(self, staff: Staff) -> str:
        """Where this person is reached; empty if not at all."""

    def send(self, to: str, subject: str, body: str, *, key: uuid.UUID, files: Sequence[File] = ()) -> None:
        """Raises ChannelError. `key` is the same when a message is sent again, so that a channel may recognise it."""


CHANNELS: Registry[Channel] = Registry("notification channels")
# A face may dress a letter (subject, body → HTML). The text goes out as well, and is what a plain reader shows.
LETTERHEADS: Registry[Callable[[str, str], str]] = Registry("letterheads")


def mail_goes_out() -> bool:
    """Where no server is set, letters are kept as files (settings): nobody ever reads them there."""
    return settings.MAILERS["default"]["BACKEND"] != "django.core.mail.backends.filebased.EmailBackend"


class Mail:
    def address(self, staff: Staff) -> str:
        return staff.email

    def send(self, to: str, subject: str, body: str, *, key: uuid.UUID, files: Sequence[File] = ()) -> None:
        letter = EmailMultiAlternatives(subject, body, to=[to], headers={"Message-ID": f"<{key}@mandrivna>"})
        for dress in LETTERHEADS:
            letter.attach_alternative(dress(subject, body), "text/html")
        for file in files:
            letter.attach(*file)
        try:
            mailers.default.send_messages([letter])
        except OSError as error:  # SMTPException is one
            raise ChannelError(type(error).__name__) from error


CHANNELS.add("mail", Mail())


def notify(act: Act, staff: Staff, subject: str, body: str, *, channel: str = "mail") -> None:
    """Must be called inside the act's transaction: if the act is rolled back, nobody hears of it."""
    CHANNELS[channel]  # an unknown channel is a mistake of the caller, not of the worker
    words = json.dumps([" ".join(str(subject).split()), str(body)])  # a line break in a subject would be a header of its own
    enqueue(deliver, staff=staff.pk, channel=channel, sealed=_seal(words.encode()))


@task(takes_context=True)
def deliver(context: TaskContext, *, staff: int, channel: str, sealed: str) -> None:
    person = Staff.objects.filter(pk=staff, is_active=True).first()
    if person is None:
        return  # has left: what the institution does is no longer this person's business
    line = CHANNELS[channel]
    address = line.address(person)
    if not address:
        raise GiveUp("no address")
    try:
        subject, body = json.loads(_open(sealed))
    except crypto.DecryptionError as error:
        raise GiveUp from error
    line.send(address, subject, body, key=uuid.UUID(context.task_result.id))


# --- the text while it waits: encrypted, and encrypted anew when the keys are rotated ---


def _seal(words: bytes) -> str:
    return b64encode(crypto.encrypt(words, aad=AAD)).decode()


def _open(sealed: str) -> bytes:
    return crypto.decrypt(b64decode(sealed), aad=AAD)


def _waiting() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(task_path=deliver.module_path).exclude(status=TaskResultStatus.SUCCESSFUL)


def _rewrite() -> int:
    changed = 0
    newest = crypto.keyring().data[-1].id
    for row in _waiting():
        arguments = row.args_kwargs["kwargs"]
        if crypto.key_id_of(b64decode(arguments["sealed"])) == newest:
            continue
        fresh = {"args": [], "kwargs": {**arguments, "sealed": _seal(_open(arguments["sealed"]))}}
        # Not if it was sent meanwhile: a done task must stay empty.
        changed += DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at).update(args_kwargs=fresh)
    return changed


def _key_ids() -> set[str]:
    return {crypto.key_id_of(b64decode(row.args_kwargs["kwargs"]["sealed"])) for row in _waiting()}


HOLDERS.add("core.notify", Holder(rewrite=_rewrite, key_ids=_key_ids))
