"""A hub asks for books; somebody brings some of them, or says that it is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.lending import rules
from mandrivna.lending.models import HubNeed
from mandrivna.lending.needs import MOST, need_problems


@verb("lending.ask_need", may=rules.SHELF_EDIT, at="place")
def ask_need(act: Act, *, place: Unit, topic: str, quantity: int, ages: list[str] | None = None, note: str = "") -> HubNeed:
    """So many books on this, for readers of these ages. Who of the hub asked is not written down."""
    topic, note, ages = " ".join(topic.split()), " ".join(note.split()), ages or []
    refuse_if(need_problems(place, topic, ages, quantity, note))
    return HubNeed.objects.create(
        uid=act.uid, place=place, topic=topic, ages=ages, quantity=quantity, note=note, asked_on=act.on, opened_at=act.at
    )


@verb("lending.bring_for_need", may=rules.SHELF_EDIT, at="need.place")
def bring_for_need(act: Act, *, need: HubNeed, many: int) -> HubNeed:
    """So many of them came. When there are enough, the need is met."""
    found = _open(need)
    if not 1 <= many <= MOST:
        text = _("Скільки книжок: від 1 до %(most)d.") % {"most": MOST}
        raise Refused([Blocker(code="how_many", text=text, field="many")])
    found.brought = min(found.brought + many, 30_000)
    found.closed_on = act.on if found.left == 0 else None
    found.save(update_fields=["brought", "closed_on"])
    return found


@verb("lending.close_need", may=rules.SHELF_EDIT, at="need.place")
def close_need(act: Act, *, need: HubNeed) -> HubNeed:
    """Nobody waits for the rest any more."""
    found = _open(need)
    found.closed_on = act.on
    found.save(update_fields=["closed_on"])
    return found


def _open(need: HubNeed) -> HubNeed:
    found = HubNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if found.closed_on:
        raise Refused([Blocker(code="need_closed", text=_("Цю потребу вже закрито."))])
    return found
