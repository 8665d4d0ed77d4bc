"""What the last days brought: cards of the old catalogue by an import, covers somebody photographed, readers in the queue."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path

from mandrivna.catalogue.actions.covers import set_cover
from mandrivna.catalogue.actions.imports import start_import
from mandrivna.catalogue.formats.marc import MARC21, Field, Marc
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.importing import arrival, work
from mandrivna.catalogue.models import Record
from mandrivna.config.demo.chosen import OWN
from mandrivna.config.demo.data import HUBS, SHORT
from mandrivna.config.demo.stage import Guest, Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.holds import hold, set_aside
from mandrivna.lending.models import Hold
from mandrivna.shared.ids import new_uid

FOLDER = Path(__file__).resolve().parent / "covers"
COVERS = {
    "Інтернат": "internat", "Ворошиловград": "voroshylovhrad", "Тореадори з Васюківки": "toreadory",
    "Хто зробить сніг": "snih", "Брама Європи": "brama", "Як ми говоримо": "hovorymo",
}  # fmt: skip
"""Drawn by `scripts.demo_covers`."""

LEADER, OLD = "00000nam a2200000 i 4500", "Стара картотека (вигадана)"
ARRIVED = (
    ("Грінченко Борис", "Словарь української мови. Т. 1: А—Ж", "Київ", "1907", (("Б-1203", "КХ", ""),)),
    ("Яворницький Дмитро", "Історія запорозьких козаків. Т. 1", "Наукова думка", "1990",
     (("Б-2210", "КХ", "4"), ("Б-2211", "КХ", "1"))),
    ("Крип’якевич Іван", "Історія України", "Світ", "1990", (("Б-3127", "ЧЗ", ""), ("Б-3128", "ЧЗ", "7"))),
    ("Гончар Олесь", "Собор", "Дніпро", "1989", (("", "КХ", ""), ("Б-0415", "КХ", "1"))),
    ("Степовий Юхим", "Пам`ятки лiвого берега Айдару", "Вигадане видавництво", "1994", ()),
)  # fmt: skip
"""Author, title, publisher, year; of each copy its number, its place there, and what that system said of it: lost, damaged, not to
be lent. Such copies «потребують звірки», until somebody has looked. The last card is mistyped, as old cards are: Latin letters
among Ukrainian ones and a backtick for an apostrophe wait in «Якість опису»."""
WANTED = (("Інтернат", 3), ("Я бачу, вас цікавить пітьма", 2), ("Тореадори з Васюківки", 1))
"""Title and how many wait for it."""


def arrive(stage: Stage) -> None:
    old_cards(stage)
    cataloguer = stage.actors["cataloguer"]
    for title, name in COVERS.items():
        picture = base64.b64encode((FOLDER / f"{name}.png").read_bytes()).decode()
        set_cover(stage.act(cataloguer), record=_record(stage, title), picture=picture)
    for title, number in WANTED:
        _queue(stage, _record(stage, title), number)


def _record(stage: Stage, title: str) -> Record:
    return Record.objects.get(title=title, created_by_unit=stage.units[OWN])


# --- cards ------------------------------------------------------------------------------------------------------------


def old_cards(stage: Stage) -> None:
    """At once, not by the worker: nothing of the example may be left to come. Its file goes as soon as it was read."""
    act = stage.act(stage.actors["cataloguer"])
    size, digest = arrival.keep(
        act.uid, write([_card(number, *said) for number, said in enumerate(ARRIVED, 1)], "iso2709", "utf-8")
    )
    shelves = [shelf.unit.pk for shelf in stage.shelves_of(HUBS[0])]
    options = {"source": OLD, "existing": "update", "scheme": MARC21, "place": shelves[0], "shelves": {"ЧЗ": shelves[-1]}}
    run = start_import(
        act, unit=stage.units[SHORT], name="kartoteka.mrc", size=size, digest=digest, format="iso2709", encoding="utf-8",
        options=options,
    )  # fmt: skip
    work.advance(run)
    arrival.throw_away(run.pk)


def _card(number: int, author: str, title: str, publisher: str, year: str, copies: tuple[tuple[str, str, str], ...]) -> Marc:
    fields = [
        Field("001", "", f"karta-{number}"),
        Field("100", "1 ", "", (("a", author),)),
        Field("245", "10", "", (("a", title),)),
        Field("260", "  ", "", (("b", publisher), ("c", year))),
    ]
    for inventory, place, flag in copies:
        said = (("i", inventory), ("c", place), *(((flag, "1"),) if flag else ()))
        fields.append(Field("952", "  ", "", tuple(one for one in said if one[1])))
    return Marc(MARC21, LEADER, fields)


# --- queues -----------------------------------------------------------------------------------------------------------


def _queue(stage: Stage, record: Record, number: int) -> None:
    """Whoever has no book in hand; for the first of them one is kept, where one stands."""
    waiting = set(Hold.objects.open().values_list("reader_id", flat=True))
    free = [guest for guest in stage.guests if not guest.loans and guest.uid not in waiting]
    made = [_hold(stage, record, guest) for guest in sorted(free, key=lambda guest: guest.told.card)[:number]]
    hub = HUBS[0]
    copy = Copy.objects.filter(record=record, state=State.AVAILABLE, place__in=[one.unit for one in stage.shelves_of(hub)]).first()
    if copy is not None and made and number > 1:
        set_aside(stage.act(stage.actors[hub.name]), hold=made[0], copy=copy)


def _hold(stage: Stage, record: Record, guest: Guest) -> Hold:
    at = stage.tick() - dt.timedelta(hours=1)
    act = Act(actor=Actor(reader=guest.uid), at=at, uid=new_uid(), channel="self")
    return hold(act, reader=guest.load(), record=record, pickup=stage.shelves_of(HUBS[0])[0].unit)
