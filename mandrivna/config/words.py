"""Translation for what is said before Django's settings exist: help texts and refusals to start.

Reads the same catalogue as the screens. Ukrainian is the language of the msgids, so a missing
catalogue costs nothing; English is chosen by LC_ALL, LC_MESSAGES or LANG.
"""

from __future__ import annotations

import gettext as stdlib
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """The first of the three variables that is set decides, as everywhere in POSIX."""
    chosen = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if chosen.lower().startswith("en") else "uk"


@cache
def _catalogue(code: str) -> stdlib.NullTranslations:
    return stdlib.translation("django", localedir=LOCALE, languages=[code], fallback=True)


def gettext(text: str) -> str:
    return _catalogue(language()).gettext(text)
