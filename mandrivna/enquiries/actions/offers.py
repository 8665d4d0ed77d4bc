"""What a place is for and what one may have there: said whole, as it is to be from today."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind, Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.rules import UNITS_EDIT
from mandrivna.enquiries.models.offers import Offer
from mandrivna.enquiries.offers import offer_lines, sorts, words
from mandrivna.ledger.api import settle

MOST = 30
PLACES = frozenset({Kind.INSTITUTION, Kind.DEPARTMENT, Kind.HUB, Kind.PLACE})
"""A shelf has no speciality: it is what stands on it."""


@verb("enquiries.say_offers", may=UNITS_EDIT, at="place")
def say_offers(act: Act, *, place: Unit, codes: list[str]) -> Unit:
    """What is not in `codes` is offered no longer; what stood there already goes on from its own day."""
    locked = Unit.objects.select_for_update().get(pk=place.pk)
    stands = {row.code: row for row in Offer.objects.select_for_update().filter(place=locked, until=None)}
    refuse_if(_problems(locked, codes, set(stands)))
    for code in sorted(set(stands) - set(codes)):
        row = stands[code]
        row.until = max(act.on, row.since)
        row.save(update_fields=["until"])
        settle(act, f"enquiries.Offer:{row.pk}", offer_lines(row))
    known = sorts()
    for code in sorted(set(codes) - set(stands)):
        row = Offer(uid=uuid.uuid5(act.uid, code), place=locked, sort=known[code], code=code, since=act.on)
        row.save(force_insert=True)
        settle(act, f"enquiries.Offer:{row.pk}", offer_lines(row))
    return locked


def _problems(place: Unit, codes: list[str], stands: set[str]) -> list[Problem]:
    found: list[Problem] = []
    named = {code for names in words().values() for code in names}
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes) or set(codes) - named - stands:
        found.append(Blocker(code="unknown_offer", text=_("Оберіть зі списку."), field="codes"))
    elif len(codes) > MOST:
        many = _("Забагато: можна позначити до %(most)d.") % {"most": MOST}
        found.append(Blocker(code="too_many", text=many, field="codes"))
    if place.kind not in PLACES:
        text = _("Спеціалізацію має заклад, відділ, простір чи місце, а полиця — те, що на ній стоїть.")
        found.append(Blocker(code="no_place", text=text))
    if place.closed_on and set(codes) - stands:
        found.append(Blocker(code="place_closed", text=_("Це місце вже закрито.")))
    return found
