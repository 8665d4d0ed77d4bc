"""`mandrivna sip`: self-check machines, beside the web server and the worker. Nothing else waits for it."""

from __future__ import annotations

import argparse
import asyncio

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.words import gettext as _


def run(_arguments: argparse.Namespace) -> int:
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry

    from mandrivna.config import ready  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_database()
    from mandrivna.faces.sip.server import Server  # noqa: PLC0415 - app registry

    say(_("Автомати самообслуговування: %(host)s, порт %(port)s.") % {"host": settings.SIP_HOST, "port": settings.SIP_PORT})
    try:
        asyncio.run(_serve(Server, settings.SIP_HOST, settings.SIP_PORT))
    except OSError as error:
        raise Trouble(
            _("Порт %(port)s для автоматів зайнято або адреса не ваша. Задайте інші в MANDRIVNA_SIP_PORT і MANDRIVNA_SIP_HOST.")
            % {"port": settings.SIP_PORT}
        ) from error
    return OK


async def _serve(make: type, host: str, port: int) -> None:
    await make().run(host, port)
