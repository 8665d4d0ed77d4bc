"""A file may be written so that reading it never ends. Every loop that a file can make long asks here whether to go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mandrivna.planning.reading.blocks import UnreadableError

SECONDS = 45.0
"""Of the processor, for one file. Sixteen pages of broken text take some three."""
_UNTIL: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def bounded(seconds: float | None = None) -> Iterator[None]:
    token = _UNTIL.set(time.thread_time() + (SECONDS if seconds is None else seconds))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def still() -> None:
    """Raises UnreadableError when the time of this file is over."""
    if time.thread_time() > _UNTIL.get():
        raise UnreadableError("too_slow")
