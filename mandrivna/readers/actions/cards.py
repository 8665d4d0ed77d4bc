"""A lost card is replaced, another one is given: the old number is refused with its reason, and its history stays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, blockers, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers.models import Card, Reader, new_card_code, only_digits
from mandrivna.readers.problems import card_problems, not_in_institution
from mandrivna.readers.rules import ENROL


@verb("readers.replace_card", may=ENROL, at="place")
def replace_card(act: Act, *, reader: Reader, place: Unit, why: str, card: str = "") -> Card:
    """All valid cards of the reader end; `card` is a printed one lying at hand, else a number is made.

    Whoever is signed in with an old number is no longer: a session lives only as long as its card.
    """
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    if why not in Card.Ended.values:
        refuse_if([Blocker(code="unknown_why", text=_("Оберіть, чому квиток замінюють."), field="why")])
    code = only_digits(card)
    refuse_if(blockers(card_problems(code, None)) if code else [])
    Reader.objects.select_for_update().get(pk=reader.pk)
    Card.objects.active().filter(reader=reader).update(ended_on=act.on, ended_why=why)
    return Card.objects.create(code=code or new_card_code(), reader=reader, issued_on=act.on)


@verb("readers.give_card", may=ENROL, at="place")
def give_card(act: Act, *, reader: Reader, place: Unit, card: str = "") -> Card:
    """A card for somebody who has none, such as a child who leaves the family's."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    Reader.objects.select_for_update().get(pk=reader.pk)
    if reader.cards.active().exists():
        refuse_if([Blocker(code="has_card", text=_("У читача вже є чинний квиток. Якщо його загублено, замініть."))])
    code = only_digits(card)
    refuse_if(blockers(card_problems(code, None)) if code else [])
    return Card.objects.create(code=code or new_card_code(), reader=reader, issued_on=act.on)
