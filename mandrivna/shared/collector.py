"""The collector of garbage looks less often: most of what is made lives for a moment and goes by itself."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def seldom() -> Iterator[None]:
    """A tenth of the time of an import or of a new index; as it was afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """A program that serves for days has all that it will keep: no collection need go through it again while everybody waits."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
