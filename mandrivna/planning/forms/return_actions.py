"""Verbs of collecting: libraries without the program, asking for a form, filling it in by a link or for somebody, reminding."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import rules
from mandrivna.planning.forms import problems
from mandrivna.planning.forms.actions import reopened, sign, write
from mandrivna.planning.forms.definitions import LIBRARY, load
from mandrivna.planning.forms.letters import remind
from mandrivna.planning.forms.queries import Asked, of_sheet
from mandrivna.planning.forms.returns import Answer, answers, hash_of, token_of
from mandrivna.planning.forms.rows import FormSheet, NetworkLibrary, Status
from mandrivna.planning.problems import of_length, of_source, of_year

NAMED = ("name", "community", "ecmap", "mail", "region")
BY_LINK = Anybody("the link is the right: the region gave it to this library")


@verb("planning.add_network_library", may=rules.NETWORK, at="unit")
def add_network_library(act: Act, *, unit: Unit, about: dict[str, Any]) -> NetworkLibrary:
    return _described(NetworkLibrary(uid=act.uid, unit=unit), about)


@verb("planning.edit_network_library", may=rules.NETWORK, at="library.unit")
def edit_network_library(
    act: Act, *, library: NetworkLibrary, about: dict[str, Any], closed_on: dt.date | None = None
) -> NetworkLibrary:
    """Closed, it is asked no more; what it reported stays in the years when it did."""
    locked = NetworkLibrary.objects.select_for_update().get(pk=library.pk)
    locked.closed_on = closed_on
    return _described(locked, about)


def _described(library: NetworkLibrary, about: Mapping[str, Any]) -> NetworkLibrary:
    if unknown := set(about) - set(NAMED):
        refuse_if([Blocker(code="unknown_field", text=_("Такого поля немає."), field=min(unknown))])
    for name in NAMED:
        if name in about:
            value = about[name]
            setattr(library, name, value.strip() if isinstance(value, str) else value)
    library.name = " ".join(library.name.split())
    refuse_if([] if library.name else [Blocker(code="no_name", text=_("Назвіть бібліотеку."), field="name")])
    library.full_clean(exclude=["unit"])
    library.save()
    return library


# --- asking -----------------------------------------------------------------------------------------------------------


@verb("planning.ask_returns", may=rules.NETWORK, at="unit", audited=False)
def ask_returns(act: Act, *, unit: Unit, form: str, year: int, whose: list[str] | None = None) -> int:
    """A sheet and a personal link for each library that has not answered; `whose`: only these. Asked again, a link that still
    works stays as it is. How many links were made."""
    forms = load()
    found = forms.get(form)
    refuse_if([*of_year(year), *problems.of_form(found, year, act.on), *_of_library(found)])
    until = act.on + dt.timedelta(days=forms.settings["link_days"])
    listed = [one for one in answers(unit, form, year) if one.due and (whose is None or one.key in whose)]
    asked = [
        one for one in listed if not (one.sheet and one.sheet.link_hash and one.sheet.link_until and one.sheet.link_until >= act.on)
    ]
    for one in asked:
        link = uuid.uuid5(act.uid, one.key)
        sheet = one.sheet or FormSheet(
            uid=uuid.uuid5(act.uid, f"sheet {one.key}"), unit=one.unit or _home(one), library=one.library, form=form, year=year
        )
        _linked(sheet, link, until, act.on)
        audit.record(act, sheet, "planning.ask_returns", after={"until": until}, unit=sheet.unit)
    return len(asked)


def _home(one: Answer) -> Unit:
    assert one.library is not None
    return one.library.unit


def _of_library(form: Any) -> list[Problem]:
    if form is not None and form.level != LIBRARY:
        return [Blocker(code="not_of_library", text=_("Зведену форму складає область: у бібліотек її не просять."), field="form")]
    return []


def _linked(sheet: FormSheet, link: uuid.UUID, until: dt.date, on: dt.date) -> None:
    sheet.link, sheet.link_hash, sheet.link_until = link, hash_of(token_of(link)), until
    sheet.asked_on = sheet.asked_on or on
    sheet.save()


@verb("planning.renew_return_link", may=rules.NETWORK, at="sheet.unit")
def renew_return_link(act: Act, *, sheet: FormSheet) -> FormSheet:
    """A new link; the one before opens nothing any more."""
    locked = FormSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    _linked(locked, act.uid, act.on + dt.timedelta(days=load().settings["link_days"]), act.on)
    return locked


@verb("planning.revoke_return_link", may=rules.NETWORK, at="sheet.unit")
def revoke_return_link(act: Act, *, sheet: FormSheet) -> FormSheet:
    locked = FormSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    locked.link, locked.link_hash, locked.link_until = None, None, None
    locked.save(update_fields=["link", "link_hash", "link_until"])
    return locked


@verb("planning.set_return_status", may=rules.NETWORK, at="unit", audited=False)
def set_return_status(act: Act, *, unit: Unit, form: str, year: int, whose: str, status: str, why: str) -> FormSheet:
    """What is said of a library that sends no form, or sent it in part. «Reported» is said by a signature alone."""
    found = load().get(form)
    refuse_if(
        [
            *of_year(year),
            *problems.of_form(found, year, act.on),
            *_of_library(found),
            *of_source(why, field="why"),
            *of_length(why, 300, field="why"),
        ]
    )
    one = next((one for one in answers(unit, form, year) if one.key == whose), None)
    if one is None:
        refuse_if([Blocker(code="no_library", text=_("Такої бібліотеки в мережі немає."), field="whose")])
    assert one is not None
    sheet = one.sheet or FormSheet(uid=act.uid, unit=one.unit or _home(one), library=one.library, form=form, year=year)
    refuse_if(_of_status(sheet, status))
    before, sheet.status, sheet.status_note = sheet.status, status, why.strip()
    sheet.save()
    audit.record(
        act, sheet, "planning.set_return_status", before={"status": before}, after={"status": status, "why": why}, unit=sheet.unit
    )
    return sheet


def _of_status(sheet: FormSheet, status: str) -> Iterable[Problem]:
    if status not in Status.values:
        yield Blocker(code="unknown_status", text=_("Такого стану немає."), field="status")
    elif status == Status.REPORTED and not sheet.signed:
        yield Blocker(code="not_signed", text=_("«Подано» програма ставить сама, коли форму підписано."), field="status")
    elif status == Status.HANDED:
        yield Blocker(
            code="handed_by_itself", text=_("«Передано на підпис» ставить сама бібліотека, коли передає форму."), field="status"
        )
    elif status == Status.WAITING and sheet.signed:
        yield Blocker(code="signed", text=_("Форму вже подано: відкрийте виправлену, якщо чекаєте на неї."), field="status")


# --- filling in -------------------------------------------------------------------------------------------------------


@verb("planning.fill_return", may=rules.NETWORK, at="sheet.unit", audited=False)
def fill_return(act: Act, *, sheet: FormSheet, cells: dict[str, Any], note: str | None = None, reason: str = "") -> FormSheet:
    """By whoever collects, for a library without the program: from a paper, a letter, a file."""
    refuse_if(problems.of_outside(sheet))
    return write(act, _about(sheet).form, sheet, cells, note, reason)


@verb("planning.sign_return", may=rules.NETWORK, at="sheet.unit", audited=False)
def sign_return(act: Act, *, sheet: FormSheet, post: str, signer: str, on: dt.date) -> FormSheet:
    """A signed paper came; who signed it is written down from the paper. A unit's own form is signed by `sign_form` alone."""
    refuse_if(problems.of_outside(sheet))
    refuse_if(problems.of_signing(sheet.year, on, act.on, post, signer))
    return sign(act, _about(sheet), post, signer, on)


