"""Which encoding a file is in, and text back into encodings that lack some of our letters."""

from __future__ import annotations

import codecs
import contextlib
import io
import math
import re
import unicodedata
from typing import NamedTuple

from pymarc.marc8 import marc8_to_unicode

KNOWN = ("utf-8", "cp1251", "koi8-u", "cp866", "cp1125", "marc8")
"""In the order in which equal guesses are offered."""
_PLAIN = {
    "ʼ": "’", "’": "'", "‘": "'", "ʹ": "'", "′": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "—": "-",
    "–": "-", "−": "-", "…": "...", "№": "N",
    "ґ": "г", "Ґ": "Г", "і": "i", "І": "I", "ї": "ї", "є": "е", "Є": "Е", "\u0301": "", "\u00ad": "", "\u00a0": " ",
}  # fmt: skip
"""What stands for a letter that an encoding lacks, step by step: cp1251 has no ʼ, cp866 neither ґ nor і nor «»."""


def to_bytes(text: str, encoding: str) -> bytes:
    """Never fails: what the encoding lacks becomes what people write in its place, at worst a question mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(_letter(letter, encoding) for letter in unicodedata.normalize("NFC", text))


def _letter(letter: str, encoding: str) -> bytes:
    for _step in range(3):
        try:
            return letter.encode(encoding)
        except UnicodeEncodeError:
            if letter not in _PLAIN:
                break
            letter = _PLAIN[letter]
    return letter.encode(encoding, "replace")


def from_marc8(text: str) -> str:
    """`text` holds the bytes one to one; what is plain needs no table."""
    if text.isascii() and "\x1b" not in text:
        return text
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # it tells every bad byte there
            return unicodedata.normalize("NFC", marc8_to_unicode(text.encode("latin-1"), hide_utf8_warnings=True))
    except Exception:
        return re.sub(r"[\x80-\xff]", "\ufffd", text)


class Guess(NamedTuple):
    encoding: str
    preview: str
    likelihood: float


_PERCENT = (
    "о9.4 а8.3 н6.8 и6.1 і5.7 т5.5 в5.4 р4.7 е4.6 с4.0 к3.9 л3.6 у3.5 д3.3 м3.1 п2.9 з2.3 я2.2 ь2.0 б1.8 г1.6 ч1.4 "
    "й1.3 х1.2 ц1.0 ю0.9  ж0.8 ї0.7 ш0.7 щ0.6 є0.5 ф0.4 ы0.5 э0.1 ґ0.05 ё0.02 ъ0.02 ’0.3 «0.3 »0.3 –0.3 —0.3 №0.2 "
    "“0.05 ”0.05 „0.05 …0.05 °0.02 §0.02 ×0.02"
)
_FREQUENCY = {said[0]: math.log(float(said[1:]) / 100) for said in _PERCENT.split()} | {"\u00a0": math.log(0.002)}
_NEVER, _CAPITAL_INSIDE = math.log(1e-5), math.log(0.02)
_CYRILLIC_WORD = re.compile(r"[А-Яа-яІіЇїЄєҐґЁё]{2,}")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w-]+)["']""")
_ENOUGH = 60
"""Letters after which more of them make a guess no surer."""


def guesses(head: bytes) -> list[Guess]:
    """The likeliest first; likelihoods add up to one. `head` may end inside a letter."""
    said = _DECLARED.search(head[:200])
    declared = said[1].decode("ascii").lower().replace("windows-", "cp") if said else ""
    high = sum(byte > 127 for byte in head)
    weights: dict[str, float] = {}
    texts = {encoding: text for encoding in KNOWN if (text := decoded(head, encoding)) is not None}
    if b"\x1b(" in head or b"\x1b)" in head or b"\x1b$" in head:
        weights["marc8"] = 20.0
    if "utf-8" in texts:
        weights["utf-8"] = 30.0 if high else 10.0
    for encoding in KNOWN[1:-1]:
        if encoding in texts and high:
            weights[encoding] = _likeness(texts[encoding])
    if high and not _CYRILLIC_WORD.search(texts.get("utf-8", "")) and "marc8" not in weights:
        weights["marc8"] = 0.0 if _ansel(head) else -500.0
    if declared in weights:
        weights[declared] += 25.0
    if not high:
        weights = {"utf-8": 10.0, **dict.fromkeys(KNOWN[1:-1], 1.0)} | {k: v for k, v in weights.items() if k == "marc8"}
    best = max(weights.values())
    chances = {encoding: math.exp(max(weight - best, -50)) for encoding, weight in weights.items()}
    total = sum(chances.values())
    found = [
        Guess(encoding, _preview(texts[encoding]), chance / total) for encoding, chance in chances.items() if encoding in texts
    ]
    return sorted(found, key=lambda one: (-round(one.likelihood, 6), KNOWN.index(one.encoding)))


def somehow(head: bytes, encoding: str) -> str:
    """For looking at: a sign that cannot be read, or a last one cut in two, spoils nothing."""
    if encoding == "marc8":
        return decoded(head, encoding) or head.decode("latin-1")
    return head.decode(encoding, "replace").removeprefix("\ufeff")


def decoded(head: bytes, encoding: str) -> str | None:
    """Strictly, but the last letter may be cut; None where it is no text in this encoding."""
    if encoding == "marc8":
        return from_marc8(head.decode("latin-1"))
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head.removeprefix(codecs.BOM_UTF8))
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """How much the letters that are not ASCII look like Ukrainian; a capital after a small letter is a sign of another table."""
    total, count, before = 0.0, 0, ""
    for letter in text:
        if letter > "\x7f":
            score = _FREQUENCY.get(letter.lower(), _NEVER)
            if letter.isupper() and before.islower():
                score += _CAPITAL_INSIDE
            total += score
            count += 1
        before = letter
    return total / count * min(count, _ENOUGH) if count else 0.0


def _ansel(head: bytes) -> bool:
    """Signs above letters come before the letter: high bytes stand alone among plain ones, never in runs as Cyrillic does."""
    return not re.search(rb"[\x80-\xff]{3}|[\x80-\xa0]|[\xe0-\xfe](?![A-Za-z\xe0-\xfe])", head[:-2])


def _preview(text: str) -> str:
    """From the first letters that tell the encodings apart."""
    at = next((place for place, letter in enumerate(text) if letter > "\x7f"), 0)
    shown = "".join(letter if letter.isprintable() else " " for letter in text[max(0, at - 20) : at + 400])
    return " ".join(shown.split())[:240]
