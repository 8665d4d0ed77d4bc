"""What enquiries tell a reader: that somebody answered, and what. The answer itself goes the way the question came."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.notices import ASKED, NOTICES
from mandrivna.enquiries.actions.refusals import WISH_NOTICE
from mandrivna.enquiries.models import Message, Refusal
from mandrivna.enquiries.states import WISHED, State


def replied(ref: str) -> str:
    """The words of the librarian are meant for this reader; whoever writes them is told that they go out."""
    said = Message.objects.filter(pk=ref, by_reader=False).first()
    return _("Відповідь бібліотекаря: %s") % said.text if said is not None and said.text else ""


def wished(ref: str) -> str:
    """What was asked for and how it stands; not what the staff noted about it."""
    row = Refusal.objects.filter(pk=ref).first()
    if row is None or row.state not in WISHED or row.state == State.NEW:
        return ""
    return _("Ваш запит «%(title)s»: %(state)s.") % {"title": row, "state": WISHED[State(row.state)]}


NOTICES.add("enquiries.reply", replied)
ASKED.add("enquiries.reply", True)
NOTICES.add(WISH_NOTICE, wished)
ASKED.add(WISH_NOTICE, True)
