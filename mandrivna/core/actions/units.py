"""Verbs about the tree of units. Names are today's; places and modes have dates, and past figures never move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mandrivna.core import rules
from mandrivna.core.act import Act
from mandrivna.core.codec import encode
from mandrivna.core.door import verb
from mandrivna.core.location import FIELDS, located
from mandrivna.core.models import Kind, Mode, Unit, UnitEvent, UnitPeriod, VisitsFrom
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if

EDITABLE = (
    "name", "short_name", "legal_form", "legal_address", "actual_address", "opening_hours", "contact",
    "population", "population_source", "visits_from", "region", "latitude", "longitude", "public", "directions", "accessibility",
    "public_note",
)  # fmt: skip
OWN = frozenset({
    "name", "short_name", "actual_address", "population", "population_source", "region", "latitude", "longitude", "directions",
    "accessibility", "public_note",
})  # fmt: skip
"""What a new place never takes over from the one it is copied from."""
INSIDE: dict[str, frozenset[str]] = {
    Kind.REGION: frozenset({Kind.REGION}),
    Kind.INSTITUTION: frozenset({Kind.REGION, Kind.INSTITUTION}),
    Kind.DEPARTMENT: frozenset({Kind.INSTITUTION, Kind.DEPARTMENT}),
    Kind.HUB: frozenset({Kind.INSTITUTION, Kind.DEPARTMENT}),
    Kind.SHELF: frozenset({Kind.INSTITUTION, Kind.DEPARTMENT, Kind.HUB, Kind.PLACE}),
    Kind.PLACE: frozenset({Kind.INSTITUTION, Kind.DEPARTMENT, Kind.HUB, Kind.PLACE}),
}


def fits_problems(kind: str, parent: Unit | None) -> list[Problem]:
    if parent is None:
        return (
            []
            if kind in (Kind.REGION, Kind.INSTITUTION)
            else [Blocker(code="needs_parent", text=_("Вкажіть, у складі чого цей підрозділ."), field="parent")]
        )
    if parent.kind not in INSIDE[kind]:
        return [Blocker(code="wrong_parent", text=_("Підрозділ такого виду не може бути у складі обраного."), field="parent")]
    if parent.closed_on:
        return [Blocker(code="parent_closed", text=_("Обраний підрозділ закрито."), field="parent")]
    return []


def _fresh(unit: Unit) -> Unit:
    """As it stands now, inside the transaction: what the caller holds may be older than a move."""
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _log(act: Act, unit: Unit, what: str, before: dict[str, Any], after: dict[str, Any], note: str = "") -> None:
    UnitEvent.objects.create(unit=unit, on=act.on, what=what, before=before, after=after, note=note, op=act.uid)


def plant(act: Act, *, parent: Unit | None, kind: str, name: str, mode: str = "", **about: Any) -> Unit:
    """Insert one node below `parent`, with its first period; the caller has checked that it fits."""
    if parent is not None and parent.visits_from == VisitsFrom.COUNTER:
        about["visits_from"] = VisitsFrom.COUNTER
    unit = Unit(parent=parent, kind=kind, name=name.strip(), path=f"~{act.uid}", **about)
    unit.full_clean(exclude=["path", "parent"])
    unit.save(force_insert=True)
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    Unit.objects.filter(pk=unit.pk).update(path=unit.path)
    UnitPeriod.objects.create(unit=unit, since=act.on, path=unit.path, mode=mode, op=act.uid)
    _log(act, unit, UnitEvent.What.OPENED, {}, {"name": unit.name, "kind": kind, "mode": mode})
    return unit


@transaction.atomic
def found_root(act: Act, *, kind: str, name: str, mode: str = "", **about: Any) -> Unit:
    """The first unit of an empty database: there is no place yet to hold the right in, so only the system may do it."""
    if not act.actor.system:
        raise Refused([Blocker(code="system_only", text=_("Перший заклад створює лише програма встановлення."))])
    refuse_if(fits_problems(kind, None))
    return plant(act, parent=None, kind=kind, name=name, mode=mode, **located(about))


@verb("core.create_unit", may=rules.UNITS_EDIT, at="parent")
def create_unit(act: Act, *, parent: Unit, kind: str, name: str, mode: str = "", about: dict[str, Any] | None = None) -> Unit:
    parent = _fresh(parent)
    refuse_if([*fits_problems(kind, parent), *_name_problems(name), *_mode_problems(mode)])
    return plant(act, parent=parent, kind=kind, name=name, mode=mode, **located(_only_editable(about or {})))


@verb("core.copy_place", may=rules.UNITS_EDIT, at="parent")
def copy_place(act: Act, *, source: Unit, parent: Unit, name: str, actual_address: str = "") -> Unit:
    """A new place like an old one: kind, hours, profile, way of counting and the shelves inside; never books, people or figures."""
    source, parent = _fresh(source), _fresh(parent)
    act.actor.require(rules.UNITS_VIEW, source.path)
    refuse_if([*fits_problems(source.kind, parent), *_name_problems(name)])
    if parent.path.startswith(source.path):
        raise Refused([Blocker(code="into_itself", text=_("Місце не можна скопіювати всередину нього самого."), field="parent")])
    return _copy(act, source, parent, name, actual_address)


def _copy(act: Act, source: Unit, parent: Unit, name: str, actual_address: str) -> Unit:
    about = {key: getattr(source, key) for key in EDITABLE if key not in OWN}
    last = source.periods.order_by("-since").first()
    made = plant(
        act, parent=parent, kind=source.kind, name=name, mode=last.mode if last else "", actual_address=actual_address, **about
    )
    for child in source.children.filter(closed_on=None, kind__in=(Kind.SHELF, Kind.PLACE)).order_by("pk"):
        _copy(act, child, made, child.name, actual_address)
    return made


@verb("core.edit_unit", may=rules.UNITS_EDIT, at="unit")
def edit_unit(act: Act, *, unit: Unit, about: dict[str, Any]) -> Unit:
    changes = _only_editable(about)
    if "name" in changes:
        refuse_if(_name_problems(changes["name"]))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse_if(_counting_problems(unit, changes))
    changes = located(changes, {key: getattr(unit, key) for key in FIELDS})
    before = {key: getattr(unit, key) for key in changes}
    for key, value in changes.items():
        setattr(unit, key, value)
    unit.full_clean(exclude=["path", "parent"])
    unit.save(update_fields=list(changes) or ["name"])
    if changes.get("visits_from") == VisitsFrom.COUNTER:
        # Whoever passes the counter of a hub and takes a book from its shelf is one visit, not two.
        Unit.objects.below(unit.path).update(visits_from=VisitsFrom.COUNTER)
    after = {key: value for key, value in changes.items() if before[key] != value}
    if after:
        _log(act, unit, UnitEvent.What.EDITED, encode({key: before[key] for key in after}), encode(after))
    return unit


@verb("core.set_mode", may=rules.UNITS_EDIT, at="unit")
def set_mode(act: Act, *, unit: Unit, mode: str, since: dt.date, note: str = "") -> Unit:
    """From `since` on the unit (and what lies below, unless it states its own) works in this mode."""
    refuse_if(_mode_problems(mode, required=True))
    before = unit.mode_on(since)
    period = _period_at(act, unit, since)
    period.mode, period.note, period.op = mode, note[:250], act.uid
    period.save()
    _log(act, unit, UnitEvent.What.MODE, {"mode": before}, {"mode": mode, "since": str(since)}, note[:250])
    return unit


@verb("core.move_unit", may=rules.UNITS_EDIT, at="unit")
def move_unit(act: Act, *, unit: Unit, parent: Unit, since: dt.date, note: str = "") -> Unit:
    """Hang the unit and everything below it under another parent from `since` on. Facts before that day keep the old path."""
    parent = _fresh(parent)
    act.actor.require(rules.UNITS_EDIT, parent.path)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse_if(_move_problems(unit, parent, since, act.on))
    before, old = unit.parent, unit.path
    branch = list(Unit.objects.select_for_update().below(old).order_by("path"))
    for node in branch:
        node.path = f"{parent.path}{unit.pk}." + node.path[len(old) :]
        if node.pk == unit.pk:
            node.parent = parent
        if parent.visits_from == VisitsFrom.COUNTER:
            node.visits_from = VisitsFrom.COUNTER
        node.save(update_fields=["path", "parent", "visits_from"])
        period = _period_at(act, node, since)
        period.path, period.op = node.path, act.uid
        period.save()
    unit.refresh_from_db()
    _log(act, unit, UnitEvent.What.MOVED, {"parent": str(before or "")}, {"parent": str(parent), "since": str(since)}, note[:250])
    return unit


@verb("core.close_unit", may=rules.UNITS_EDIT, at="unit")
def close_unit(act: Act, *, unit: Unit, note: str = "") -> Unit:
    unit = _fresh(unit)
    if unit.children.open().exists():
        raise Refused(
            [Blocker(code="has_open_children", text=_("Спершу закрийте або перемістіть те, що входить до цього підрозділу."))]
        )
    unit.closed_on = act.on
    unit.save(update_fields=["closed_on"])
    _log(act, unit, UnitEvent.What.CLOSED, {}, {}, note[:250])
    return unit


def _period_at(act: Act, unit: Unit, since: dt.date) -> UnitPeriod:
    """The period beginning on that very day, or a new one that continues what was before."""
    rows = list(unit.periods.filter(since__lte=since).order_by("-since")[:1]) or list(unit.periods.order_by("since")[:1])
    if rows and rows[0].since == since:
        return rows[0]
    return UnitPeriod(
        unit=unit, since=since, path=rows[0].path if rows else unit.path, mode=rows[0].mode if rows else "", op=act.uid
    )


def _move_problems(unit: Unit, parent: Unit, since: dt.date, on: dt.date) -> list[Problem]:
    problems = [*fits_problems(unit.kind, parent), *_day_problems(since, on)]
    if parent.path.startswith(unit.path):
        problems.append(
            Blocker(code="into_itself", text=_("Підрозділ не можна перемістити всередину нього самого."), field="parent")
        )
    nodes = Unit.objects.below(unit.path).values("pk")
    if UnitPeriod.objects.filter(unit__in=nodes, since__gt=since).exists():
        text = _("Після цієї дати вже записано інші зміни підрозділу або його частин. Оберіть пізнішу дату.")
        problems.append(Blocker(code="later_changes", text=text, field="since"))
    return problems


def _day_problems(since: dt.date, on: dt.date) -> list[Problem]:
    """Rights follow the place at once, so a move is recorded on the day it happens or later, never ahead of it."""
    if since > on:
        text = _("Цей день ще не настав: переміщення записують тоді, коли воно відбулося.")
        return [Blocker(code="future", text=text, field="since")]
    return []


def _name_problems(name: str) -> list[Problem]:
    return [] if name.strip() else [Blocker(code="no_name", text=_("Вкажіть назву."), field="name")]


def _counting_problems(unit: Unit, changes: dict[str, Any]) -> list[Problem]:
    above = unit.parent
    if changes.get("visits_from") == VisitsFrom.ACTS and above is not None and above.visits_from == VisitsFrom.COUNTER:
        text = _("Відвідування вже рахує лічильник вищого підрозділу; інакше одного відвідувача порахують двічі.")
        return [Blocker(code="counted_above", text=text, field="visits_from")]
    return []


def _mode_problems(mode: str, *, required: bool = False) -> list[Problem]:
    if (mode or required) and mode not in Mode.values:
        return [Blocker(code="unknown_mode", text=_("Невідомий режим роботи."), field="mode")]
    return []


def _only_editable(about: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(about) - set(EDITABLE):
        raise Refused(
            [
                Blocker(
                    code="not_editable", text=_("Ці відомості не змінюють тут: %(names)s.") % {"names": ", ".join(sorted(unknown))}
                )
            ]
        )
    return about
