"""The answer to a complaint or a suggestion goes to whoever left an address; then nobody knows any longer how to reach them.

Who left a telephone only, or whom the letter did not reach, is marked for a colleague to call (`Remark.to_call`), and is forgotten
when the colleague has said it.
"""

from __future__ import annotations

from django.conf import settings
from django.tasks import TaskContext
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.answering import Answer, answers_go_out, hand_over
from mandrivna.core.outbox import task
from mandrivna.enquiries.models import Remark
from mandrivna.enquiries.states import RemarkState


def writes_to(remark: Remark) -> str:
    """Where the answer goes by itself; empty where a colleague has to say it."""
    return remark.mail if answers_go_out() else ""


@task(takes_context=True)
def deliver_remark(context: TaskContext, *, remark: str, key: str = "") -> None:
    found = Remark.objects.select_related("institution").filter(pk=remark, state=RemarkState.ANSWERED).first()
    if found is None or not found.answer or not found.mail:
        return
    answer = Answer(found.mail, str(SUBJECT), found.institution, settings.LANGUAGE_CODE, lambda: words(found))
    rows = Remark.objects.filter(pk=found.pk)
    if hand_over(context, deliver_remark, answer, lost=lambda: rows.update(to_call=True), key=key, remark=remark):
        rows.update(contact=None, to_call=False)


SUBJECT = gettext_lazy("відповідь на ваше звернення")


def words(remark: Remark) -> str:
    first = _("Ви написали нам %s. Дякуємо, що сказали. Наша відповідь:") % date_format(remark.on, "j E")
    return "\n\n".join([first, remark.answer or ""])
