"""The book somebody asked for stands on a shelf: whoever left an address of mail reads of it, and the request closes by itself.

Who left a telephone, or whom the letter did not reach, stays among those whom a colleague tells (`State.FOUND`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import TaskContext
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.answering import Answer, answers_go_out, hand_over
from mandrivna.core.outbox import enqueue, task
from mandrivna.enquiries.actions.found import close_told
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.states import State
from mandrivna.shared.text.mails import mail_in

SUBJECT = gettext_lazy("книжка, яку ви шукали")


def writes_to(refusal: Refusal) -> str:
    """Where it is said by a letter; empty where a colleague has to say it, or a reader hears it by their own way."""
    return mail_in(refusal.contact or "") if refusal.reader_id is None and answers_go_out() else ""


def tell_found(refusal: Refusal) -> None:
    """Inside the act's transaction: rolled back with it, nobody hears of it."""
    if refusal.state == State.FOUND and writes_to(refusal):
        enqueue(deliver_found, refusal=str(refusal.pk))


@task(takes_context=True)
def deliver_found(context: TaskContext, *, refusal: str, key: str = "") -> None:
    found = Refusal.objects.select_related("institution", "place", "record").filter(pk=refusal, state=State.FOUND).first()
    if found is None or not writes_to(found):
        return
    to = Answer(mail_in(found.contact or ""), str(SUBJECT), found.institution, settings.LANGUAGE_CODE, lambda: words(found))
    if hand_over(context, deliver_found, to, lost=lambda: None, key=key, refusal=refusal):
        with transaction.atomic():
            close_told(Act(actor=SYSTEM), refusal=found)


def words(refusal: Refusal) -> str:
    """Day and what was asked, in their own words; the colleague's words, where there are some."""
    said = {"day": date_format(refusal.on, "j E"), "what": str(refusal), "place": refusal.place}
    first = _("%(day)s ви шукали «%(what)s». Книжка вже є: приходьте або напишіть, «%(place)s» відкладе її для вас.") % said
    return "\n\n".join([first, *([refusal.answer] if refusal.answer else [])])
