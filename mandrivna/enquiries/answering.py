"""An answer that goes as a letter to whoever wrote one. It waits in the outbox while the mail is away, and is said once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.outbox import GiveUp, task
from mandrivna.core.profile import profile_of
from mandrivna.enquiries.models import Message


@task()
def deliver_answer(*, message: str) -> None:
    """The queue holds a number only: words and address are read at the moment of sending. What was wiped meanwhile is not sent."""
    said = Message.objects.select_related("conversation__institution").filter(pk=message, by_reader=False).first()
    if said is None or not said.text or not said.conversation.address:
        return
    if not mail_goes_out():
        raise GiveUp("no mail")  # switched off while it waited: parked, and sent by one touch when there is mail again
    unit = speaking_for(said.conversation.institution)
    library = profile_of(unit).public_name or unit.name
    subject = said.conversation.subject or _("%s: відповідь для вас") % library
    about = subject if subject.casefold().startswith("re:") or not said.conversation.subject else f"Re: {subject}"
    CHANNELS["mail"].send(said.conversation.address, about, "\n\n".join([said.text, library]), key=said.pk)
