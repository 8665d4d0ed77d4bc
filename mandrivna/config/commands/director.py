"""`mandrivna create-director`: the first person of an empty installation; everybody else is invited from the screens."""

from __future__ import annotations

import argparse
import json
from typing import Any

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.words import gettext as _


def run(arguments: argparse.Namespace) -> int:
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry
    from django.urls import reverse  # noqa: PLC0415 - app registry

    from mandrivna.config import place, ready  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Staff  # noqa: PLC0415 - app registry
    from mandrivna.core.problems import Refused  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_database()
    ready.migrate()
    if Staff.objects.exists():
        raise Trouble(_("Працівники вже є. Нових запрошують на сторінці «Працівники»."))
    try:
        token, until = _invite(arguments)
    except Refused as refusal:
        raise Trouble(" ".join(str(problem) for problem in refusal.problems)) from refusal
    base = place.urls(settings.HOST, settings.PORT, https=settings.HTTPS)[0].rstrip("/")
    link, guide = base + reverse("workspace:join_look", kwargs={"token": token}), base + reverse("workspace:start")
    if arguments.json:
        say(json.dumps({"link": link, "expires_at": until.isoformat(), "start": guide}))
        return OK
    say(_("Запрошення для директора. Посилання показано один раз; відкрийте його, коли Мандрівна працює (mandrivna serve):"))
    say(f"  {link}")
    say(_("Після відкриття у вас буде 10 хвилин, щоб обрати ім’я для входу та пароль."))
    say(_("Увійшовши, почніть звідси: від порожньої програми до першої видачі за десять хвилин:"))
    say(f"  {guide}")
    return OK


def _invite(arguments: argparse.Namespace) -> tuple[str, Any]:
    from django.db import transaction  # noqa: PLC0415 - app registry

    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.invitations import invite  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.core.roles import DIRECTOR  # noqa: PLC0415 - app registry

    act = Act(actor=SYSTEM)
    with transaction.atomic():
        root = Unit.objects.filter(parent=None).order_by("pk").first()
        if root is None:
            if not arguments.institution.strip():
                raise Trouble(_('Закладу ще немає: додайте --institution "Повна назва закладу".'))
            root = found_root(act.part("root"), kind=Kind.INSTITUTION, name=arguments.institution)
        invitation, token = invite(act, unit=root, role=DIRECTOR, name=arguments.name, email=arguments.email, days=7)
    return token, invitation.expires_at
