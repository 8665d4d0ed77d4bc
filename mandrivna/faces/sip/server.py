"""Sockets of the machines: few, short of breath, and never trusted with more than a line.

Everything is bounded: connections at once (in all and from one network), the length of a line, the time from its first sign to its
last, the time until a machine has said who it is, and the silence after that. Verbs run in a few threads; one connection is one
line after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import signal
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connections

from mandrivna.faces.sip import about, doing  # noqa: F401 - what can be asked is told at import
from mandrivna.faces.sip.codec import ENDING, LONGEST
from mandrivna.faces.sip.session import Session
from mandrivna.shared.buckets import Buckets
from mandrivna.shared.errors import error_class, frames

logger = logging.getLogger("mandrivna.sip")

MOST, MOST_OF_ONE = 64, 16
THREADS = 4
LINES = Buckets(300, 10)
"""Of one machine, or of a stranger's network: a machine gone wild is not hung up, it waits, and the database is free for others."""
BREATH = 0.5


class Server:
    def __init__(self, *, strangers: float = 10.0, line: float = 10.0, silence: float = 900.0) -> None:
        """Seconds: until somebody has signed in, from the first sign of a line to its end, between two lines."""
        self.strangers, self.line, self.silence = strangers, line, silence
        self.stopping = asyncio.Event()
        self.open: Counter[str] = Counter()
        self.database = ThreadPoolExecutor(THREADS, thread_name_prefix="database")
        self.talks: set[asyncio.Task[None]] = set()

    async def run(self, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stopping.set)
        served = await asyncio.start_server(self._met, host, port, limit=LONGEST)
        logger.info("self-check machines are heard")
        try:
            await self.stopping.wait()
        finally:
            served.close()
            for talk in list(self.talks):
                talk.cancel()
            await asyncio.gather(*self.talks, return_exceptions=True)
            together = threading.Barrier(THREADS)
            await asyncio.gather(*(loop.run_in_executor(self.database, _closed, together) for _ in range(THREADS)))
            self.database.shutdown(wait=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        network = str((writer.get_extra_info("peername") or ("",))[0])
        task = asyncio.current_task()
        if task is None or self.open.total() >= MOST or self.open[network] >= most_of(network):
            writer.close()
            return
        self.open[network] += 1
        self.talks.add(task)
        try:
            await self._talk(Session(network), reader, writer)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # too slow, too long, or gone: there is nobody to tell
        except DatabaseError as error:
            logger.warning("database is not available", extra={"error": type(error).__name__, "frames": frames(error)})
        except Exception as error:  # left to asyncio it would be logged with its message, and that may hold a card or a name
            logger.error("a line failed", extra={"error": error_class(error), "frames": frames(error)})
        finally:
            self.talks.discard(task)
            self.open[network] -= 1
            if not self.open[network]:
                del self.open[network]
            writer.close()

    async def _talk(self, session: Session, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        let_in_by = loop.time() + self.strangers
        while not session.over:
            patience = self.silence if session.terminal is not None else let_in_by - loop.time()
            async with asyncio.timeout(max(patience, 0.0)):
                first = await reader.readexactly(1)
            if first in b"\r\n":
                continue
            async with asyncio.timeout(self.line):
                rest = await reader.readuntil(ENDING)
            if not LINES.take(str(session.terminal.pk) if session.terminal is not None else session.network):
                await asyncio.sleep(BREATH)
            said = await loop.run_in_executor(self.database, _fresh, session, first + rest)
            if said:
                writer.write(said)
                async with asyncio.timeout(self.line):
                    await writer.drain()


def most_of(network: str) -> int:
    """Through a tunnel all machines come from this very computer: there only the whole is counted."""
    try:
        here = ipaddress.ip_address(network).is_loopback
    except ValueError:
        here = False
    return MOST if here else MOST_OF_ONE


def _closed(together: threading.Barrier) -> None:
    """In every thread once: one that waits for the others cannot do their part for them."""
    connections.close_all()
    together.wait(10)


def _fresh(session: Session, line: bytes) -> bytes:
    close_old_connections()
    return session.hear(line)
