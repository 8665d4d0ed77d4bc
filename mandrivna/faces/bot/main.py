"""Putting the process of the bot together from the settings."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.utils.token import TokenValidationError
from aiohttp import web
from django.conf import settings

from mandrivna.faces.bot.post import bot_for
from mandrivna.faces.bot.running import NotOurToken, Runner
from mandrivna.faces.bot.tryout.page import pages
from mandrivna.faces.bot.tryout.server import TOKEN, Messenger, application
from mandrivna.faces.bot.webhook import address_of, secret_of

WrongToken = (NotOurToken, TokenValidationError)


async def with_token() -> None:
    webhook = (address_of(), secret_of()) if settings.TELEGRAM_WEBHOOK else None
    await Runner(bot_for(settings.TELEGRAM_TOKEN, settings.TELEGRAM_API), webhook=webhook).run()


async def try_out(say: Callable[[str], None]) -> None:
    """Our own messenger and the bot in one process, talking over HTTP as they would with the true one."""
    url = f"http://127.0.0.1:{settings.TELEGRAM_PORT}/"
    served = await serve(Messenger(), settings.TELEGRAM_PORT)
    say(url)
    try:
        await Runner(bot_for(TOKEN, url), link=url).run()
    finally:
        await served.cleanup()


async def serve(messenger: Messenger, port: int) -> web.AppRunner:
    """On this computer only, whatever the settings say."""
    app = application(messenger)
    pages(app, messenger)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
