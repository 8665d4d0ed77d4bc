"""Several who act at the same moment, each in a thread and on a connection of its own, kept from one act to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

type AtOnce = Callable[[list[Callable[[], object]]], list[object]]


@contextmanager
def crew(hands: int) -> Iterator[AtOnce]:
    """`at_once(acts)`: as many acts as hands, let go together. What an act raised is its answer."""
    gate = threading.Barrier(hands)

    def one(act: Callable[[], object]) -> object:
        connection.ensure_connection()
        gate.wait(60)
        try:
            return act()
        except Exception as error:
            return error

    def leave() -> None:
        gate.wait(60)  # so that each hand leaves once
        connections.close_all()

    with ThreadPoolExecutor(hands) as pool:

        def at_once(acts: list[Callable[[], object]]) -> list[object]:
            assert len(acts) == hands, "every hand has one act"
            return [future.result() for future in [pool.submit(one, act) for act in acts]]

        try:
            yield at_once
        finally:
            for future in [pool.submit(leave) for _hand in range(hands)]:
                future.result()
