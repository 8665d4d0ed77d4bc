"""The next thing is made while somebody waits for the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Ahead[T]:
    """`each` gives one after another; whoever takes one says with `begin` when the next may be made beside. Whatever goes wrong in
    making it is raised where it is taken. Nothing is made beside that was not asked for: Python shared by two at work is slower
    than one, so the moment has to be one in which this one only waits."""

    def __init__(self) -> None:
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._made: Iterator[T] = iter(())
        self._next: Future[T | None] | None = None

    def each(self, made: Iterable[T]) -> Iterator[T]:
        self._made = iter(made)
        while (one := self._take()) is not None:
            yield one

    def begin(self) -> None:
        self._next = self._beside.submit(next, self._made, None)

    def _take(self) -> T | None:
        coming, self._next = self._next, None
        return next(self._made, None) if coming is None else coming.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._beside.shutdown(cancel_futures=True)
