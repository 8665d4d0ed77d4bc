"""So many at once, and so many a second after that; counted in the memory of one process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """So many at once, and so many a second after that; of the networks only those seen last are remembered."""

    def __init__(
        self, at_once: int, a_second: float, *, remembered: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.at_once, self.a_second, self.remembered, self.clock = at_once, a_second, remembered, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> bool:
        now = self.clock()
        with self._lock:
            left, then = self._left.pop(key, (float(self.at_once), now))
            left = min(self.at_once, left + (now - then) * self.a_second)
            self._left[key] = (max(left - 1, 0.0) if left >= 1 else left, now)
            while len(self._left) > self.remembered:
                self._left.popitem(last=False)
        return left >= 1

    def forget(self) -> None:
        with self._lock:
            self._left.clear()
