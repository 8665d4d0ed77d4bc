"""What a converted record says only in 992: told to whoever takes a file out, so that nothing is lost quietly elsewhere.

A code or a layout that the other scheme says in its own way is no loss; a field or a sub-field without any place is.
"""

from __future__ import annotations

import re

from mandrivna.catalogue.formats.convert import DERIVED, SEAL
from mandrivna.catalogue.formats.kept import KEPT, original
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc

COPIES = frozenset({"852", "899", "910", "952"})
"""Copies go out as they are now, in the field that the other scheme has for them."""
CODED = frozenset({(MARC21, "008"), (UNIMARC, "100"), (IRBIS, "920")})
"""Kinds, days and languages in positions: the other scheme has its own."""
ROLE = "4"
_WORDS = re.compile(r"\w+").findall


def unplaced(before: Marc, after: Marc) -> list[str]:
    """«marc21 789»: the scheme and the tag of each field that is said whole only in 992, in their order."""
    if before.scheme == after.scheme:
        return []
    had = {one.subs for one in before[KEPT]}
    ours = [one for one in after[KEPT] if one.subs not in had and one.get("t") not in (DERIVED, "LDR")]
    if not ours:
        return []
    said = {word for one in after if one.tag != KEPT for word in _words(one)}
    said |= {word[0] for word in said}  # initials of a name that is said in full
    found = []
    for one in ours:
        scheme, old = one.get("2"), original(one)
        placed = bool(one.get(SEAL)) or old.tag in COPIES
        if (scheme, old.tag) in CODED or (placed and _words(old) <= said):
            continue
        found.append(f"{scheme} {old.tag}")
    return found


def _words(field: Field) -> set[str]:
    texts = (field.value, *(text for code, text in field.subs if code != ROLE))
    return {word for text in texts for word in _WORDS(text.casefold())}
