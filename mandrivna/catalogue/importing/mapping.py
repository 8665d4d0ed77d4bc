"""Which column of a table is what: guessed from its heads, remembered from the last file with the same heads, said by a person.

Nothing of a row is lost in silence: a column without a name is kept in our local field, one is left out only where that was said.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.formats import spreadsheet, tables
from mandrivna.catalogue.formats.tables import MOST_COLUMNS, SKIP, plain, synonyms
from mandrivna.catalogue.importing.arrival import head_of
from mandrivna.catalogue.models import Run
from mandrivna.core.problems import Blocker, Problem

TABLES = ("csv", "xlsx")
type Table = list[tuple[str, str, list[str]]]
"""(head, column as it was recognised, first values) for each column."""


def known() -> tuple[str, ...]:
    return tuple(dict.fromkeys(synonyms().values()))


def table_of(path: Path, format: str, encoding: str, delimiter: str = "") -> Table:
    if format == "csv":
        return tables.heads(head_of(path), encoding, delimiter)
    if format == "xlsx":
        with path.open("rb") as stream:
            return spreadsheet.heads(stream)
    return []


def signature(table: Table) -> str:
    """Equal for files with the same heads in the same order."""
    return hashlib.sha256("\x1f".join(plain(head) for head, _column, _samples in table).encode()).hexdigest()[:32]


def proposed(table: Table, runs: Any = None) -> list[str]:
    """As it was said for the last such file, else as the heads say themselves."""
    said = (Run.objects.all() if runs is None else runs).filter(options__heads=signature(table)).order_by("-started_at", "pk")
    last = said.values_list("options", flat=True).first() if table else None
    found = list(last.get("columns", [])) if last else []
    return found if len(found) == len(table) else [column for _head, column, _samples in table]


def options_of(table: Table, columns: Sequence[str]) -> dict[str, Any]:
    """What a run keeps: going on after a stop reads the table as it began, and the next such file begins with it."""
    head = [head for head, _column, _samples in table]
    return {"columns": list(columns), "heads": signature(table), "head": head} if table else {}


def head_line(run: Run, first: bytes) -> bytes:
    """Above the refused rows of a table, parted as they are: without it nobody could bring them again."""
    head = run.options.get("head", [])
    if run.format not in TABLES or not head:
        return b""
    target = io.StringIO()
    said = run.options.get("delimiter") or tables.delimiter_of(first.decode("utf-8", "replace"))
    csv.writer(target, delimiter=said).writerow(head)
    return target.getvalue().encode("utf-8" if run.format == "xlsx" else run.encoding, "replace")


def problems(format: str, columns: Any) -> list[Problem]:
    if format not in TABLES or columns is None:
        return []
    names = {*known(), "", SKIP}
    if not isinstance(columns, list) or len(columns) > MOST_COLUMNS or any(one not in names for one in columns):
        return [Blocker(code="unknown_column", text=_("Такого поля для стовпця таблиці немає."), field="columns")]
    found: list[Problem] = []
    if "title" not in columns:
        found.append(
            Blocker(code="no_title_column", text=_("Скажіть, у якому стовпці назва: без неї записів не буде."), field="columns")
        )
    said = [one for one in columns if one and one != SKIP]
    if len(said) != len(set(said)):
        text = _("Два стовпці не можуть бути тим самим полем: другий лишіть «як є».")
        found.append(Blocker(code="doubled_column", text=text, field="columns"))
    return found


def from_file(path: Path, table: Table) -> list[str]:
    """A mapping as JSON: head, or number from 1, → field; what is not named stays as it was recognised. Raises ValueError."""
    said = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(said, Mapping):
        raise ValueError("{…}")
    places = {plain(head): place for place, (head, _column, _samples) in reversed(list(enumerate(table)))}
    places |= {str(place + 1): place for place in range(len(table))}
    found = [column for _head, column, _samples in table]
    for head, column in said.items():
        place = places.get(str(head) if str(head).isdigit() else plain(str(head)))
        if place is None or not isinstance(column, str):
            raise ValueError(str(head))
        found = ["" if other == column and column not in ("", SKIP) else other for other in found]
        found[place] = column
    return found
