"""A bot whose messenger is away: nobody at the address, or somebody who takes the call and never says a word."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

from mandrivna.faces.bot.main import serve
from mandrivna.faces.bot.post import bot_for
from mandrivna.faces.bot.running import Runner
from mandrivna.faces.bot.tryout.server import TOKEN, Messenger
from scripts.zebra import free_port
from tests.bot.live import PATIENCE


class Dead:
    """Listening and speaking are on all the while, as in `mandrivna bot`; `come_back` starts a messenger at the same address."""

    def __init__(self, *, silent: bool) -> None:
        self.port, self.silent, self.messenger = free_port(), silent, Messenger()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self.deaf: socket.socket | None = None
        self.back: asyncio.Event
        self.loop: asyncio.AbstractEventLoop
        self.runner: Runner

    def __enter__(self) -> Dead:
        if self.silent:  # the system itself takes the connections, and nobody ever reads them
            self.deaf = socket.create_server(("127.0.0.1", self.port), backlog=100)
        self.thread.start()
        assert self.ready.wait(PATIENCE)
        return self

    def __exit__(self, *_error: object) -> None:
        self.loop.call_soon_threadsafe(self.runner.stopping.set)
        self.thread.join(PATIENCE)
        if self.deaf is not None:
            self.deaf.close()
        assert not self.thread.is_alive()

    async def _run(self) -> None:
        self.loop, self.back = asyncio.get_running_loop(), asyncio.Event()
        url = f"http://127.0.0.1:{self.port}"
        self.runner = Runner(bot_for(TOKEN, url), link=f"{url}/", long_poll=1)
        serving = asyncio.create_task(self._serve())
        self.ready.set()
        await self.runner.run()
        serving.cancel()
        for served in (await asyncio.gather(serving, return_exceptions=True),):
            assert all(one is None or isinstance(one, asyncio.CancelledError) for one in served)

    async def _serve(self) -> None:
        await self.back.wait()
        served = await serve(self.messenger, self.port)
        try:
            await asyncio.Event().wait()
        finally:
            await served.cleanup()

    def come_back(self) -> None:
        if self.deaf is not None:
            self.deaf.close()
            self.deaf = None
        self.loop.call_soon_threadsafe(self.back.set)

    def heard(self, chat: int, number: int = 1) -> list[str]:
        """What stands in this person's chat, once there is so much of it."""
        until = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < until:
            if len(said := [one["text"] for one in self.messenger.person(chat).thread]) >= number:
                time.sleep(0.3)  # nothing comes twice
                return [one["text"] for one in self.messenger.person(chat).thread] if said else []
            time.sleep(0.05)
        raise AssertionError("the messenger came back and nothing was said")
