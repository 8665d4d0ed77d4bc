"""Registries: how something low is served by something high without importing it.

A low module owns a `Registry`; high modules fill it in `AppConfig.ready()`. Adding the same key
twice is a programming mistake and fails at start-up, not in front of a reader.
"""

from __future__ import annotations

from collections.abc import Iterator


class Registry[T]:
    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def add(self, key: str, item: T) -> T:
        if key in self._items and self._items[key] != item:
            raise ValueError(f"{self.what}: «{key}» is registered twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __getitem__(self, key: str) -> T:
        try:
            return self._items[key]
        except KeyError:
            raise LookupError(f"{self.what}: «{key}» is not registered") from None

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> list[tuple[str, T]]:
        return sorted(self._items.items())

    def keys(self) -> list[str]:
        return sorted(self._items)
