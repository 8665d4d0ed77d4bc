"""A licensed e-resource: two seats, one of them taken by the reader whose account may be looked into."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.catalogue.actions.records import add_record
from mandrivna.catalogue.models import Kind, Material
from mandrivna.config.demo.data import SHORT
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.lending.actions.eloans import add_licence, borrow_online, open_online
from mandrivna.readers.models import Pin
from mandrivna.shared.ids import new_uid

TITLE = "Медіаграмотність для громад: електронний посібник"
ADDRESS = Withheld("https://example.org/vyhadanyi-postachalnyk/mediahramotnist/")
"""Of an invented supplier: example.org belongs to nobody and shows nothing."""


def lend(stage: Stage) -> None:
    root, director = stage.units[SHORT], stage.actors["director"]

    def act(days: int, actor: Actor, channel: str = "desk") -> Act:
        return Act(actor=actor, at=stage.now - dt.timedelta(days=days), uid=new_uid(), channel=channel)

    about: dict[str, Any] = {
        "kind": Kind.ERESOURCE,
        "material": Material.ELECTRONIC,
        "year": 2025,
        "publisher": "Вигадане видавництво",
    }
    record = add_record(act(9, director), unit=root, title=TITLE, access="За ліцензією бібліотеки", **about)
    licence = add_licence(act(9, director), record=record, institution=root, seats=2, days=14, address=ADDRESS)
    if (pin := Pin.objects.order_by("set_at").select_related("reader").first()) is not None:
        own = Actor(reader=pin.reader.pk)
        loan = borrow_online(act(3, own, "self"), licence=licence, reader=pin.reader)
        open_online(act(2, own, "self"), loan=loan)
