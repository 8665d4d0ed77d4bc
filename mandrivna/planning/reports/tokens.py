"""Live numbers inside the words of a report: «{references}» is the figure of that indicator, until the report is signed. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning.definitions import COMPUTED, STANDING, Definitions, Row
from mandrivna.planning.figures import number

TOKEN = re.compile(r"\{([^{}\n]{1,60})\}")
PERSON = "readers.", "programme.attended", "programme.growth_attended"
"""Facts of these kinds are people."""


def adds_up(row: Row) -> bool:
    """A number of its own year: sums, sums of parts and what stands on the day; not shares and not what has run up for years."""
    return row.calc in STANDING or row.total == "parts" or (row.counts and not row.running)


def known(definitions: Definitions) -> dict[str, str]:
    """Every number that may stand in a text: its name in braces, and in words."""
    return {row.code: row.label for row in definitions if adds_up(row)}


def named(*texts: str) -> list[str]:
    """What stands in braces, each once, in the order of the alphabet."""
    return sorted({found.strip() for text in texts for found in TOKEN.findall(text)})


def faults(text: str, definitions: Definitions, *, field: str) -> list[Problem]:
    strange = [one for one in named(text) if one not in known(definitions)]
    if not strange:
        return []
    said = _("Такого числа програма не знає: %(names)s. Оберіть назву з переліку чисел.") % {
        "names": ", ".join(f"{{{one}}}" for one in strange)
    }
    return [Blocker(code="unknown_token", text=said, field=field)]


def filled(text: str, figures: Mapping[str, int | None], *, hide: Callable[[str], str] = lambda _code: "") -> str:
    """The words with numbers in place of names; `hide` says what stands there instead of a number, or nothing."""

    def put(found: re.Match[str]) -> str:
        code = found[1].strip()
        if code not in figures:
            return found[0]
        value = figures[code]
        return hide(code) or (_("немає даних") if value is None else number(value))

    return TOKEN.sub(put, text)


def of_people(row: Row) -> bool:
    return bool(row.kinds) and all(kind.startswith(PERSON) for kind in row.kinds)


def people(definitions: Definitions, codes: Iterable[str]) -> list[str]:
    """Of these, the ones that count persons: a small number of them may name somebody."""
    return [code for code in codes if (row := definitions.get(code)) and counts_people(definitions, row)]


def counts_people(definitions: Definitions, row: Row) -> bool:
    """A share or a change is of people, and yet counts none."""
    if row.calc in COMPUTED:
        return False
    if row.total == "parts":
        return any(counts_people(definitions, part) for part in definitions.parts(row.code))
    return of_people(row) or row.counted_in == _("особа")
