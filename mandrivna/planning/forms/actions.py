"""Verbs of a state form: writing into it, signing it, opening a corrected one, changing what the form consists of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit, policy
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.models.policy import PolicyEdit
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.ledger.api import forget_period
from mandrivna.planning import rules
from mandrivna.planning.forms import problems
from mandrivna.planning.forms.definitions import LIBRARY, POLICY, Form, load
from mandrivna.planning.forms.queries import Asked, asked, of_sheet, view
from mandrivna.planning.forms.rows import FormEntry, FormSheet, SheetState, Status
from mandrivna.planning.forms.seal import seal_of
from mandrivna.planning.forms.sheet import freeze
from mandrivna.planning.problems import of_length, of_source
from mandrivna.planning.states import State


@verb("planning.fill_form", may=rules.FORMS_FILL, at="unit", audited=False)
def fill_form(
    act: Act, *, unit: Unit, form: str, year: int, cells: dict[str, Any], note: str | None = None, reason: str = ""
) -> FormSheet:
    """`cells`: «row.column» → a number in text, «dash», «no_data», or null for what the program counts. All or nothing."""
    forms = load()
    found = forms.get(form)
    refuse_if(problems.of_form(found, year, act.on))
    assert found is not None
    about = asked(forms, found, unit, year)
    refuse_if(problems.of_draft(about.sheet))
    sheet = about.sheet or FormSheet(uid=act.uid, unit=unit, form=form, year=year, number=len(about.earlier) + 1)
    return write(act, found, sheet, cells, note, reason)


def write(act: Act, form: Form, sheet: FormSheet, cells: Mapping[str, Any], note: str | None, reason: str) -> FormSheet:
    """The cells that differ from what is written; the first number where a person has to write one needs no reason."""
    if not sheet._state.adding:
        sheet = FormSheet.objects.select_for_update(of=("self",)).select_related("unit", "library").get(pk=sheet.pk)
        refuse_if(problems.of_draft(sheet))
    refuse_if([*problems.of_cells(form, cells), *of_length(note or "", 5000, field="note")])
    before = dict(sheet.said)
    changed = {place: told(value) for place, value in cells.items() if told(value) != _standing(before.get(place))}
    by_hand = {f"{row.code}.{column.code}" for row, column in form.places() if row.source == "hand"}
    needed = any(place in before or place not in by_hand for place in changed)
    refuse_if(problems.of_reason(needed and sheet.library is None, reason))
    for place, said in changed.items():
        if said is None:
            sheet.said.pop(place, None)
        else:
            sheet.said[place] = {**said, "reason": reason.strip()}
    if note is not None:
        sheet.note = note.strip()
    sheet.save()
    _kept(act, sheet, changed, reason)
    if changed or note is not None:
        after = {"cells": len(changed), "note": note is not None}
        audit.record(act, sheet, "planning.fill_form", after=after, unit=sheet.unit)
    return sheet


def told(value: Any) -> dict[str, Any] | None:
    """As a sheet keeps it."""
    if value is None:
        return None
    if value in (State.DASH.value, State.NO_DATA.value):
        return {"state": str(value), "value": None}
    return {"state": State.NUMBER.value, "value": f"{Decimal(value).normalize():f}"}


def _standing(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if said is None else {"state": said["state"], "value": said["value"]}


def _kept(act: Act, sheet: FormSheet, changed: Mapping[str, Any], reason: str) -> None:
    """The history of every cell."""
    FormEntry.objects.bulk_create(
        FormEntry(
            sheet=sheet, row=place.partition(".")[0], column=place.partition(".")[2], state=said["state"] if said else State.EMPTY,
            value=said["value"] if said else None, reason=reason.strip(), op=act.uid, by_id=act.actor.staff_id,
        )
        for place, said in changed.items()
    )  # fmt: skip


# --- signing ----------------------------------------------------------------------------------------------------------


@verb("planning.sign_form", may=rules.FORMS_SIGN, at="unit", audited=False)
def sign_form(act: Act, *, unit: Unit, form: str, year: int, post: str, signer: str, on: dt.date) -> FormSheet:
    """From now on the form says what was known at this moment; later facts are shown beside it as corrections.

    With the year of a library its people are no longer told apart: the key that counted each of them once is destroyed.
    """
    forms = load()
    found = forms.get(form)
    refuse_if([*problems.of_form(found, year, act.on), *problems.of_signing(year, on, act.on, post, signer)])
    assert found is not None
    about = asked(forms, found, unit, year)
    refuse_if(problems.of_draft(about.sheet))
    if about.sheet is None:
        FormSheet.objects.create(uid=act.uid, unit=unit, form=form, year=year)
        about = asked(forms, found, unit, year)
    signed = sign(act, about, post, signer, on)
    if found.level == LIBRARY and forget_period(unit, str(year)):
        audit.record(act, signed, "planning.forget_period", after={"year": year}, unit=unit)
    return signed


def sign(act: Act, about: Asked, post: str, signer: str, on: dt.date) -> FormSheet:
    """Freezes what the page shows. One writer a sheet: two who sign at once wait, and the second finds it signed."""
    assert about.sheet is not None
    locked = FormSheet.objects.select_for_update(of=("self",)).select_related("unit", "library").get(pk=about.sheet.pk)
    refuse_if(problems.of_draft(locked))
    found = view(asked(about.forms, about.form, about.unit, about.year, about.library))  # what stands behind the lock
    locked.frozen, locked.note = freeze(found), found.note
    locked.state, locked.status = SheetState.SIGNED, _status(locked, found.cells)
    locked.known_by, locked.signed_on = timezone.now(), on
    locked.post, locked.signer, locked.by_id = post.strip(), signer.strip(), act.actor.staff_id
    locked.seal = seal_of(locked)
    locked.save()
    after = {"form": locked.form, "year": locked.year, "number": locked.number, "seal": locked.seal}
    audit.record(act, locked, "planning.sign_form", after=after, unit=locked.unit)
    return locked


def _status(sheet: FormSheet, cells: Mapping[Any, Any]) -> str:
    """Whoever answered in part said so; a form with places left empty is one too."""
    partly = any(cell.state == State.EMPTY for cell in cells.values())
    return Status.PARTLY if partly or sheet.status == Status.PARTLY else Status.REPORTED


@verb("planning.reopen_form", may=rules.FORMS_SIGN, at="sheet.unit", audited=False)
def reopen_form(act: Act, *, sheet: FormSheet, reason: str) -> FormSheet:
    """A corrected form: the next number, with everything people wrote. What was signed stays as it was signed."""
    return reopened(act, sheet, reason)


def reopened(act: Act, sheet: FormSheet, reason: str) -> FormSheet:
    locked = FormSheet.objects.select_for_update(of=("self",)).select_related("unit", "library").get(pk=sheet.pk)
    refuse_if(of_source(reason, field="reason"))
    about = of_sheet(locked, load())
    if not locked.signed or about is None or about.sheet != locked:
        refuse_if([Blocker(code="not_signed", text=_("Нову чернетку відкривають лише після останньої підписаної форми."))])
    link, locked.link_hash = locked.link_hash, None
    locked.save(update_fields=["link_hash"])
    made = FormSheet.objects.create(
        uid=act.uid, unit=locked.unit, library=locked.library, form=locked.form, year=locked.year, number=locked.number + 1,
        said=locked.said, note=locked.note, status_note=reason.strip()[:300], asked_on=locked.asked_on, link=locked.link,
        link_hash=link, link_until=locked.link_until,
    )  # fmt: skip
    audit.record(
        act, made, "planning.reopen_form", before={"number": locked.number}, after={"reason": reason.strip()}, unit=made.unit
    )
    return made


# --- what the form consists of ----------------------------------------------------------------------------------------


@verb("planning.edit_form_row", may=rules.FORMS_DEFINE, audited=False)
def edit_form_row(act: Act, *, form: str, row: str, change: dict[str, Any], reason: str) -> PolicyEdit:
    """One row of a form as the institution has checked it: {"value": {…}}, null goes back to what is shipped. A code that the
    program does not ship becomes a row of the institution's own."""
    shipped = policy.seed(POLICY)["forms"].get(form)
    if shipped is None:
        refuse_if([Blocker(code="unknown_form", text=_("Такої форми немає."), field="form")])
    value = change.get("value")
    if row in shipped.get("rows", {}):
        return policy.write(act, policy=POLICY, key=f"forms/{form}/rows/{row}", value=value, reason=reason, may=rules.FORMS_DEFINE)
    own = dict(policy.load(POLICY)["forms"][form]["own"])
    if value is None:
        own.pop(row, None)
    else:
        own[row] = value
    return policy.write(act, policy=POLICY, key=f"forms/{form}/own", value=own, reason=reason, may=rules.FORMS_DEFINE)