@verb("planning.reopen_return", may=rules.NETWORK, at="sheet.unit", audited=False)
def reopen_return(act: Act, *, sheet: FormSheet, reason: str) -> FormSheet:
    """The library found a mistake: its link leads to the next number from now on."""
    refuse_if(problems.of_outside(sheet))
    return reopened(act, sheet, reason)


@verb("planning.save_return", may=BY_LINK, audited=False)
def save_return(act: Act, *, sheet: FormSheet, cells: dict[str, Any], note: str, link: Withheld, handed: bool = False) -> FormSheet:
    """A draft, by the library itself: it comes back to it by the same link. `handed`: a unit of the tree says that its form is
    ready; a link gives no right to sign, so whoever holds that right signs it in the program."""
    refuse_if([*_of_link(sheet, link, act.on), *(_of_handing(sheet) if handed else [])])
    saved = write(act, _about(sheet).form, sheet, cells, note, str(_("за посиланням")))
    if saved.library_id is None and saved.status in (Status.WAITING, Status.HANDED):
        before, saved.status = saved.status, Status.HANDED if handed else Status.WAITING
        saved.save(update_fields=["status"])
        if saved.status != before:
            audit.record(
                act, saved, "planning.save_return", before={"status": before}, after={"status": saved.status}, unit=saved.unit
            )
    return saved


def _of_handing(sheet: FormSheet) -> list[Problem]:
    if sheet.library_id is not None:
        return [Blocker(code="sends_itself", text=_("Цю форму бібліотека підписує й надсилає сама."))]
    return []


@verb("planning.send_return", may=BY_LINK, audited=False)
def send_return(
    act: Act, *, sheet: FormSheet, cells: dict[str, Any], note: str, post: str, signer: str, link: Withheld
) -> FormSheet:
    """A library without the program signs. Then only whoever collects opens a corrected one, and the same link leads to it."""
    refuse_if([*_of_link(sheet, link, act.on), *problems.of_outside(sheet)])
    refuse_if(problems.of_signing(sheet.year, act.on, act.on, post, signer))
    about = _about(sheet)
    write(act, about.form, sheet, cells, note, str(_("за посиланням")))
    return sign(act, about, post, signer, act.on)


def _of_link(sheet: FormSheet, link: str, today: dt.date) -> list[Problem]:
    standing = FormSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)  # taken back a moment ago, it is no right now
    if standing.link_hash != hash_of(str(link)) or standing.link_until is None or standing.link_until < today:
        return [Blocker(code="link_over", text=_("Це посилання більше не діє. Попросіть область надіслати нове."))]
    return []


def _about(sheet: FormSheet) -> Asked:
    about = of_sheet(sheet, load())
    if about is None:
        refuse_if([Blocker(code="unknown_form", text=_("Такої форми немає."), field="form")])
    assert about is not None
    return about


# --- reminding --------------------------------------------------------------------------------------------------------


@verb("planning.remind_returns", may=rules.NETWORK, at="unit", audited=False)
def remind_returns(act: Act, *, unit: Unit, form: str, year: int) -> int:
    """A letter to each library that is asked and has not answered, once a day at most. How many letters wait to be sent."""
    listed = [
        one.sheet
        for one in answers(unit, form, year)
        if one.due and one.sheet and one.sheet.link_hash and one.library and one.library.mail and one.sheet.reminded_on != act.on
    ]
    for sheet in listed:
        sheet.reminded_on = act.on
        sheet.save(update_fields=["reminded_on"])
        enqueue(remind, sheet=str(sheet.pk))
        audit.record(act, sheet, "planning.remind_returns", after={"on": act.on}, unit=sheet.unit)
    return len(listed)
