"""Building the institution: its tree, its staff, its first boxes of gifts."""

from __future__ import annotations

import datetime as dt

from mandrivna.catalogue.actions.records import add_record
from mandrivna.config.demo import data, said
from mandrivna.config.demo.chosen import LOCAL, SUBJECTS
from mandrivna.config.demo.gifts import Boxes
from mandrivna.config.demo.stage import Shelf, Stage
from mandrivna.core.actions.staff import add_staff, grant_role
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.models import Kind, Mode, Unit, VisitsFrom
from mandrivna.core.roles import actor_for


def build(stage: Stage) -> None:
    stage.open_day(stage.calendar.founded)
    root = found_root(
        stage.act(), kind=Kind.INSTITUTION, name=data.INSTITUTION, short_name=data.SHORT, mode=Mode.TRAVELLING,
        legal_form="комунальний заклад культури", legal_address=data.LEGAL_ADDRESS, actual_address=data.ACTUAL_ADDRESS,
        contact="library@example.org", **_at(data.POINT),
    )  # fmt: skip
    stage.units[data.SHORT] = root
    for short, name in data.DEPARTMENTS:
        stage.units[short] = create_unit(stage.act(), parent=root, kind=Kind.DEPARTMENT, name=name, about={"short_name": short})
    for hub in data.HUBS:
        _open_hub(stage, root, hub)
    _found_network(stage)
    for person in data.PEOPLE:
        if not person.late:
            hire(stage, person)
    said.say(stage)


def _open_hub(stage: Stage, root: Unit, hub: data.Hub) -> None:
    """Where a counter hangs at the door, the shelves inside do not count visits a second time."""
    about = {"actual_address": hub.address, "visits_from": VisitsFrom.COUNTER if hub.counter else VisitsFrom.ACTS}
    unit = create_unit(stage.act(), parent=root, kind=Kind.HUB, name=hub.name, about={**about, **_at(hub.point)})
    stage.units[hub.name] = unit
    for name, children in hub.shelves:
        shelf = stage.units[name] = create_unit(stage.act(), parent=unit, kind=Kind.SHELF, name=name, about=about)
        stage.shelves.append(Shelf(shelf, children, hub))
        stage.standing[shelf.pk] = []


def _found_network(stage: Stage) -> None:
    region = found_root(stage.act(), kind=Kind.REGION, name=data.NETWORK)
    stage.units[data.NETWORK] = region
    for name, short, mode, point in data.NETWORK_LIBRARIES:
        about = {"short_name": short, **_at(point)}
        stage.units[short] = create_unit(stage.act(), parent=region, kind=Kind.INSTITUTION, name=name, mode=mode, about=about)


def _at(point: tuple[str, str]) -> dict[str, str]:
    return {"latitude": point[0], "longitude": point[1]}


def hire(stage: Stage, person: data.Person) -> None:
    username, unit = stage.prefix + person.username, stage.units[person.at]
    staff = add_staff(stage.act(), username=username, name=person.name, unit=unit, role=person.role)
    if person.password and stage.passwords:
        staff.set_password(person.password)
        staff.save(update_fields=["password"])
    if person.role == "methodist":
        grant_role(stage.act(), staff=staff, unit=stage.units[data.NETWORK], role=person.role)
    stage.actors[person.username] = actor_for(staff)
    if person.role == "hub_librarian":
        stage.actors[person.at] = stage.actors[person.username]


def stock(stage: Stage, titles: tuple[data.Title, ...], day: dt.date, *, wait: int = 0) -> None:
    """A delivery of gifts: described, accepted and labelled in the cataloguing department, sent out to the shelves, signed for."""
    cataloguer = stage.actors["cataloguer"]
    stage.open_day(day, hour=10)
    boxes = stage.boxes = stage.boxes or Boxes(stage)
    shelved = []
    for number, title in enumerate(titles):
        record = add_record(
            stage.act(cataloguer), unit=stage.units["ВФФЕК"], title=title.title, authors=title.authors, year=title.year,
            language=title.language, udc=title.udc, publisher=title.publisher,
            subjects="\n".join(SUBJECTS.get(title.title, ())), local=title.title in LOCAL,
            audience="children" if title.children else "", isbn=data.isbn_of(title),
        )  # fmt: skip
        shelves = _shelves_for(stage, title)
        for shelf, copy in zip(shelves, boxes.take(number, record, len(shelves)), strict=True):
            stage.standing[shelf.unit.pk].append(copy)  # counted there from now on, so that the next title goes to another
            shelved.append((shelf, copy))
    if wait and shelved:
        stage.open_day(day + dt.timedelta(days=wait), hour=10)
    boxes.label([copy for _shelf, copy in shelved])
    for shelf, copy in shelved:
        standing = stage.standing[shelf.unit.pk]
        standing[standing.index(copy)] = boxes.stand(copy, shelf.unit)
    boxes.close()


def _shelves_for(stage: Stage, title: data.Title) -> list[Shelf]:
    """Each copy to another shelf, first to those that have least."""
    fitting = [shelf for shelf in stage.shelves if shelf.children == title.children] or stage.shelves
    if title.children:
        fitting = fitting + [shelf for shelf in stage.shelves if not shelf.children and len(stage.shelves_of(shelf.hub)) == 1]
    return sorted(fitting, key=lambda shelf: (len(stage.standing[shelf.unit.pk]), shelf.unit.pk))[: title.copies]
