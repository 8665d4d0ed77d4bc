"""The process `mandrivna bot`: listens (by asking, or at what a webhook kept), takes up, says. One thread has the database."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.types import BotCommand
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.messenger import keep_link
from mandrivna.enquiries import chats
from mandrivna.faces.bot import batch, post
from mandrivna.faces.bot.hearing import ALLOWED

logger = logging.getLogger("mandrivna.bot")

LONG_POLL = 25
IDLE = 0.5
BREATH = 0.15
"""After a group that took its whole while: on SQLite whoever waits to write looks every tenth of a second whether it may."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
COMMANDS = ("menu", "find", "mine", "shelf", "near", "events", "ask", "help", "stop")


class NotOurToken(Exception):  # noqa: N818 - a sentence for people
    """The messenger does not know the token."""


class Runner:
    """`webhook`: (address, secret) if the messenger is to call us, else we ask it. `link`: where the bot is, if not at t.me."""

    def __init__(self, bot: Bot, *, webhook: tuple[str, str] | None = None, link: str = "", long_poll: int = LONG_POLL) -> None:
        self.bot, self.webhook, self.link, self.long_poll = bot, webhook, link, long_poll
        self.stopping = asyncio.Event()
        self.speak = asyncio.Event()
        self.database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self.name = str(bot.id)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stopping.set)
        try:
            await self._introduce()
            parts = [asyncio.create_task(part) for part in (self._listen(), self._talk())]
            stop = asyncio.create_task(self.stopping.wait())
            await asyncio.wait([*parts, stop], return_when=asyncio.FIRST_COMPLETED)
            self.stopping.set()
            for part in parts:
                part.cancel()
            done = await asyncio.gather(*parts, return_exceptions=True)
            stop.cancel()
            for error in done:
                if isinstance(error, Exception):
                    raise error
        finally:
            await self.bot.session.close()
            await loop.run_in_executor(self.database, connections.close_all)  # its connection is that thread's own
            self.database.shutdown(wait=True)
            logger.info("bot stopped")

    async def _introduce(self) -> None:
        """Until the messenger answers; a token that it does not know is the only thing that cannot be waited for."""
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                await self._unless_stopped(self._greet())
            except TelegramUnauthorizedError as error:
                raise NotOurToken from error
            except TelegramAPIError as error:
                logger.warning("the messenger is away", extra={"error": type(error).__name__})
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if not self.stopping.is_set():
                    logger.info("bot started")
                return

    async def _greet(self) -> None:
        me = await self.bot.get_me()
        await self._in_database(keep_link, f"{self.link or f'https://t.me/{me.username}'}?start=")
        for language in ("uk", "en"):
            await self.bot.set_my_commands(commands_in(language), language_code=None if language == "uk" else language)
        if self.webhook is None:
            await self.bot.delete_webhook()
        else:
            address, secret = self.webhook
            await self.bot.set_webhook(address, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=4)

    # --- listening ---
    async def _listen(self) -> None:
        if self.webhook is not None:
            await self._take_kept()
            return
        offset, pause = None, FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                updates = await self.bot.get_updates(
                    offset=offset, limit=batch.GROUP, timeout=self.long_poll, allowed_updates=list(ALLOWED),
                    request_timeout=self.long_poll + 10,
                )  # fmt: skip
            except TelegramUnauthorizedError as error:
                raise NotOurToken from error
            except TelegramAPIError as error:
                logger.warning("the messenger is away", extra={"error": type(error).__name__})
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            raws = [update.model_dump(mode="json", by_alias=True, exclude_none=True) for update in updates]
            if raws and (settled := await self._take(raws)):
                offset = updates[settled - 1].update_id + 1

    async def _take(self, raws: list[Any]) -> int:
        """The messenger is told only of what is committed, by asking for what follows it."""
        try:
            taken = await self._in_database(batch.take_in, self.name, raws)
        except DatabaseError as error:
            logger.warning("database is not available", extra={"error": type(error).__name__})
            await self._sleep(FIRST_PAUSE)
            return 0
        self.speak.set()
        if taken.full:
            await self._sleep(BREATH)
        return int(taken.settled)

    async def _take_kept(self) -> None:
        while not self.stopping.is_set():
            try:
                taken = await self._in_database(batch.take_waiting, self.name)
            except DatabaseError as error:
                logger.warning("database is not available", extra={"error": type(error).__name__})
                taken = batch.Taken(0, 0)
            if taken.new:
                self.speak.set()
            if taken.full or not taken.new:
                await self._sleep(BREATH if taken.full else IDLE / 2)

    # --- speaking ---
    async def _talk(self) -> None:
        while not self.stopping.is_set():
            try:
                rows = await self._in_database(chats.due, post.MOST)
                if rows:
                    outcome = await post.hand_over(self.bot, rows)
                    await self._in_database(_settled, outcome)
                    continue
            except DatabaseError as error:
                logger.warning("database is not available", extra={"error": type(error).__name__})
            self.speak.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.speak.wait(), IDLE)

    # --- small things ---
    async def _in_database(self, call: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.database, _fresh, call, arguments)

    async def _unless_stopped(self, call: Coroutine[Any, Any, None]) -> None:
        """A messenger that takes the call and says nothing keeps nobody from going home."""
        task, stop = asyncio.create_task(call), asyncio.create_task(self.stopping.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            task.result()
        else:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)


def _fresh(call: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    close_old_connections()
    return call(*arguments)


def _settled(outcome: post.Outcome) -> None:
    with transaction.atomic():
        post.settle(outcome)


def commands_in(language: str) -> list[BotCommand]:
    with override(language):
        words = {
            "menu": _("Меню"), "find": _("Знайти книжку"), "mine": _("Мої книжки"), "shelf": _("Я біля полиці"),
            "near": _("Полиці поруч"), "events": _("Події"), "ask": _("Спитати бібліотекаря"), "help": _("Як це працює"),
            "stop": _("Від’єднати чат"),
        }  # fmt: skip
        return [BotCommand(command=name, description=str(words[name])) for name in COMMANDS]
