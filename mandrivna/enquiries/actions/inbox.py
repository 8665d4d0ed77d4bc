"""Who of the staff answers a conversation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.enquiries import rules
from mandrivna.enquiries.actions.conversations import closed_problems, ours
from mandrivna.enquiries.models import Conversation
from mandrivna.enquiries.queries import answerers


@verb("enquiries.assign_talk", may=rules.ANSWER, at="place")
def assign_talk(act: Act, *, conversation: Conversation, place: Unit, staff: Staff | None) -> Conversation:
    """To a colleague who may answer there, or to nobody in particular. Others still may."""
    talk = ours(conversation, place)
    problems = closed_problems(talk)
    if staff is not None and not answerers(talk.institution).filter(pk=staff.pk).exists():
        text = _("Ця людина в цьому закладі на розмови не відповідає.")
        problems.append(Blocker(code="no_answerer", text=text, field="staff"))
    refuse_if(problems)
    talk.staff = staff
    talk.save(update_fields=["staff"])
    return talk
