"""A list of references in the order of the Ukrainian alphabet, Cyrillic before Latin, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mandrivna.catalogue.citation.source import Source
from mandrivna.shared.alphabet import sort_key


def listing(sources: Iterable[Source], write: Callable[[Source], str]) -> list[str]:
    return sorted({write(source) for source in sources}, key=sort_key)


def numbered(lines: Iterable[str]) -> str:
    return "".join(f"{number}. {line}\n" for number, line in enumerate(lines, start=1))
