"""One true call of every verb of intake, for `tests.drills.verbs`: a verb and what it is told of a world."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.fund.actions import arrivals, donors, gifts, signing
from mandrivna.fund.models import Donor, Gift
from tests.drills.kit import named
from tests.factories.library import START
from tests.factories.pictures import picture

COMMISSION = {
    "approver": {"post": "Директорка", "name": ""},
    "chair": {"post": "завідувачка відділу", "name": "О. Вигадана"},
    "members": [{"post": "бібліотекарка", "name": "М. Придумана"}],
}


def _donor(world: Any) -> Donor:
    return donors.add_donor(
        world.lib.act(), unit=world.lib.root, kind="person", name="Невидима Дарувальниця", contact="050 000 00 00"
    )


def _gift(world: Any) -> Gift:
    return gifts.open_gift(world.lib.act(), place=world.lib.shelf, donor=_donor(world))


def _full(world: Any) -> Gift:
    return gifts.accept_gifted(world.lib.act(), gift=_gift(world), record=world.copy.record, many=2, price="120")


def _signed(world: Any) -> Gift:
    return signing.sign_gift(world.lib.act(), gift=_full(world), commission=COMMISSION, signed_on=START.date())


def _copies(gift: Gift) -> list[str]:
    return [str(one.pk) for one in gift.arrivals.order_by("line")]


def _unpriced(world: Any) -> dict[str, Any]:
    gift = gifts.accept_gifted(world.lib.act(), gift=_gift(world), record=world.copy.record)
    return {"gift": gift, "prices": {_copies(gift)[0]: "85,50"}, "commission": COMMISSION, "decided_on": START.date()}


def _labelled(world: Any) -> list[str]:
    copies = _copies(_full(world))
    arrivals.mark_labelled(world.lib.act(), unit=world.lib.root, copies=copies)
    return copies


def _mistaken(world: Any) -> dict[str, Any]:
    gift = _full(world)
    return {"gift": gift, "copies": _copies(gift)[:1]}


def _shared(world: Any) -> Donor:
    return donors.share_report(world.lib.act(), donor=_donor(world), unit=world.lib.root, link=Withheld("x" * 22))


GIFTS: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "fund.add_donor": (donors.add_donor, lambda w: {"unit": w.lib.root, "kind": "publisher", "name": "Видавництво", "aloud": True}),
    "fund.edit_donor": (
        donors.edit_donor,
        lambda w: {"donor": _donor(w), "unit": w.lib.root, "kind": "author", "name": "Невидима Дарувальниця", "aloud": True},
    ),
    "fund.share_report": (
        donors.share_report,
        lambda w: {"donor": _donor(w), "unit": w.lib.root, "link": Withheld(named("link").hex)},
    ),
    "fund.revoke_report": (donors.revoke_report, lambda w: {"donor": _shared(w), "unit": w.lib.root}),
    "fund.open_donor_erasure": (donors.open_donor_erasure, lambda w: {"donor": _donor(w), "unit": w.lib.root}),
    "fund.open_gift": (gifts.open_gift, lambda w: {"place": w.lib.shelf, "donor": _donor(w), "note": "Щиро дякуємо"}),
    "fund.edit_gift": (gifts.edit_gift, lambda w: {"gift": (g := _gift(w)), "donor": g.donor, "on": g.on, "paper": "накладна 7"}),
    "fund.set_gift_photo": (
        gifts.set_gift_photo,
        lambda w: {"gift": _gift(w), "picture": base64.b64encode(picture()).decode()},
    ),
    "fund.cancel_gift": (gifts.cancel_gift, lambda w: {"gift": _gift(w)}),
    "fund.restore_gift": (gifts.restore_gift, lambda w: {"gift": gifts.cancel_gift(w.lib.act(), gift=_gift(w))}),
    "fund.accept_gifted": (
        gifts.accept_gifted,
        lambda w: {"gift": _gift(w), "record": w.copy.record, "many": 3, "price": "120,50"},
    ),
    "fund.take_back_gifted": (gifts.take_back_gifted, _mistaken),
    "fund.value_gift": (signing.value_gift, _unpriced),
    "fund.sign_gift": (
        signing.sign_gift,
        lambda w: {"gift": _full(w), "commission": COMMISSION, "signed_on": START.date()},
    ),
    "fund.reopen_gift": (signing.reopen_gift, lambda w: {"gift": _signed(w), "why": "помилка в ціні"}),
    "fund.mark_printed": (arrivals.mark_printed, lambda w: {"unit": w.lib.root, "copies": _copies(_full(w))}),
    "fund.mark_labelled": (arrivals.mark_labelled, lambda w: {"unit": w.lib.root, "copies": _copies(_full(w))}),
    "fund.shelve": (arrivals.shelve, lambda w: {"shelf": w.lib.other_shelf, "copies": _labelled(w)}),
    "fund.step_back": (arrivals.step_back, lambda w: {"unit": w.lib.root, "copies": _labelled(w)}),
}
