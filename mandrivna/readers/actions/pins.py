"""Giving a PIN at the desk, and changing it in one's own account. The digits are in no operation, no audit and no log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Anybody, Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import entry_links, pins, rules, sessions
from mandrivna.readers.models import EntryLink, Pin, Reader
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


@verb("readers.offer_pin_link", may=Own("reader.pk"), at="reader.institution")
def offer_pin_link(act: Act, *, reader: Reader) -> EntryLink:
    """From the reader's own chat: a link by which they choose their first PIN. `shown` of the answer holds it this once.

    Whoever has a PIN keeps it: a telephone in other hands must not open the account of somebody who closed it themselves.
    """
    problems = _no_card(reader)
    if pins.has_pin(reader):
        text = _("PIN у вас уже є: з ним і номером квитка заходять у кабінет на сайті. Забули його? Новий дасть бібліотекар.")
        problems.append(Blocker(code="has_pin", text=text))
    refuse_if(problems)
    return entry_links.make(reader, act.at)


@verb("readers.choose_pin", may=Anybody("the link, made for this very person minutes ago, says who it is"))
def choose_pin(act: Act, *, token: Withheld, new: Withheld) -> Pin:
    """The same answer to a wrong link, an old one and a used one. A PIN that does not fit leaves the link as it was."""
    link = EntryLink.objects.select_for_update().filter(token_hash=entry_links.hash_of(str(token)), expires_at__gt=act.at).first()
    if link is None or not link.reader.cards.active().exists():
        text = _("Це посилання вже не діє: воно на десять хвилин і на один раз. Візьміть у чаті нове.")
        refuse_if([Blocker(code="wrong_link", text=text)])
    assert link is not None
    refuse_if(new_pin_problems(new))
    pin = pins.write(link.reader, str(new), at=act.at, by_reader=True)
    pins.unlock(link.reader)
    sessions.end_all(link.reader)
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
