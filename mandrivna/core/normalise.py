"""The one form under which two spellings of the same phone or name give the same blind index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´ʹ′＇", "'"))
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# The same shapes on both keyboards: «Iван» typed with a Latin I is the same person.
LOOK_ALIKES = str.maketrans("aceiopxykmthb", "асеіорхукмтнв")
STRESS = "\u0301\u0300"
CYRILLIC = re.compile("[а-яіїєґ]")


def text(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


def name(value: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", value) if letter not in STRESS)
    folded = re.sub(r"\s*-\s*", "-", text(bare).translate(APOSTROPHES).translate(DASHES))
    return folded.translate(LOOK_ALIKES) if CYRILLIC.search(folded) else folded


def phone(value: str) -> str:
    """E.164; a number without a country is Ukrainian. What is no phone number stays as its digits."""
    written = unicodedata.normalize("NFKC", value).strip()
    digits = "".join(str(unicodedata.digit(sign)) for sign in written if sign.isdigit())
    if not digits:
        return ""
    if digits.startswith("00"):
        return "+" + digits[2:]
    if written.lstrip("(").startswith("+") or (len(digits) == 12 and digits.startswith("380")):
        return "+" + digits
    if len(digits) == 11 and digits.startswith("80"):
        return "+3" + digits
    if len(digits) == 10 and digits.startswith("0"):
        return "+38" + digits
    return "+380" + digits if len(digits) == 9 else digits


NORMALISERS: dict[str, Callable[[str], str]] = {"phone": phone, "name": name, "text": text}
