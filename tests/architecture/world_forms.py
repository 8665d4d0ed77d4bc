"""State forms of the matrix: one filled in at the hub for last year, one of another year signed."""

from __future__ import annotations

from typing import Any

from mandrivna.planning.actions import add_network_library, ask_returns, fill_form, sign_form
from mandrivna.planning.forms.returns import token_of
from tests.factories.library import Library


def form_things(lib: Library) -> dict[str, Any]:
    year = lib.act().on.year
    fill_form(lib.act(), unit=lib.hub, form="nk6", year=year - 1, cells={"area_total.total": "120"})
    said = {"post": "Завідувачка", "signer": "Сойка Лісова", "on": lib.act().on}
    signed = sign_form(lib.act(), unit=lib.hub, form="nk6", year=year - 2, **said)
    library = add_network_library(lib.act(), unit=lib.hub, about={"name": "Бібліотека Тихої громади", "mail": "lib@example.org"})
    ask_returns(lib.act(), unit=lib.hub, form="nk6", year=year - 1)
    sheet = library.sheets.get()
    return {
        "network_library": library.pk, "return_sheet": sheet.pk, "return_token": token_of(sheet.link),
        "whose_return": f"l{library.pk}", "last_year": year - 1, "state_form": "nk6", "form_row": "users", "form_column": "total",
        "form_file": "csv", "signed_form": signed.pk,
    }  # fmt: skip
