"""One true call of each verb about contests and conferences, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme import outside_reminding
from mandrivna.programme.actions import calls, excursions
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.models import Application, GroupRequest, Juror, Route
from tests.factories.calls import LINK, announced, applied, sent

type Told = Callable[[Any], dict[str, Any]]


def _about(world: Any) -> dict[str, Any]:
    today = world.lib.today
    return {
        "place": world.lib.hub, "opens_on": today, "closes_on": today + dt.timedelta(days=30), "parts": ["Проза"],
        "about": {"title": "Рядки з дороги", "criteria": ["Мова"]},
    }  # fmt: skip


def _applying(world: Any) -> dict[str, Any]:
    call = announced(world.lib)
    said = {"name": "Невидима Олена", "contact": "nobody@example.org", "title": "Лист", "part": call.parts.first()}
    return {"call": call, **said, "files": [sent()], "aloud": True}


def _juror(world: Any) -> Juror:
    call = announced(world.lib)
    applied(world.lib, call)
    return calls.invite_juror(world.lib.act(), call=call, name="Невидима Суддя", link=Withheld(LINK + world.lib.act().uid.hex))


def _scoring(world: Any) -> dict[str, Any]:
    call, link = announced(world.lib), LINK + world.lib.act().uid.hex
    juror = calls.invite_juror(world.lib.act(), call=call, name="Невидима Суддя", link=Withheld(link))
    return {"juror": juror, "application": applied(world.lib, call), "points": [9, 8], "link": Withheld(link)}


def _route(world: Any) -> Route:
    about = {"title": "Стежками міста", "minutes": 60, "most": 25, "meets": "біля хабу"}
    return excursions.add_route(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, about=about)


def _group(world: Any) -> dict[str, Any]:
    return {"route": _route(world), "asker": "Невидима Школа", "contact": "050", "people": 20, "wished_on": world.lib.act().on}


def _asked(world: Any) -> GroupRequest:
    return excursions.record_excursion(world.lib.act(), **_group(world))


def _declined(world: Any) -> GroupRequest:
    return excursions.decline_excursion(world.lib.act(), request=_asked(world))


def _decided(world: Any) -> Application:
    return calls.decide(world.lib.act(), application=applied(world.lib, announced(world.lib), contact="050"), state="accepted")


def _speaks(world: Any) -> dict[str, Any]:
    about = {"title": "Читання", "form": "conference", "starts": "10:00"}
    event = add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=world.lib.today, about=about)
    call = calls.add_call(world.lib.act(), kind="conference", unit=world.lib.hub, event=event, **_about(world))
    call = calls.step_call(world.lib.act(), call=call, to="open")
    one = applied(world.lib, call, contact="nobody@example.org")
    return {"event": event, "application": calls.decide(world.lib.act(), application=one, state="accepted")}


def _comes(world: Any) -> dict[str, Any]:
    one = excursions.record_excursion(world.lib.act(), **{**_group(world), "contact": "nobody@example.org"})
    one = excursions.accept_excursion(world.lib.act(), request=one, on=world.lib.today, starts="11:00")
    return {"event": one.event, "request": one}


CALLS: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.add_call": (calls.add_call, lambda w: {"kind": "contest", "unit": w.lib.hub, **_about(w)}),
    "programme.edit_call": (calls.edit_call, lambda w: {"call": announced(w.lib), **_about(w)}),
    "programme.step_call": (calls.step_call, lambda w: {"call": announced(w.lib), "to": "judging"}),
    "programme.apply": (calls.apply, _applying),
    "programme.add_application": (calls.add_application, _applying),
    "programme.decide": (
        calls.decide,
        lambda w: {"application": applied(w.lib, announced(w.lib)), "state": "accepted", "award": "перше місце"},
    ),
    "programme.remind_applicant": (outside_reminding.remind_applicant, _speaks),
    "programme.remind_group": (outside_reminding.remind_group, _comes),
    "programme.told_applicant": (calls.told_applicant, lambda w: {"application": _decided(w)}),
    "programme.withdraw_application": (
        calls.withdraw_application,
        lambda w: {"application": applied(w.lib, announced(w.lib))},
    ),
    "programme.invite_juror": (
        calls.invite_juror,
        lambda w: {"call": announced(w.lib), "name": "Невидима Суддя", "link": Withheld(LINK + w.lib.act().uid.hex)},
    ),
    "programme.add_route": (
        excursions.add_route,
        lambda w: {"unit": w.lib.hub, "place": w.lib.hub, "about": {"title": "Стежками міста", "minutes": 60, "most": 25}},
    ),
    "programme.edit_route": (
        excursions.edit_route,
        lambda w: {"route": _route(w), "place": w.lib.hub, "about": {"title": "Стежками", "minutes": 90, "most": 20}},
    ),
    "programme.ask_excursion": (excursions.ask_excursion, _group),
    "programme.record_excursion": (excursions.record_excursion, _group),
    "programme.accept_excursion": (
        excursions.accept_excursion,
        lambda w: {"request": _asked(w), "on": w.lib.today, "starts": "11:00", "answer": "Чекаємо"},
    ),
    "programme.told_group": (excursions.told_group, lambda w: {"request": _declined(w)}),
    "programme.decline_excursion": (excursions.decline_excursion, lambda w: {"request": _asked(w), "answer": "Не вийде"}),
    "programme.end_juror": (calls.end_juror, lambda w: {"juror": _juror(w)}),
    "programme.score_invited": (calls.score_invited, _scoring),
}
