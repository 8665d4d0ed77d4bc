"""What makes a translation wrong: each rule yields sentences for the developer who has to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator

CYRILLIC = re.compile(r"[А-Яа-яІіЇїЄєҐґ]")
LATIN = re.compile(r"[A-Za-z]")
SPEC = r"[#0 +-]*\d*(?:\.\d+)?"
PLACEHOLDER = re.compile(
    rf"%\([a-zA-Z_]\w*\){SPEC}[a-zA-Z]|%{SPEC}[sdfr]|%%"  # %(name)s, %s, %%
    r"|\{(?:[a-zA-Z_]\w*(?:![rs])?(?::[^{}]*)?)?\}"  # {name}, {}
)
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]+;|https?://\S+|[\w.+-]+@[\w.-]+")
WORD = re.compile(r"[^\W\d_]+")
APOSTROPHE = re.compile(r"(?<=[А-Яа-яІіЇїЄєҐґ])['`´ʼ‘′\"*](?=[А-Яа-яІіЇїЄєҐґ])")
FOREIGN = re.compile(r"[ЫыЭэЪъЁё]")
# Latin letters that look like Ukrainian words of one letter.
LOOK_ALIKE = set("aceiopxyO")
# Names that are the same in every language. Words of people belong in Ukrainian.
TECHNICAL = {
    *("API", "CSV", "DOCX", "ID", "ISBN", "ISSN", "JSON", "MARC21", "PDF", "PIN", "QR", "TOTP", "UNIMARC", "XLSX"),
    "Telegram",
}


def plain(text: str) -> str:
    return MARKUP.sub(" ", PLACEHOLDER.sub(" ", text))


def ukrainian(text: str, *, msgid: bool) -> Iterator[str]:
    """`text` is meant to be good Ukrainian typography."""
    words = plain(text)
    if msgid and LATIN.search(words) and not CYRILLIC.search(words) and words.strip() not in TECHNICAL:
        yield "немає жодної української літери; рядки в коді пишуть українською / no Ukrainian letter in a msgid"
    for word in WORD.findall(words):
        if LATIN.search(word) and CYRILLIC.search(word):
            yield f"латинські літери всередині слова «{word}» / Latin look-alikes in a Cyrillic word"
        elif word in LOOK_ALIKE and CYRILLIC.search(words):
            yield f"латинська «{word}» замість української / a Latin letter that stands for a Ukrainian word"
    if APOSTROPHE.search(words):
        yield "апостроф має бути ’ (U+2019) / the apostrophe has to be U+2019"
    if found := FOREIGN.search(words):
        yield f"літери «{found[0]}» в українській немає / not a Ukrainian letter"


def placeholders(text: str) -> list[str]:
    return sorted(found for found in PLACEHOLDER.findall(text) if found != "%%")


def same_placeholders(originals: list[str], translated: str) -> Iterator[str]:
    """One form of a plural may leave the number out only if the original's form does."""
    if placeholders(translated) not in [placeholders(text) for text in originals]:
        yield f"підстановки не збігаються: {placeholders(originals[-1])} ≠ {placeholders(translated)} / placeholders differ"


def same_edges(original: str, translated: str) -> Iterator[str]:
    """A space lost at an edge glues two words on the page together."""
    for edge, name in ((slice(0, 1), "початок"), (slice(-1, None), "кінець")):
        if original[edge].isspace() != translated[edge].isspace():
            yield f"{name} рядка: пробіл зайвий або загублений / a space at the edge was lost or added"
