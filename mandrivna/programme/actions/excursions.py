"""Routes of excursions and what groups ask for. An accepted request is an event, moved and counted like any other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.circle_problems import too_long
from mandrivna.programme.excursion_notices import tell_asker
from mandrivna.programme.models import GroupRequest, RequestState, Route
from mandrivna.programme.problems import clock_problems, day_problems, place_problems
from mandrivna.programme.terms import terms

ROUTE = {"title": 200, "about": 3000, "stops": 2000, "meets": 200}
REQUEST = {"asker": 120, "contact": 200, "note": 500, "answer": 500}
MOST_PEOPLE = 500
NOTHING = Withheld("")


@verb("programme.add_route", may=rules.PLAN, at="unit")
def add_route(act: Act, *, unit: Unit, place: Unit, about: dict[str, Any], guide: Staff | None = None) -> Route:
    refuse_if(_route_problems(unit, place, about))
    route = Route(uid=act.uid, institution=institution_of(unit), unit=unit, made_at=act.at)
    _put(route, place, about, guide)
    route.save(force_insert=True)
    return route


@verb("programme.edit_route", may=rules.PLAN, at="route.unit")
def edit_route(
    act: Act, *, route: Route, place: Unit, about: dict[str, Any], guide: Staff | None = None, ended: bool = False
) -> Route:
    """Excursions that were agreed stay as they were agreed."""
    locked = Route.objects.select_for_update().get(pk=route.pk)
    refuse_if(_route_problems(locked.unit, place, about))
    _put(locked, place, about, guide)
    locked.ended_on = (locked.ended_on or act.on) if ended else None
    locked.save()
    return locked


def _put(route: Route, place: Unit, about: dict[str, Any], guide: Staff | None) -> None:
    for name in ("title", "about", "stops", "meets", "minutes", "most", "audiences", "shown"):
        if name in about:
            setattr(route, name, about[name])
    route.title, route.place, route.guide = " ".join(route.title.split()), place, guide


def _route_problems(unit: Unit, place: Unit, about: dict[str, Any]) -> list[Problem]:
    found = [*too_long(about, ROUTE), *place_problems(unit, place)]
    if not str(about.get("title", "")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву."), field="title"))
    for name, most in (("minutes", 600), ("most", MOST_PEOPLE)):
        if not 1 <= about.get(name, 1) <= most:
            text = _("Число має бути від 1 до %(most)d.") % {"most": most}
            found.append(Blocker(code="wrong_number", text=text, field=name))
    if set(about.get("audiences") or []) - set(terms().audiences):
        found.append(Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку."), field="audiences"))
    return found


@verb("programme.ask_excursion", may=Anybody("a school or a club asks without showing who it is"), at="route.unit")
def ask_excursion(
    act: Act, *, route: Route, asker: Withheld, contact: Withheld, people: int, wished_on: dt.date, wished_at: str = "",
    audience: str = "general", note: Withheld = NOTHING,
) -> GroupRequest:  # fmt: skip
    """From the site. More than a route takes is said at once, not after waiting."""
    said = _said(asker=asker, contact=contact, note=note)
    found = _request_problems(route, said, people, wished_on, wished_at, audience, act.on)
    if not contact.strip():
        text = _("Напишіть телефон або пошту: інакше ми не зможемо відповісти.")
        found.append(Blocker(code="no_contact", text=text, field="contact"))
    if not route.shown:
        found.append(Blocker(code="route_hidden", text=_("Цієї екскурсії зараз немає.")))
    refuse_if(found)
    return _ask(act, route, said, people, wished_on, wished_at, audience)


@verb("programme.record_excursion", may=rules.PEOPLE, at="route.place")
def record_excursion(
    act: Act, *, route: Route, asker: Withheld, people: int, wished_on: dt.date, contact: Withheld = NOTHING, wished_at: str = "",
    audience: str = "general", note: Withheld = NOTHING,
) -> GroupRequest:  # fmt: skip
    """Asked at the desk or by telephone."""
    said = _said(asker=asker, contact=contact, note=note)
    refuse_if(_request_problems(route, said, people, wished_on, wished_at, audience, act.on))
    return _ask(act, route, said, people, wished_on, wished_at, audience)


def _said(**words: str) -> dict[str, str]:
    """Who asks is kept with the request, and goes with it: the journal of operations has none of these words."""
    return {name: str(value) for name, value in words.items()}


def _ask(
    act: Act, route: Route, said: dict[str, str], people: int, wished_on: dt.date, wished_at: str, audience: str
) -> GroupRequest:
    made = GroupRequest(uid=act.uid, route=route, people=people, audience=audience, wished_on=wished_on, wished_at=wished_at)
    made.asker, made.contact, made.note = (
        " ".join(said["asker"].split()),
        said["contact"].strip() or None,
        said["note"].strip() or None,
    )
    made.channel, made.asked_at, made.language = act.channel, act.at, get_language() or settings.LANGUAGE_CODE
    made.save(force_insert=True)
    return made


def _request_problems(
    route: Route, said: dict[str, str], people: int, wished_on: dt.date, wished_at: str, audience: str, today: dt.date
) -> list[Problem]:
    found = [*too_long(said, REQUEST), *day_problems(wished_on, None), *clock_problems(wished_at, "")]
    if route.ended_on:
        found.append(Blocker(code="route_ended", text=_("Цього маршруту вже не водимо.")))
    if not said["asker"].strip():
        found.append(Blocker(code="no_name", text=_("Напишіть, хто просить: школа, клуб або ім’я."), field="asker"))
    if not 1 <= people <= route.most:
        text = _("На цей маршрут беремо від 1 до %(most)d людей: більшу групу поділіть на дві.") % {"most": route.most}
        found.append(Blocker(code="too_many_people", text=text, field="people"))
    if wished_on < today:
        found.append(Blocker(code="past", text=_("Цей день уже минув."), field="wished_on"))
    if audience not in terms().audiences:
        found.append(Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку."), field="audience"))
    return found


@verb("programme.accept_excursion", may=rules.PEOPLE, at="request.route.place")
def accept_excursion(
    act: Act, *, request: GroupRequest, on: dt.date, starts: str = "", ends: str = "", answer: Withheld = NOTHING,
    shown: bool = False,
) -> GroupRequest:  # fmt: skip
    """Agreed: an event of the programme stands for it. Usually the site does not show it: a group goes by itself. Whoever left an
    address of mail is written to."""
    locked = _waiting(request)
    route = locked.route
    refuse_if(too_long({"answer": str(answer)}, REQUEST))
    about = {
        "title": route.title, "form": route.form, "audiences": [locked.audience], "about": route.about, "where": route.meets,
        "starts": starts, "ends": ends, "shown": shown,
    }  # fmt: skip
    locked.event = add_event(act.part("event"), unit=route.unit, place=route.place, on=on, about=about)
    return _answered(act, locked, RequestState.ACCEPTED, answer, on)


@verb("programme.decline_excursion", may=rules.PEOPLE, at="request.route.place")
def decline_excursion(act: Act, *, request: GroupRequest, answer: Withheld = NOTHING) -> GroupRequest:
    locked = _waiting(request)
    refuse_if(too_long({"answer": str(answer)}, REQUEST))
    return _answered(act, locked, RequestState.DECLINED, answer, locked.wished_on)


def _answered(act: Act, request: GroupRequest, state: RequestState, answer: str, on: dt.date) -> GroupRequest:
    """`over_on`: from here on it may be forgotten, but not before they have read the answer and been here."""
    request.state, request.answer = state, answer.strip() or None
    request.over_on = max(on, request.wished_on, act.on)
    request.save()
    tell_asker(request)
    return request


@verb("programme.told_group", may=rules.PEOPLE, at="request.route.place")
def told_group(act: Act, *, request: GroupRequest) -> GroupRequest:
    """A colleague has told them what no letter could."""
    locked = GroupRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    locked.to_call = False
    locked.save(update_fields=["to_call"])
    return locked


def _waiting(request: GroupRequest) -> GroupRequest:
    rows = GroupRequest.objects.select_for_update(of=("self",)).select_related("route__unit", "route__place")
    locked = rows.get(pk=request.pk)
    if locked.state != RequestState.NEW:
        refuse_if([Blocker(code="answered", text=_("На цей запит уже відповіли."))])
    return locked
