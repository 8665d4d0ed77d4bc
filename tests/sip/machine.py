"""A self-check machine for tests: it puts lines together as machines do, and speaks them to a session or over a socket."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from dataclasses import dataclass

from mandrivna.faces.sip.codec import checksum
from mandrivna.faces.sip.server import Server
from mandrivna.faces.sip.session import Session
from scripts.zebra import free_port

DATE = "20260112    090000"
BLANK = " " * 18
PATIENCE = 30.0


def line(body: str, seq: int | None = 0) -> bytes:
    said = body.encode()
    if seq is not None:
        said += f"AY{seq}AZ".encode()
        said += checksum(said).encode()
    return said + b"\r"


@dataclass(frozen=True)
class Heard:
    head: str
    fields: dict[str, list[str]]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, [""])[0]


def heard(said: bytes) -> Heard:
    """Of what was answered; its checksum is looked at, as a machine would."""
    text = said.strip(b"\r")
    if b"AZ" in text[-6:]:
        assert checksum(text[:-4]).encode() == text[-4:]
        text = text[:-6]
        text = text[:-3] if text[-3:-1] == b"AY" else text
    head, *rest = text.decode().split("|")
    fields: dict[str, list[str]] = {}
    fixed = FIXED[head[:2]]
    for part in [head[fixed:], *rest]:
        if part:
            fields.setdefault(part[:2], []).append(part[2:])
    return Heard(head[:fixed], fields)


FIXED = {"94": 3, "98": 36, "24": 37, "64": 61, "12": 24, "10": 24, "30": 24, "66": 29, "18": 26, "36": 21, "16": 22, "96": 2}


@dataclass
class Machine:
    """Every line has the next number and a later moment, as a living machine's has."""

    session: Session
    count: int = 0

    def say(self, body: str) -> Heard:
        self.count += 1
        said = self.session.hear(line(body.replace(DATE, f"20260112    {self.count:06d}"), self.count % 10))
        return heard(said) if said else Heard("", {})


class Live:
    """The server as it runs, in a thread of its own."""

    def __init__(self, **seconds: float) -> None:
        self.port, self.seconds = free_port(), seconds
        self.failed: BaseException | None = None
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._thread, daemon=True)

    def _thread(self) -> None:
        try:
            asyncio.run(self._run())
        except BaseException as error:
            self.failed = error

    async def _run(self) -> None:
        self.loop, self.server = asyncio.get_running_loop(), Server(**self.seconds)
        self.ready.set()
        await self.server.run("127.0.0.1", self.port)

    def __enter__(self) -> Live:
        self.thread.start()
        assert self.ready.wait(PATIENCE)
        return self

    def __exit__(self, *_error: object) -> None:
        self.loop.call_soon_threadsafe(self.server.stopping.set)
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        if self.failed:
            raise self.failed

    def connect(self) -> Wire:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return Wire(socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE))
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)


class Wire:
    def __init__(self, raw: socket.socket) -> None:
        self.raw = raw

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_error: object) -> None:
        self.raw.close()

    def send(self, said: bytes) -> None:
        self.raw.sendall(said)

    def read(self) -> bytes:
        """One line, or nothing when the other side has hung up."""
        found = b""
        while not found.endswith(b"\r"):
            try:
                more = self.raw.recv(4096)
            except ConnectionResetError:
                return b""
            if not more:
                return b""
            found += more
        return found

    def say(self, body: str, seq: int | None = 0) -> Heard:
        self.send(line(body, seq))
        said = self.read()
        return heard(said) if said else Heard("", {})
