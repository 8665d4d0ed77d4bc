"""How enquiries forget who asked. What was asked for stays, and so does the figure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from itertools import chain

from django.db import models

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.enquiries.models import Chat, Conversation, LinkCode, Message, Outgoing, Refusal, RefusalQuerySet


def _find(subject: uuid.UUID) -> RefusalQuerySet:
    return Refusal.objects.filter(reader=subject)


def _forget(_act: Act, subject: uuid.UUID) -> int:
    return _find(subject).update(reader=None, note=None, contact=None)


eraser(Eraser("enquiries.Refusal", _find, _forget))


def _find_talk(subject: uuid.UUID) -> Iterable[models.Model]:
    return chain(
        Chat.objects.filter(reader=subject),
        LinkCode.objects.filter(reader=subject),
        Outgoing.objects.filter(chat__reader=subject),
        Conversation.objects.filter(reader=subject),
        Message.objects.filter(conversation__reader=subject),
    )


def _forget_talk(_act: Act, subject: uuid.UUID) -> int:
    """The chat goes whole. Of a conversation the figure stays, without a word of what was said and by whom it was asked."""
    chats, _by_model = Chat.objects.filter(reader=subject).delete()
    codes, _by_model = LinkCode.objects.filter(reader=subject).delete()
    words = Message.objects.filter(conversation__reader=subject, text__isnull=False).update(text=None)
    return chats + codes + words + Conversation.objects.filter(reader=subject).update(reader=None)


eraser(Eraser("enquiries.Chat", _find_talk, _forget_talk))
