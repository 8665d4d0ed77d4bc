"""What enquiries tell a reader: that somebody answered, and what. The answer itself goes the way the question came."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.notices import ASKED, NOTICES
from mandrivna.enquiries.models import Message


def replied(ref: str) -> str:
    """The words of the librarian are meant for this reader; whoever writes them is told that they go out."""
    said = Message.objects.filter(pk=ref, by_reader=False).first()
    return _("Відповідь бібліотекаря: %s") % said.text if said is not None and said.text else ""


NOTICES.add("enquiries.reply", replied)
ASKED.add("enquiries.reply", True)
