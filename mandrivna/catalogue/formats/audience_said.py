"""For whom a title is, as people here said it: in our own field, and where any other system looks for it.

The codes of the scheme are written only where the description says nothing of the kind itself. What agrees with our own word was
written by us and goes with it; what does not is somebody else's and stays.
"""

from __future__ import annotations

from dataclasses import replace

from mandrivna.catalogue.formats.audience import NOBODY, WITHOUT
from mandrivna.catalogue.formats.columns import own_field, set_own
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.marc import MARC21, UNIMARC, Field, Marc

CODES21 = {"preschool": "a", "children": "j", "teens": "d", "adults": "e", "special": "f"}
CODES = {"preschool": "b", "children": "a", "teens": "e", "adults": "m", "special": "k"}
WORDS = {
    "preschool": "Для дошкільнят", "children": "Для дітей", "teens": "Для підлітків", "adults": "Для дорослих",
    "special": "Для фахівців",
}  # fmt: skip
PLACES = {MARC21: ("008", "", 22, "521", CODES21), UNIMARC: ("100", "a", 17, "333", CODES)}
"""Field, sub-field and position of the code; the tag of the words."""
EMPTY = frozenset(" u|^#")
"""Nothing is said, or that nothing is known."""


def said_of(marc: Marc) -> str:
    field = own_field(marc)
    return field.get("u") if field else ""


def say(marc: Marc, text: str, now: Described) -> str:
    """Answers our own word, if one is needed. `now` is the description without it."""
    if text and not now.audience and _write(marc, text, now.kind):
        return text
    return "" if now.audience == text else text or NOBODY


def unsay(marc: Marc, word: str) -> None:
    """Our own word goes, and with it what we wrote beside it."""
    set_own(marc, "u", "")
    if marc.scheme not in PLACES or word not in WORDS:
        return
    tag, sub, at, words, codes = PLACES[marc.scheme]
    ours = [field for field in marc[words] if field.subs == (("a", WORDS[word]),)]
    if not ours:
        return
    marc.fields.remove(ours[0])
    if _code(marc, tag, sub, at).strip("u ") == codes[word]:
        _put(marc, tag, sub, at, " " if marc.scheme == MARC21 else "u  ")


def _write(marc: Marc, text: str, kind: str) -> bool:
    if marc.scheme not in PLACES:
        return False
    tag, sub, at, words, codes = PLACES[marc.scheme]
    if marc.first(words) or not set(_code(marc, tag, sub, at)) <= EMPTY:
        return False
    if _code(marc, tag, sub, at) and not (marc.scheme == MARC21 and kind in WITHOUT):
        _put(marc, tag, sub, at, codes[text] if marc.scheme == MARC21 else codes[text].ljust(3))
    marc.add(Field(words, "  ", "", (("a", WORDS[text]),)))
    return True


def _code(marc: Marc, tag: str, sub: str, at: int) -> str:
    """Nothing, where the field is not there or too short: what is not whole is not mended on the way."""
    field = marc.first(tag)
    if field is None:
        return ""
    long = 1 if tag == "008" else 3
    found = (field.get(sub) if sub else field.value)[at : at + long]
    return found if len(found) == long else ""


def _put(marc: Marc, tag: str, sub: str, at: int, text: str) -> None:
    field = marc.first(tag)
    assert field is not None
    old = field.get(sub) if sub else field.value
    new = old[:at] + text + old[at + len(text) :]
    if not sub:
        marc.put(replace(field, value=new))
        return
    place = next(place for place, (code, _text) in enumerate(field.subs) if code == sub)
    marc.put(replace(field, subs=(*field.subs[:place], (sub, new), *field.subs[place + 1 :])))
