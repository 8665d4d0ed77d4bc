"""The libraries of a network and what each has answered for a year: for the list, the map, reminders, and the summary."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from mandrivna.core import crypto
from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.models.units import below
from mandrivna.core.queries import modes_on
from mandrivna.planning.forms.rows import COUNTED, FormSheet, NetworkLibrary, Status
from mandrivna.planning.forms.seal import holds

BY_MODE = {Mode.OCCUPIED: Status.OCCUPIED, Mode.SUSPENDED: Status.NOT_WORKING}
"""What is said of a unit before anybody asks: its own mode of work at the end of the year."""
SHORTEST = 20


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One library of the network, in the system or outside, with its newest sheet of the year."""

    unit: Unit | None
    library: NetworkLibrary | None
    sheet: FormSheet | None
    status: str

    @property
    def name(self) -> str:
        return str(self.library.name if self.library else self.unit.name if self.unit else "")

    @property
    def where(self) -> Any:
        """What has a region and a point."""
        return self.library or self.unit

    @property
    def status_label(self) -> Any:
        return Status(self.status).label

    @cached_property
    def broken(self) -> bool:
        """What was signed has been changed past the program: it is not added, and that is said."""
        return self.sheet is not None and self.sheet.signed and not holds(self.sheet)

    @property
    def counts(self) -> bool:
        return self.status in COUNTED and self.sheet is not None and self.sheet.signed and not self.broken

    @property
    def due(self) -> bool:
        return self.status in (Status.WAITING, Status.HANDED)

    @property
    def key(self) -> str:
        return f"l{self.library.pk}" if self.library else f"u{self.unit.pk if self.unit else ''}"


def answers(unit: Unit, form: str, year: int, *, sheets_only: bool = False) -> list[Answer]:
    """Every library that answers for itself at or below this unit: institutions of the tree, and libraries without the program.
    Four queries; `sheets_only` leaves out who has no sheet (one query)."""
    rows = FormSheet.objects.filter(below(unit.path, "unit__path"), form=form, year=year).select_related("unit", "library")
    newest: dict[Any, FormSheet] = {}
    for sheet in rows.order_by("number"):
        whose = ("l", sheet.library_id) if sheet.library_id else ("u", sheet.unit_id)
        if whose not in newest or sheet.signed or not newest[whose].signed:
            newest[whose] = sheet
    if sheets_only:
        mine = [one for one in newest.values() if one.library_id or one.unit.kind == Kind.INSTITUTION]
        return [Answer(unit=one.unit, library=one.library, sheet=one, status=one.status) for one in mine]
    end = dt.date(year, 12, 31)
    modes = modes_on(end)
    found = [
        Answer(unit=one, library=None, sheet=sheet, status=sheet.status if sheet else _by_mode(modes.get(one.pk, "")))
        for one in institutions(unit, end)
        for sheet in [newest.get(("u", one.pk))]
    ]
    found += [
        Answer(unit=None, library=one, sheet=sheet, status=sheet.status if sheet else Status.WAITING)
        for one in libraries(unit, end)
        for sheet in [newest.get(("l", one.pk))]
    ]
    return found


def _by_mode(mode: str) -> str:
    return BY_MODE.get(mode, Status.WAITING)  # type: ignore[call-overload]


def institutions(unit: Unit, end: dt.date) -> Sequence[Unit]:
    open_then = Q(closed_on=None) | Q(closed_on__gt=end)
    return list(Unit.objects.filter(below(unit.path), open_then, kind=Kind.INSTITUTION).order_by("path"))


def libraries(unit: Unit, end: dt.date) -> Sequence[NetworkLibrary]:
    open_then = Q(closed_on=None) | Q(closed_on__gt=end)
    return list(NetworkLibrary.objects.filter(below(unit.path, "unit__path"), open_then).order_by("community", "name"))


# --- personal links ---------------------------------------------------------------------------------------------------


def token_of(link: uuid.UUID) -> str:
    """Of the act that made it: said again, it is the same; nobody makes it without the institution's key."""
    return base64.urlsafe_b64encode(crypto.seal_mac("planning.return", link.bytes)[:18]).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sheet_by_link(token: str, today: dt.date) -> FormSheet | None:
    """A wrong link, one taken back and one that has expired are alike."""
    if not SHORTEST <= len(token) <= 64:
        return None
    rows = FormSheet.objects.filter(link_hash=hash_of(token), link_until__gte=today)
    return rows.select_related("unit", "library", "by").first()
