"""Slips of the finger: which known words somebody may have meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from mandrivna.shared.text.folding import LATIN_LOOKALIKES, words

CHEAP = 0.5
_PAIRS = ("иі", "ії", "йі", "йї", "еє", "еи", "шщ", "зс", "оа", "гх", "чщ")
_CONFUSED = frozenset(_PAIRS) | frozenset(pair[::-1] for pair in _PAIRS)
"""Letters that people mix up by ear or by another orthography: half a mistake."""
_CLASSES = str.maketrans("іїйеє" + "щч" + "с" + "а" + "х", "иииии" + "шш" + "з" + "о" + "г")
_ALPHABET = {sign: 1 << number for number, sign in enumerate("абвгдежзиклмнопрстуфцшьюяabcdefghijklmnopqrstuvwxyz0123456789")}
MOST_WORDS = 50_000
MOST_NEAR = 3
MOST_READINGS = 5


def _mask(word: str) -> int:
    found = 0
    for sign in word.translate(_CLASSES):
        found |= _ALPHABET.get(sign, 0)
    return found


def allowed(word: str) -> float:
    """How much may be wrong: nothing in two letters, half a slip in three, one up to six, two in longer words."""
    if len(word) < 3:
        return 0
    if len(word) == 3:
        return CHEAP
    return 1 if len(word) < 7 else 2


def distance(one: str, other: str, limit: float = float("inf")) -> float:
    """Insertions, deletions, substitutions and swaps of neighbours; an apostrophe, a doubled or a confused letter costs half.

    Above the limit it is not counted to the end: only that it is too far.
    """
    before: list[float] = []
    last = [0.0]
    for sign in other:
        last.append(last[-1] + (CHEAP if sign == "'" else 1))
    for i, sign in enumerate(one, 1):
        doubled = i > 1 and one[i - 2] == sign
        now = [last[0] + (CHEAP if sign == "'" else 1)]
        for j, wanted in enumerate(other, 1):
            again = j > 1 and other[j - 2] == wanted
            cost = min(
                last[j] + (CHEAP if sign == "'" or doubled else 1),
                now[j - 1] + (CHEAP if wanted == "'" or again else 1),
                last[j - 1] + (0 if sign == wanted else CHEAP if sign + wanted in _CONFUSED else 1),
            )
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit and min(last) > limit:
            return min(now)
        before, last = last, now
    return last[-1]


class Vocabulary:
    """Known words with how often each is met; built once, asked often."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        kept = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_WORDS]
        self._words = sorted(kept)
        self._rows = [(word, len(word), _mask(word), counts[word]) for word in kept]

    def __len__(self) -> int:
        return len(self._words)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        counts: dict[str, int] = {}
        for text in texts:
            for word in words(text):
                if len(word) > 2 and not word.isdigit():
                    counts[word] = counts.get(word, 0) + 1
        return cls(counts)

    def knows(self, word: str) -> bool:
        """Also as the beginning of a word: people stop typing when the rest is clear."""
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place].startswith(word)

    def near(self, word: str) -> list[tuple[float, int, str]]:
        """(how wrong, minus how frequent, word), nearest first."""
        limit = allowed(word)
        if not limit:
            return []
        size, mask = len(word), _mask(word)
        found = [
            (cost, -count, known)
            for known, length, bits, count in self._rows
            if abs(length - size) <= 2 and (bits ^ mask).bit_count() <= 4 and (cost := distance(word, known, limit)) <= limit
        ]
        return sorted(found)[:MOST_NEAR]


def corrections(text: str, known: Sequence[Vocabulary]) -> list[str]:
    """Readings of a text with its unknown words replaced by near ones, likeliest first; one alone is beyond doubt.

    Nothing if every word is known, or if some unknown word resembles none. Readings worse than the best by more than half a slip
    are not offered beside it.
    """
    choices: list[list[tuple[float, int, str]]] = []
    for word in words(text):
        same = lookalike(word)
        if any(one.knows(word) for one in known):
            choices.append([(0, 0, word)])
        elif same != word and any(one.knows(same) for one in known):
            choices.append([(0, 0, same)])
        elif near := sorted(row for one in known for row in one.near(same)):
            choices.append(near[:MOST_NEAR])
        else:
            return []
    if not choices:
        return []
    readings: dict[str, tuple[float, int]] = {}
    for chosen in product(*choices):
        reading = " ".join(word for _cost, _count, word in chosen)
        readings.setdefault(reading, (sum(cost for cost, _count, _word in chosen), sum(count for _cost, count, _word in chosen)))
    readings.pop(" ".join(words(text)), None)
    ranked = sorted(readings, key=lambda reading: readings[reading])
    return [reading for reading in ranked if readings[reading][0] <= readings[ranked[0]][0] + CHEAP / 2][:MOST_READINGS]


def lookalike(word: str) -> str:
    """«кoт» typed wholly in Latin letters that look Cyrillic; any other word as it is."""
    return word.translate(LATIN_LOOKALIKES) if all(ord(sign) in LATIN_LOOKALIKES for sign in word) else word
