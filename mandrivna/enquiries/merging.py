"""What was asked for, what was said and the chat go along when two records of a reader become one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.models import Chat, Conversation, LinkCode, Refusal
from mandrivna.readers.merging import mover, rows_of
from mandrivna.readers.models import Reader


def _two_chats(gone: Reader, kept: Reader) -> list[Problem]:
    if not all(Chat.objects.filter(reader=reader).exists() for reader in (gone, kept)):
        return []
    text = _("Обидва записи мають свій чат: попросіть читача від’єднати один із них.")
    return [Blocker(code="two_chats", text=text)]


def _two_talks(gone: Reader, kept: Reader) -> list[Problem]:
    talks = Conversation.objects.exclude(state="closed")
    if not all(talks.filter(reader=reader).exists() for reader in (gone, kept)):
        return []
    return [Blocker(code="two_talks", text=_("В обох записах триває розмова: спершу завершіть одну з них."))]


mover(rows_of(Refusal))
mover(rows_of(LinkCode))
mover(rows_of(Chat, objections=_two_chats))
mover(rows_of(Conversation, objections=_two_talks))
