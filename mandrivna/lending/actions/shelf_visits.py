"""A visit to a shelf: planned, packed, on the way, there, handed over under an act, closed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund.actions.signing import next_of
from mandrivna.fund.models import Copy, State
from mandrivna.lending import rules
from mandrivna.lending.actions.shelves import give_code, known_shelf
from mandrivna.lending.models import Pick, ShelfCheck, ShelfVisit
from mandrivna.lending.problems import place_kind_problems
from mandrivna.lending.states import VISIT_STEPS, PickState, VisitState, Way

MOST_PICKS = 200
SHELF_ACT = "shelf"
LONGEST_CARRIER, LONGEST_PARCEL = 120, 60


@verb("lending.plan_visit", may=rules.SHELF_EDIT, at="place")
def plan_visit(act: Act, *, place: Unit, base: Unit, on: dt.date, note: str = "") -> ShelfVisit:
    """When somebody goes there, and from which place the books are taken and to which those come that are brought back."""
    refuse_if(place_kind_problems(place))
    known_shelf(act, place)  # locked: two who plan the same day at once plan it once
    refuse_if(visit_problems(act, place, base, on))
    return ShelfVisit.objects.create(uid=act.uid, place=place, base=base, planned_on=on, note=note.strip()[:300], opened_at=act.at)


def visit_problems(act: Act, place: Unit, base: Unit, on: dt.date) -> list[Problem]:
    problems = [*place_kind_problems(place), *place_kind_problems(base)]
    if place.closed_on:
        problems.append(Blocker(code="place_closed", text=_("Це місце закрито."), field="place"))
    if base.pk == place.pk:
        problems.append(Blocker(code="same_place", text=_("Звідки й куди везти: це те саме місце."), field="base"))
    if problems:
        return problems
    if institution_of(base) != institution_of(place):
        problems.append(Blocker(code="foreign_place", text=_("Це місце іншого закладу."), field="base"))
    if on < act.on:
        problems.append(Blocker(code="past", text=_("Цей день уже минув."), field="on"))
    if ShelfVisit.objects.open().filter(place=place, planned_on=on).exists():
        problems.append(Blocker(code="planned_already", text=_("На цей день виїзд сюди вже заплановано."), field="on"))
    return problems


def _open(visit: ShelfVisit) -> ShelfVisit:
    found = ShelfVisit.objects.select_for_update().get(pk=visit.pk)
    if found.closed_on:
        raise Refused([Blocker(code="visit_closed", text=_("Цей виїзд уже завершено."))])
    return found


@verb("lending.send_by", may=rules.SHELF_EDIT, at="visit.place")
def send_by(act: Act, *, visit: ShelfVisit, carrier: str, parcel: str = "") -> ShelfVisit:
    """Which service carries the boxes and under which number, where the library does not drive itself. Both empty: it does."""
    carrier, parcel = " ".join(carrier.split()), " ".join(parcel.split())
    refuse_if(carrier_problems(carrier, parcel))
    found = _open(visit)
    found.carrier, found.parcel = carrier, parcel
    found.save(update_fields=["carrier", "parcel"])
    return found


def carrier_problems(carrier: str, parcel: str) -> list[Problem]:
    found: list[Problem] = []
    for field, said, most in (("carrier", carrier, LONGEST_CARRIER), ("parcel", parcel, LONGEST_PARCEL)):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    if parcel and not carrier:
        found.append(Blocker(code="no_carrier", text=_("Напишіть, хто перевозить: сам номер нічого не скаже."), field="carrier"))
    return found


@verb("lending.pick", may=rules.MOVE, at="visit.place")
def pick(act: Act, *, visit: ShelfVisit, picks: list[dict[str, Any]]) -> ShelfVisit:
    """Put copies on the list of what to bring and what to take back; each {"copy", "way", "why"}. What is on it stays as it is."""
    found = _open(visit)
    listed = picks[:MOST_PICKS]
    wanted = {one["copy"]: one for one in listed if isinstance(one.get("copy"), str) and one.get("way") in Way.values}
    copies = Copy.objects.filter(pk__in=[uuid.UUID(key) for key in wanted], owner=institution_of(found.place))
    Pick.objects.bulk_create(
        [
            Pick(visit=found, copy=copy, way=wanted[str(copy.pk)]["way"], why=wanted[str(copy.pk)].get("why") or [])
            for copy in copies.order_by("pk")
        ],
        ignore_conflicts=True,
    )
    return found


@verb("lending.unpick", may=rules.MOVE, at="visit.place")
def unpick(act: Act, *, visit: ShelfVisit, copy: Copy) -> ShelfVisit:
    """Not this one after all. What lies in the box already is put back by scanning it where it belongs."""
    found = _open(visit)
    Pick.objects.filter(visit=found, copy=copy, state=PickState.CHOSEN).delete()
    return found


@verb("lending.step_visit", may=rules.MOVE, at="visit.place")
def step_visit(act: Act, *, visit: ShelfVisit, to: str) -> ShelfVisit:
    """The next step, or one back. Handing over gives the act its number and the shelf a new code."""
    found = _open(visit)
    refuse_if(step_problems(found, to))
    found.state = to
    if to == VisitState.AT_SHELF:
        found.arrived_on = found.arrived_on or act.on
    elif to == VisitState.HANDED:
        _hand_over(act, found)
    elif to in (VisitState.CLOSED, VisitState.CANCELLED):
        found.closed_on = act.on
    found.save()
    return found


def step_problems(visit: ShelfVisit, to: str) -> list[Problem]:
    if to not in VISIT_STEPS[visit.state]:
        return [Blocker(code="wrong_step", text=_("Цей крок зараз неможливий. Оновіть сторінку: можливо, його вже зробили."))]
    road = on_the_road(visit)
    if to in (VisitState.CLOSED, VisitState.CANCELLED) and road:
        text = _("Ще в дорозі, книжок: %(count)d. Поставте їх туди, де вони тепер стоять, тоді завершуйте.") % {"count": road}
        return [Blocker(code="still_on_the_road", text=text)]
    if to == VisitState.HANDED and Pick.objects.filter(_road(visit), way=Way.BRING).exists():
        left = _("Не все привезене поставлено на полицю. Те, що повезете назад, зіскануйте двічі: на полицю і знову в коробку.")
        return [Blocker(code="not_all_put", text=left)]
    return []


def _road(visit: ShelfVisit) -> Q:
    return Q(visit=visit, state=PickState.PACKED, copy__state=State.TRANSIT)


def on_the_road(visit: ShelfVisit) -> int:
    return Pick.objects.filter(_road(visit)).count()


def _hand_over(act: Act, visit: ShelfVisit) -> None:
    visit.handed_on = visit.handed_on or act.on
    give_number(act, visit)
    give_code(act, known_shelf(act, visit.place))


def give_number(act: Act, paper: ShelfVisit | ShelfCheck) -> None:
    """Acts of hand-over and of differences are one series of the legal entity and the year; the act keeps what it was given."""
    if paper.act_number is not None:
        return
    institution = institution_of(paper.place)
    paper.act_institution, paper.act_year = institution, act.on.year
    paper.act_number = next_of(institution, SHELF_ACT, act.on.year)
