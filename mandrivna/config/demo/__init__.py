"""The demonstration library: what `mandrivna demo` and `make run` put into an empty database.

It is made through the same verbs as the work of a real library, so it holds operations, facts, audit and
discrepancies as they come about in service. Loaded twice on one day, it gives the same figures.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.config.demo.data import PEOPLE, READER_PINS
from mandrivna.config.demo.stage import Calendar, Stage
from mandrivna.config.demo.story import tell
from mandrivna.config.env import ConfigError
from mandrivna.config.words import gettext as _
from mandrivna.core.models import Operation, Staff
from mandrivna.core.outbox.worker import drain
from mandrivna.core.roles import role_labels
from mandrivna.ledger.seal import close_stretch
from mandrivna.readers.models import Pin

Progress = Callable[[str], None]


def load(progress: Progress | None = None, *, today: dt.date | None = None) -> None:
    """Only in demo mode, only into an empty database: the passwords are known to everybody."""
    if not settings.DEMO:
        raise ConfigError(_("Демонстраційні дані мають загальновідомі паролі. Щоб завантажити їх, задайте MANDRIVNA_DEMO=1."))
    with transaction.atomic():  # interrupted, it leaves an empty database that can be filled again
        tell(Stage(Calendar(today or timezone.localdate())))
    _settle_queue()
    close_stretch()
    if progress is not None:
        progress(_("Записано дій: %(count)s.") % {"count": Operation.objects.count()})


def sign_ins() -> list[dict[str, str]]:
    """Who may be tried in this database; nobody in one that is not the demonstration."""
    if not settings.DEMO:
        return []
    known = set(
        Staff.objects.active().filter(username__in=[person.username for person in PEOPLE]).values_list("username", flat=True)
    )
    labels = role_labels()
    staff = [
        {"role": labels[person.role], "username": person.username, "password": person.password}
        for person in PEOPLE
        if person.password and person.username in known
    ]
    return [*staff, *_reader()]


def _reader() -> list[dict[str, str]]:
    """One reader's account to look into: the number of the card and the PIN, unless somebody has changed it meanwhile."""
    for pin in Pin.objects.order_by("set_at").select_related("reader")[: len(READER_PINS)]:
        card = pin.reader.cards.active().first()
        if card and (digits := next((digits for digits in READER_PINS if check_password(digits, pin.secret)), "")):
            return [{"role": _("Читач (кабінет: /my/)"), "username": card.pretty, "password": digits}]
    return []


def thin_queue() -> None:
    """Thousands of acts asked for the same few titles to be counted again: once each is enough."""
    with transaction.atomic():
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at", "pk")
        seen: dict[str, object] = {}
        for pk, path, arguments in waiting.values_list("pk", "task_path", "args_kwargs"):
            seen[f"{path} {arguments}"] = pk
        waiting.exclude(pk__in=list(seen.values())).delete()


def _settle_queue() -> None:
    """Before the start."""
    thin_queue()
    log = logging.getLogger("mandrivna.outbox")
    usual = log.level
    log.setLevel(logging.WARNING)  # a line for every title would bury what the terminal has to say
    try:
        drain()
    finally:
        log.setLevel(usual)
