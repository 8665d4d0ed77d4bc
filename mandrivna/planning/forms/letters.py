"""The letter that asks a library for its form. The queue holds a number only: address and link are looked up when it is sent, so
whoever has answered meanwhile, or whose link was taken back, is written to no more."""

from __future__ import annotations

import uuid

from django.tasks import TaskContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.addresses import page_url
from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.outbox import task
from mandrivna.planning.forms.returns import token_of
from mandrivna.planning.forms.rows import FormSheet, Status

PAGE = "public:network_return"
"""The page of a face, by its name; nothing is written while the world cannot reach it."""


@task(takes_context=True)
def remind(context: TaskContext, *, sheet: str) -> None:
    found = FormSheet.objects.filter(pk=sheet).select_related("unit", "library").first()
    if found is None or found.link is None or found.link_until is None or found.signed or found.status != Status.WAITING:
        return
    if found.library is None or not found.library.mail or found.link_until < timezone.localdate() or not mail_goes_out():
        return
    page = page_url(PAGE, token_of(found.link))
    if not page:
        return
    sender = speaking_for(found.unit).name
    said = {"library": found.library.name, "year": found.year, "page": page, "day": date_format(found.link_until, "d.m.Y")}
    text = _(
        "Вітаємо!\n\nЧекаємо на державну форму за %(year)s рік: %(library)s.\nФорма з торішніми числами: %(page)s\n"
        "Посилання лише для вашої бібліотеки, діє до %(day)s. Якщо бібліотека цього року не працювала, так і напишіть у відповідь."
    )
    CHANNELS["mail"].send(
        found.library.mail,
        _("Державна форма за %(year)s рік") % said,
        f"{text % said}\n\n{sender}",
        key=uuid.UUID(context.task_result.id),
    )
