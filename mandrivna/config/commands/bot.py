"""`mandrivna bot`: the readers' bot, beside the web server and the worker. Nothing else waits for it."""

from __future__ import annotations

import argparse
import asyncio

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.supervisor import behind_people
from mandrivna.config.words import gettext as _


def run(_arguments: argparse.Namespace) -> int:
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry

    from mandrivna.config import ready  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_database()
    if not settings.TELEGRAM_TOKEN and not settings.DEMO:
        raise Trouble(_("Боту потрібен токен: задайте MANDRIVNA_TELEGRAM_TOKEN. Спробувати без токена можна в демонстрації."))
    from mandrivna.faces.bot import main  # noqa: PLC0415 - slow import

    behind_people()

    try:
        asyncio.run(main.with_token() if settings.TELEGRAM_TOKEN else main.try_out(say))
    except main.WrongToken as error:
        raise Trouble(
            _("Месенджер не знає цього токена. Візьміть новий у BotFather і задайте MANDRIVNA_TELEGRAM_TOKEN.")
        ) from error
    except OSError as error:
        raise Trouble(
            _("Порт %(port)s для бота зайнято. Задайте інший у MANDRIVNA_TELEGRAM_PORT.") % {"port": settings.TELEGRAM_PORT}
        ) from error
    return OK
