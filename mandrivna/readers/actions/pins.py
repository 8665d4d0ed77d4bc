"""Giving a PIN at the desk, and changing it in one's own account. The digits are in no operation, no audit and no log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import pins, rules, sessions
from mandrivna.readers.models import Pin, Reader
from mandrivna.readers.problems import not_in_institution


@verb("readers.set_pin", may=rules.SET_PIN, at="place")
def set_pin(act: Act, *, reader: Reader, place: Unit) -> Pin:
    """A new PIN; `shown` of the answer holds its digits this once. Said again with the same uid, they are not shown again.

    Also the way out of a locked card: the tries are forgotten, and whoever is signed in as this reader is signed out.
    """
    refuse_if([*not_in_institution(reader, institution_of(place).pk), *_no_card(reader)])
    digits = pins.new_pin()
    pin = pins.write(reader, digits, at=act.at, by_reader=False)
    pins.unlock(reader)
    sessions.end_all(reader)
    pin.shown = digits
    return pin


def _no_card(reader: Reader) -> list[Problem]:
    if reader.cards.active().exists():
        return []
    return [Blocker(code="no_card", text=_("Спершу видайте читачеві квиток: PIN діє разом із його номером."))]


@verb("readers.change_pin", may=Own("reader.pk"), at="reader.institution")
def change_pin(act: Act, *, reader: Reader, new: Withheld) -> Pin:
    """The reader's own choice. That they know the old one is asked before (`pins.admit`), because failed tries must count."""
    refuse_if(new_pin_problems(new))
    pin = pins.write(reader, str(new), at=act.at, by_reader=True)
    sessions.end_all(reader)
    return pin


def new_pin_problems(digits: str) -> list[Problem]:
    if not pins.fits(digits):
        return [Blocker(code="wrong_pin", text=_("PIN має бути з шести цифр."), field="new")]
    if pins.weak(digits):
        return [
            Blocker(
                code="weak_pin", text=_("Такий PIN легко вгадати. Оберіть інші шість цифр: не поспіль і не однакові."), field="new"
            )
        ]
    return []
