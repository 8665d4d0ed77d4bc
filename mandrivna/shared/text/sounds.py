"""How a word sounds, whatever alphabet and table it is written in: «Шевченко», «Shevchenko», «Ševčenko», «Szewczenko».

A key, not a transliteration: letters that tables and ears mix up fall together, so two words with one key may still differ.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(zip("абвгґдежзиіїйклмнопрстуфхцчшыэєёюя", "abvhhdejziiiiklmnoprstufhcqwieeeua", strict=True)) | {
    "щ": "wq",
    "ь": "",
    "ъ": "",
    "'": "",
}
# The longest first: КМУ 2010, ISO 9 and its scholarly kin, passports of other years, Polish and English habits.
_LATIN = (
    ("shch", "wq"), ("szcz", "wq"), ("šč", "wq"), ("ŝ", "wq"), ("tch", "q"), ("zgh", "zh"),
    ("sch", "w"), ("sh", "w"), ("sz", "w"), ("š", "w"), ("ch", "q"), ("cz", "q"), ("č", "q"), ("zh", "j"), ("ž", "j"), ("rz", "j"),
    ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("th", "t"), ("oo", "u"), ("ou", "u"), ("ee", "i"),
    ("yie", "e"), ("iye", "ie"), ("iie", "ie"), ("yi", "i"), ("ji", "i"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ya", "a"),
    ("ia", "a"), ("ja", "a"), ("ye", "e"), ("ie", "e"), ("je", "e"), ("yo", "o"), ("jo", "o"), ("ij", "i"), ("yj", "i"),
    ("iy", "i"), ("yy", "i"), ("g", "h"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"), ("ł", "l"), ("q", "k"),
)  # fmt: skip
_LATIN_TABLE = dict(_LATIN)
_LATIN_PIECE = re.compile("|".join(re.escape(piece) for piece, _said in sorted(_LATIN, key=lambda pair: -len(pair[0]))))
_AGAIN = re.compile(r"(.)\1+")
_GLIDE = re.compile("i(?=[aeu])")
_IS_CYRILLIC = re.compile("[а-яіїєґё]")


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Of a folded word; empty for what has no letters."""
    if _IS_CYRILLIC.search(word):
        said = "".join(_CYRILLIC.get(sign, sign) for sign in word)
    else:
        said = _LATIN_PIECE.sub(lambda piece: _LATIN_TABLE[piece[0]], word.replace("'", ""))
        said = "".join(sign for sign in unicodedata.normalize("NFD", said) if not unicodedata.combining(sign))
    said = _GLIDE.sub("", said)  # «ія» and its «ia», «iia», «iya» are one sound to whoever spells by ear
    said = _AGAIN.sub(r"\1", said)
    return said if any(sign.isalpha() for sign in said) else ""
