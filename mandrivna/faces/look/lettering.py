"""Setting a title in lines without a browser: widths of letters, hyphens of Ukrainian words, the size at which all of it fits.

The widths are of Literata 600 and of Times bold, whichever is wider, in steps of 0.05 em, so that a line fits also where our font
has not arrived. A letter that is not in the table counts as wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_BY_WIDTH = {
    0.25: "ʼ' \u00a0",
    0.35: "!(),-.:;[]ijl·íïії‘’‚",
    0.4: "f°•",
    0.45: "/ItІЇ",
    0.5: "*1sґ–„",
    0.55: '"23579?cerz«»çèéêëгезсэёє“”',
    0.6: "+0468=JSagovxy×àáäåóôöøýЗабвотухьҐ−",
    0.65: "FPbdkpqu§úüГРдклрчя",
    0.7: "BELZhnÉñЁЄБВЕЬЭийнпцъ€₴",
    0.75: "ACRTVXYÄßАДКСТУХЯ",
    0.8: "DGKOQUÖÜЛОЧЪм",
    0.85: "&HN©ИЙНПФфы",
    0.9: "wЦжю",
    1.0: "%MmМЫшщ—…",
}
_WIDTHS = {sign: width for width, signs in _BY_WIDTH.items() for sign in signs}
_WIDEST = 1.2
_VOWELS = frozenset("аеєиіїоуюяыэёaeiouy")
_STICKS = frozenset("ьъйʼ’'-")  # never begin a line
_TOGETHER = ("дз", "дж")
_SHORT = re.compile(r"(?<![^\s\u00a0])([А-яІіЇїЄєҐґ]) ")  # «з», «у», «і» go with the word they belong to


def width(text: str) -> float:
    """In em."""
    return sum(_WIDTHS.get(sign, _WIDEST) for sign in text)


def fit(text: str, *, across: float, down: float, sizes: Sequence[int], leading: float = 1.16) -> tuple[int, list[str]]:
    """The largest size at which the text fits with whole words, else with broken ones; at the smallest the rest becomes «…»."""
    text = _SHORT.sub("\\1\u00a0", " ".join(text.split()))
    for torn, tried in ((False, sizes), (True, sizes[len(sizes) // 2 :])):
        for size in tried:
            set_in = list(_lines(text, across / size))
            if len(set_in) * size * leading <= down and (torn or not any(line.torn for line in set_in)):
                return size, [line.text for line in set_in]
    size = sizes[-1]
    lines = [line.text for line in _lines(text, across / size)]
    return size, cut_lines(lines, int(down / (size * leading)), across / size)


def cut_lines(lines: list[str], most: int, limit: float) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(f"{lines[most - 1].removesuffix('-')} {lines[most]}", limit)]


def cut(text: str, limit: float) -> str:
    """As much as fits, and «…» if that is not all."""
    if width(text) <= limit:
        return text
    while text and width(f"{text}…") > limit:
        text = text[:-1]
    return f"{text.rstrip(' ,.:;-–—«(' + chr(0xA0))}…"


class _Line(NamedTuple):
    text: str
    torn: bool = False


def _lines(text: str, limit: float) -> Iterator[_Line]:
    line = ""
    for glue, piece in _pieces(text):
        longer = f"{line}{glue}{piece}" if line else piece
        if width(longer) <= limit:
            line = longer
            continue
        if line:
            yield _Line(line)
        line = piece
        while width(line) > limit:
            head, line = _broken(line, limit)
            yield _Line(head, torn=True)
    if line:
        yield _Line(line)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What is never torn without need, with what stands before it: «історико-» and «краєзнавчий» are two."""
    for word in text.split(" "):
        for number, piece in enumerate(re.findall(r"[^-]+-?|-+", word)):
            yield ("" if number else " "), piece


def _broken(word: str, limit: float) -> tuple[str, str]:
    first, space, rest = word.partition("\u00a0")
    if space and width(first) <= limit:
        return first, rest
    for i in range(len(word) - 2, 1, -1):
        if width(f"{word[:i]}-") <= limit and _may_break(word, i):
            return f"{word[:i]}-", word[i:]
    most = next((i for i in range(len(word) - 1, 1, -1) if width(word[:i]) <= limit), 1)
    return word[:most], word[most:]


def _may_break(word: str, at: int) -> bool:
    """A syllable on both sides, a consonant with its vowel, the soft sign and the apostrophe with their letter."""
    low = word.casefold()
    left, right = low[:at], low[at:]
    return (
        right[0] not in _STICKS
        and left[-1] not in "’ʼ'-"
        and (left[-1] + right[0]) not in _TOGETHER
        and (right[0] not in _VOWELS or left[-1] in _VOWELS)
        and bool(_VOWELS & set(left))
        and bool(_VOWELS & set(right))
    )
