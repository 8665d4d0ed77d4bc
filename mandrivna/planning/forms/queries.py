"""From a unit, a form and a year to the whole form: sheets, figures, last year, and whether a signature still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from mandrivna.core.models import Unit
from mandrivna.planning.forms.counting import Counted, counted
from mandrivna.planning.forms.definitions import NETWORK, Form, Forms, load
from mandrivna.planning.forms.returns import Answer, answers
from mandrivna.planning.forms.rows import FormSheet, NetworkLibrary
from mandrivna.planning.forms.seal import holds, verify
from mandrivna.planning.forms.sheet import Cells, Filled, Sums, fill, filled, thaw


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose form of which year, and every sheet of it and of the year before."""

    forms: Forms
    form: Form
    unit: Unit
    year: int
    library: NetworkLibrary | None
    sheets: tuple[FormSheet, ...]

    @property
    def sheet(self) -> FormSheet | None:
        """The newest of this year."""
        return next((one for one in reversed(self.sheets) if one.year == self.year and one.form == self.form.code), None)

    @property
    def earlier(self) -> list[FormSheet]:
        """Signed before the newest: they stay as they were."""
        return [one for one in self.sheets if one.year == self.year and one != self.sheet]

    @property
    def last_year(self) -> FormSheet | None:
        listed = [one for one in self.sheets if one.year == self.year - 1]
        return next((one for one in reversed(listed) if one.signed), listed[-1] if listed else None)

    @property
    def whose(self) -> str:
        return self.library.name if self.library else self.unit.name


def asked(forms: Forms, form: Form, unit: Unit, year: int, library: NetworkLibrary | None = None) -> Asked:
    """One query."""
    before = forms.before(form, year)
    rows = sheets().filter(Q(form=form.code, year=year) | Q(form=before.code if before else form.code, year=year - 1))
    rows = rows.filter(library=library) if library else rows.filter(unit=unit, library=None)
    about = Asked(forms=forms, form=form, unit=unit, year=year, library=library, sheets=tuple(rows.order_by("year", "number")))
    return _by_its_rules(about)


def _by_its_rules(about: Asked) -> Asked:
    """What has been signed is counted on as it was counted then, whatever the institution chose afterwards."""
    sheet = about.sheet
    rules = (sheet.frozen or {}).get("rules") if sheet and sheet.signed else None
    if not rules or all(about.form.rules.get(name) == value for name, value in rules.items()):
        return about
    forms = load(rules)
    return replace(about, forms=forms, form=forms.get(about.form.code) or about.form)


def sheets() -> QuerySet[FormSheet]:
    return FormSheet.objects.select_related("unit", "library", "by")


def of_sheet(sheet: FormSheet, forms: Forms) -> Asked | None:
    form = forms.get(sheet.form)
    return asked(forms, form, sheet.unit, sheet.year, sheet.library) if form else None


# --- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the program counts for both years; of a summary also who is in it and who is not."""

    now: dict[Any, Any]
    before: dict[Any, Any]
    sums: Sums | None = None
    listed: tuple[Answer, ...] = ()

    @property
    def choices(self) -> list[str] | None:
        """Of a summary: as each of the libraries counted."""
        if self.sums is None:
            return None
        signed = [one.sheet.frozen or {} for one in self.listed if one.counts and one.sheet is not None]
        return list(dict.fromkeys(said for frozen in signed for said in frozen.get("choices", ())))

    @property
    def missing(self) -> list[tuple[str, str]]:
        return [(one.name, str(one.status_label)) for one in self.listed if not one.counts]

    @property
    def added(self) -> int:
        return sum(one.counts for one in self.listed)


def read(about: Asked, known_by: dt.datetime | None = None) -> Read:
    """A library in the system: the ledger. One outside: nothing. A summary: what the libraries signed."""
    if about.form.level == NETWORK:
        listed, then = answers(about.unit, about.form.sums, about.year), Sums()
        sums = _added(listed)
        before = about.forms.before(about.form, about.year)
        if before:
            then = _added(answers(about.unit, before.sums, about.year - 1, sheets_only=True))
        return Read(now=dict(sums.cells), before=dict(then.cells), sums=sums, listed=tuple(listed))
    if about.library is not None:
        return Read(now={}, before={})
    now, before_counted = counted(about.form, about.unit, about.year, known_by)
    return Read(now=dict(now), before=dict(before_counted))


def _added(listed: Iterable[Answer]) -> Sums:
    sums = Sums()
    for one in listed:
        if one.counts and one.sheet is not None and one.sheet.frozen:
            sums.add(one, one.sheet.frozen)
    return sums


def view(about: Asked, found: Read | None = None) -> Filled:
    """As it stands: a draft computed now, a signed one as it was frozen with what came later beside it."""
    found = found or read(about)
    sheet = about.sheet
    if sheet is not None and sheet.signed:
        verify(sheet)
        now = fill(about.form, found.now, {})[1] if about.library is None else {}
        return thaw(sheet.frozen or {}, now)
    return filled(
        about.form, whose=about.whose, year=about.year, counted=found.now, said=sheet.said if sheet else {},
        before=before(about, found.before), note=sheet.note if sheet else "", missing=found.missing, added=found.added,
        choices=[] if about.library else found.choices,
    )  # fmt: skip


def signed_view(sheet: FormSheet) -> Filled:
    """Only what was signed, without a look at the ledger."""
    verify(sheet)
    return thaw(sheet.frozen or {})


def before(about: Asked, then: Counted) -> Cells:
    """Last year's figures: as signed; else as counted, under what people wrote."""
    sheet = about.last_year
    if sheet is not None and sheet.signed:
        return signed_view(sheet).cells if holds(sheet) else {}  # its own page says that it was changed
    if about.library is not None and sheet is None:
        return {}
    return fill(about.form, then, sheet.said if sheet else {})[0]
