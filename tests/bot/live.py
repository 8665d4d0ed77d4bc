"""The bot as it runs: our messenger and the bot's process, in a thread of their own, speaking HTTP with each other."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mandrivna.faces.bot.main import serve
from mandrivna.faces.bot.post import bot_for
from mandrivna.faces.bot.running import Runner
from mandrivna.faces.bot.tryout.server import TOKEN, Messenger
from scripts.zebra import free_port

PATIENCE = 60.0


class Served:
    """Our messenger at an address of its own: persons write there, and it remembers what the bot has called."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def post(self, path: str, body: Any) -> Any:
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def calls(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/_calls", timeout=PATIENCE) as answer:
            return json.load(answer)

    def said(self, chat: int | None = None) -> list[dict[str, Any]]:
        rows = [call for call in self.calls() if call["method"] == "sendMessage"]
        return [row for row in rows if chat is None or row["chat_id"] == str(chat)]


@contextmanager
def messenger() -> Iterator[Served]:
    """Without a bot: that is another process, which is told the address."""
    served, loop = Served(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(serve(Messenger(), served.port), loop).result(PATIENCE)
    try:
        yield served
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


class Live(Served):
    def __init__(self, *, webhook: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.webhook = webhook
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self.runner: Runner | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.seen = 0
        self.failed: BaseException | None = None

    def __enter__(self) -> Live:
        self.thread.start()
        assert self.ready.wait(PATIENCE)
        return self

    def __exit__(self, *_error: object) -> None:
        assert self.loop is not None and self.runner is not None
        self.loop.call_soon_threadsafe(self.runner.stopping.set)
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        if self.failed:
            raise self.failed

    async def _run(self) -> None:
        self.loop = asyncio.get_running_loop()
        served = await serve(Messenger(), self.port)
        self.runner = Runner(bot_for(TOKEN, self.url), webhook=self.webhook, link=f"{self.url}/", long_poll=1)
        self.ready.set()
        try:
            await self.runner.run()
        except BaseException as error:
            self.failed = error
        finally:
            await served.cleanup()


class Person:
    """Somebody with a telephone; what they do is over when the bot has answered."""

    def __init__(self, live: Served, chat: int) -> None:
        self.live, self.chat, self.heard = live, chat, 0

    def do(self, **what: Any) -> str:
        self.live.post("/_user", {"chat": self.chat, **what})
        return self.wait()

    def wait(self) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            rows = self.live.said(self.chat)
            if len(rows) > self.heard:
                time.sleep(0.15)  # an answer may be two messages
                rows = self.live.said(self.chat)
                self.fresh, self.heard = rows[self.heard :], len(rows)
                return "\n".join(row["text"] for row in self.fresh)
            time.sleep(0.02)
        raise AssertionError("the bot said nothing")

    def write(self, text: str) -> str:
        return self.do(text=text)

    def tap(self, label: str) -> str:
        for row in self.fresh:
            markup = json.loads(row.get("reply_markup") or "{}")
            for line in markup.get("inline_keyboard", []):
                for button in line:
                    if button["text"].startswith(label):
                        return self.do(tap=button["callback_data"])
            if any(key["text"] == label for line in markup.get("keyboard", []) for key in line):
                return self.write(label)
        raise AssertionError(f"no button «{label}»: {[row.get('reply_markup') for row in self.fresh]}")

    def register(self, name: str) -> str:
        self.tap("Записатися")
        self.tap("Погоджуюся")
        self.write(name)
        self.tap("18–35")
        return self.tap("Без телефону")
