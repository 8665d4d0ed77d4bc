"""What speaks against moving a thing, and where all things are."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Mode, Unit
from mandrivna.core.models.units import below
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.queries import modes_on
from mandrivna.core.service import institution_of
from mandrivna.fund.models import Copy, State
from mandrivna.lending.delivering import carried_to, listed_problems
from mandrivna.lending.models import Hold, Pick, Round, ShelfVisit
from mandrivna.lending.problems import copy_problems, place_kind_problems
from mandrivna.lending.states import HoldState, VisitState, Way

ON_SHELVES = (State.AVAILABLE, State.ASIDE, State.CHECK)


def _withdrawn(copy: Copy) -> list[Problem]:
    if copy.state == State.WITHDRAWN:
        return [Blocker(code="withdrawn", text=_("Примірник вилучено з фонду."), field="copy")]
    return []


def _on_loan(copy: Copy) -> list[Problem]:
    if copy.state == State.ON_LOAN:
        text = _("За записами ця книга в читача. Якщо вона у вас у руках, спершу прийміть повернення.")
        return [Blocker(code="on_loan", text=text, field="copy")]
    return []


def take_problems(copy: Copy, place: Unit, visit: ShelfVisit | None, delivery: Round | None = None) -> list[Problem]:
    problems = [*place_kind_problems(place), *copy_problems(copy, place), *_withdrawn(copy), *_on_loan(copy)]
    if copy.state == State.TRANSIT:
        problems.append(Blocker(code="on_the_road", text=_("Ця книга вже в дорозі."), field="copy"))
    if copy.state == State.ASIDE and not _for_whom_we_go(copy, visit, delivery):
        text = _("Цю книгу відкладено для читача тут. Лишіть її або спершу скасуйте замовлення.")
        problems.append(Blocker(code="held_here", text=text, field="copy"))
    return [*problems, *visit_move_problems(copy, place, visit), *listed_problems(delivery, copy, place)]


def visit_move_problems(copy: Copy, place: Unit, visit: ShelfVisit | None) -> list[Problem]:
    """On behalf of a visit: it must be going on, and be between these places. After the act nothing is taken that is not on it."""
    if visit is None:
        return []
    if visit.closed_on:
        return [Blocker(code="visit_closed", text=_("Цей виїзд уже завершено."))]
    if institution_of(visit.place) != institution_of(place):
        return [Blocker(code="foreign_visit", text=_("Цей виїзд іншого закладу."))]
    listed = Pick.objects.filter(visit=visit, copy=copy)
    if visit.state == VisitState.HANDED and copy.state != State.TRANSIT and not listed.filter(way=Way.TAKE).exists():
        text = _("Цієї книги немає серед тих, що повернулися з полиці. Акт уже підписано: нового до нього не додають.")
        return [Blocker(code="not_on_the_act", text=text, field="copy")]
    return []


def _for_whom_we_go(copy: Copy, visit: ShelfVisit | None, delivery: Round | None) -> bool:
    hold = Hold.objects.filter(copy=copy, state=HoldState.READY).first()
    if hold is None or carried_to(delivery, hold):
        return True
    return visit is not None and hold.pickup_id in (visit.place.ancestor_ids if visit else ())


def put_problems(copy: Copy, place: Unit) -> list[Problem]:
    problems = [*place_kind_problems(place), *copy_problems(copy, place), *_withdrawn(copy), *_on_loan(copy)]
    if place.closed_on:
        problems.append(Blocker(code="place_closed", text=_("Це місце закрито."), field="place"))
    if copy.place_id == place.pk and copy.state in (State.AVAILABLE, State.ASIDE):
        problems.append(Blocker(code="stands_here", text=_("За записами ця книга вже стоїть тут."), field="copy"))
    return problems


def lose_problems(copy: Copy, place: Unit) -> list[Problem]:
    problems = [*place_kind_problems(place), *copy_problems(copy, place), *_withdrawn(copy)]
    if copy.state == State.LOST:
        problems.append(Blocker(code="lost_already", text=_("Цю книгу вже записано як втрачену."), field="copy"))
    return problems


class Where(models.TextChoices):
    """Every copy is in exactly one of these."""

    SHELF = "shelf", _("на полицях")
    LOAN = "loan", _("у читачів")
    TRANSIT = "transit", _("у дорозі")
    LOST = "lost", _("втрачено")
    OCCUPIED = "occupied", _("на тимчасово окупованій території")
    WITHDRAWN = "withdrawn", _("вилучено")


OF_STATE = {
    State.ON_LOAN: Where.LOAN,
    State.TRANSIT: Where.TRANSIT,
    State.LOST: Where.LOST,
    State.WITHDRAWN: Where.WITHDRAWN,
}


def whereabouts(root: Unit, on: dt.date) -> dict[str, int]:
    """How many copies of an institution are where. What stands in a place now occupied stays on the balance."""
    occupied = {pk for pk, mode in modes_on(on).items() if mode == Mode.OCCUPIED}
    rows = Copy.objects.filter(below(root.path, "owner__path")).values_list("state", "place_id")
    found = dict.fromkeys(Where.values, 0)
    for state, place, number in rows.annotate(number=Count("pk")).order_by():
        where = OF_STATE.get(State(state), Where.OCCUPIED if place in occupied else Where.SHELF)
        found[where] += number
    return found
