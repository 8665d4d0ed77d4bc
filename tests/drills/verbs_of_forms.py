"""One true call of each verb about state forms, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.planning import actions as planning
from mandrivna.planning.forms.returns import token_of
from mandrivna.planning.forms.rows import FormSheet, NetworkLibrary

type Told = Callable[[Any], dict[str, Any]]
YEAR = 2024


def _form(world: Any, year: int = YEAR) -> dict[str, Any]:
    return {"unit": world.lib.hub, "form": "nk6", "year": year}


def _signing(world: Any, year: int = YEAR) -> dict[str, Any]:
    return {**_form(world, year), "post": "Завідувачка", "signer": "Невидима Особа", "on": dt.date(2026, 1, 5)}


def _signed(world: Any) -> FormSheet:
    return planning.sign_form(world.lib.act(), **_signing(world, 2023))


def _library(world: Any) -> NetworkLibrary:
    name = f"Бібліотека {world.lib.act().uid}"
    return planning.add_network_library(world.lib.act(), unit=world.lib.hub, about={"name": name, "mail": "lib@example.org"})


def _asked(world: Any) -> FormSheet:
    library = _library(world)
    planning.ask_returns(world.lib.act(), **_form(world))
    return library.sheets.get()


def _returned(world: Any) -> FormSheet:
    said = {"post": "Завідувачка", "signer": "Невидима Особа", "on": dt.date(2026, 1, 5)}
    return planning.sign_return(world.lib.act(), sheet=_asked(world), **said)


def _by_link(world: Any) -> dict[str, Any]:
    sheet = _asked(world)
    assert sheet.link is not None
    return {"sheet": sheet, "cells": {"area_total.total": "90"}, "note": "", "link": Withheld(token_of(sheet.link))}


def _reminding(world: Any) -> dict[str, Any]:
    _asked(world)
    return _form(world)


def _status(world: Any) -> dict[str, Any]:
    return {**_form(world), "whose": f"l{_library(world).pk}", "status": "not_working", "why": "лист громади"}


OWN = {"section": "users", "label": "Свій рядок", "counted_in": "особа", "hand": True}
FORMS: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.fill_form": (
        planning.fill_form, lambda w: {**_form(w), "cells": {"area_total.total": "120.5"}, "note": "переїзд"}
    ),
    "planning.sign_form": (planning.sign_form, _signing),
    "planning.reopen_form": (planning.reopen_form, lambda w: {"sheet": _signed(w), "reason": "знайшли ще один аркуш"}),
    "planning.edit_form_row": (
        planning.edit_form_row, lambda w: {"form": "nk6", "row": "own_1", "change": {"value": OWN}, "reason": "звірено"}
    ),
    "planning.add_network_library": (
        planning.add_network_library, lambda w: {"unit": w.lib.hub, "about": {"name": f"Бібліотека {w.lib.act().uid}"}}
    ),
    "planning.edit_network_library": (
        planning.edit_network_library, lambda w: {"library": _library(w), "about": {"community": "Тиха громада"}}
    ),
    "planning.ask_returns": (planning.ask_returns, lambda w: {**_form(w), "whose": [f"l{_library(w).pk}"]}),
    "planning.renew_return_link": (planning.renew_return_link, lambda w: {"sheet": _asked(w)}),
    "planning.revoke_return_link": (planning.revoke_return_link, lambda w: {"sheet": _asked(w)}),
    "planning.set_return_status": (planning.set_return_status, _status),
    "planning.fill_return": (planning.fill_return, lambda w: {"sheet": _asked(w), "cells": {"area_total.total": "90"}}),
    "planning.sign_return": (
        planning.sign_return,
        lambda w: {"sheet": _asked(w), "post": "Завідувачка", "signer": "Невидима Особа", "on": dt.date(2026, 1, 5)},
    ),
    "planning.reopen_return": (planning.reopen_return, lambda w: {"sheet": _returned(w), "reason": "помилка"}),
    "planning.save_return": (planning.save_return, _by_link),
    "planning.send_return": (
        planning.send_return, lambda w: {**_by_link(w), "post": "Завідувачка", "signer": "Невидима Особа"}
    ),
    "planning.remind_returns": (planning.remind_returns, _reminding),
}  # fmt: skip
