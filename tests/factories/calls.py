"""A contest and a conference at the library's hub, with what somebody sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.calls import add_application, add_call, step_call
from mandrivna.programme.models import Application, Call
from mandrivna.shared.uploads import packed, prepared
from tests.factories.library import Library

PDF = b"%PDF-1.7\nwork"
LINK = "a-juror-link-nobody-guesses"


def sent(data: bytes = PDF, name: str = "robota.pdf") -> dict[str, Any]:
    return {"name": Withheld(name), "content": Withheld(packed(prepared(data)))}


def announced(lib: Library, kind: str = "contest", *, to: tuple[str, ...] = ("open",), **about: Any) -> Call:
    """Open today."""
    said = {"title": "Рядки з дороги", "criteria": ["Мова", "Думка"], **about}
    parts = ["Проза", "Поезія"] if kind == "contest" else ["Бібліотеки й громади"]
    call = add_call(
        lib.act(), kind=kind, unit=lib.hub, place=lib.hub, opens_on=lib.today - dt.timedelta(days=3),
        closes_on=lib.today + dt.timedelta(days=3), about=said, parts=parts,
    )  # fmt: skip
    for state in to:
        call = step_call(lib.act(), call=call, to=state)
    return call


def applied(lib: Library, call: Call, title: str = "Лист", **about: Any) -> Application:
    said = {"name": "Сойка Лісова", "contact": "050", "part": call.parts.first(), "files": [sent()], **about}
    return add_application(lib.act(), call=call, title=title, **said)
