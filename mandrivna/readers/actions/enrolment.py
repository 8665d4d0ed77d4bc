"""Registering readers. One reader counts once a year, whichever hub wrote it first and whenever the hub's words arrive."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import is_erased
from mandrivna.core.models import Unit
from mandrivna.core.models.units import Standing
from mandrivna.core.prepared import Prepared
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.core.service import institution_of, service_mode
from mandrivna.ledger.api import Line, settle_once
from mandrivna.readers import facts
from mandrivna.readers.actions.particulars import fitting, write
from mandrivna.readers.models import Audience, Card, Enrolment, Kind, Reader, age_band, new_card_code, only_digits
from mandrivna.readers.problems import not_in_institution, reader_problems
from mandrivna.readers.rules import ENROL
from mandrivna.readers.told import told_by
from mandrivna.shared.ids import new_uid


@verb("readers.enrol", may=ENROL, at="place", remote=True)
def enrol(
    act: Act,
    *,
    place: Unit,
    reader: uuid.UUID | None = None,
    kind: str = Kind.PERSON,
    name: str = "",
    pseudonym: str = "",
    phone: str = "",
    email: str = "",
    notices_by: str = "",
    birth_year: int | None = None,
    age: str = "",
    audience: str = Audience.GENERAL,
    language: str = "",
    card: str = "",
    consent: str = "",
    circumstances: list[str] | None = None,
    circumstances_consent: str = "",
    rules: int | None = None,
    guardian_name: str = "",
    guardian_contact: str = "",
    guardian_relation: str = "",
    family: Reader | None = None,
    hub: Unit | None = None,
    document: str = "",
) -> Enrolment:
    """Write down a new reader with a card and this year's registration.

    `reader` is the uid a device gave offline; the same uid twice is the same person. `card` is a printed
    card lying at hand, else a number is made; with a family card none is needed. Nothing about the person is compulsory.
    """
    told = told_by({**locals(), "card": only_digits(card)})
    institution = institution_of(place)
    known = Reader.resolve(str(reader)) if reader else None
    if reader and is_erased(reader):
        raise Refused([Blocker(code="erased", text=_("Дані цього читача знищено на вимогу. Запишіть його як нового."))])
    if known is not None:
        refuse_if(not_in_institution(known, institution.pk))
    told = fitting(act, told, reader_problems(told, institution=institution, year=act.on.year, reader=known))
    if known is None:
        known = write(act, Reader(uid=reader or new_uid(), institution=institution, registered_on=act.on), told)
    elif act.on < known.registered_on:  # an earlier word about the same person came later
        known.registered_on = act.on
        known.age = age_band(known.born, act.on.year, known.age)
        known.save(update_fields=["registered_on", "age"])
    if told.card or (known.family_id is None and not known.cards.active().exists()):
        Card.objects.get_or_create(code=told.card or new_card_code(), defaults={"reader": known, "issued_on": act.on})
    return register_year(act, known, place)


@verb("readers.reenrol", may=ENROL, at="place", remote=True)
def reenrol(act: Act, *, reader: Reader, place: Unit) -> Enrolment:
    """Registration of a known reader for the year of the act. Once a year: at the desk a second time is refused, and one that has
    happened somewhere else changes no registration, unless it was the earlier one.
    """
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    if not act.happened and enrolled(reader, act.on.year):
        text = _("Читача вже перереєстровано на %d рік.") % act.on.year
        refuse_if([Blocker(code="already_this_year", text=text)])
    return register_year(act, reader, place)


ENROLLED = Prepared(
    Enrolment, lambda slot: Enrolment.objects.filter(reader_id=slot("reader"), year=slot("year")).values_list("how")
)


def enrolled(reader: Reader, year: int) -> bool:
    return bool(ENROLLED.rows(reader=reader.pk, year=year))


def register_year(act: Act, reader: Reader, place: Unit) -> Enrolment:
    """The earliest act of the year is the registration; an act that arrives late but happened earlier takes its place."""
    year = act.on.year
    standing = Enrolment.objects.select_for_update().filter(reader=reader, year=year).first()
    if standing is not None and standing.first <= act.first:
        if act.happened:
            _served_there_too(act, reader, place)
        return standing
    enrolment = standing or Enrolment(uid=new_uid(), reader=reader, institution_id=reader.institution_id, year=year)
    here = _put(enrolment, act, reader, place)
    enrolment.how = _how(reader, year)
    enrolment.save()
    settle_once(act, reader.institution_id, str(year), facts.served_by(enrolment, here.path), also=_with_later_years(enrolment))
    return enrolment


def _put(enrolment: Enrolment, act: Act, reader: Reader, place: Unit) -> Standing:
    enrolment.place, enrolment.on, enrolment.first, enrolment.channel = place, act.on, act.first, act.channel
    here = place.on(act.on)
    enrolment.mode = service_mode(place, here)
    enrolment.age, enrolment.audience = age_band(reader.born, act.on.year, reader.age), reader.audience
    return here


def _served_there_too(act: Act, reader: Reader, place: Unit) -> None:
    """Registered once more without a network, in another department: no registration, yet they were served there. The other way
    round, when the earlier one arrives later, the department has counted them already."""
    there = Enrolment(reader=reader, institution_id=reader.institution_id, year=act.on.year)
    here = _put(there, act, reader, place)
    settle_once(act, reader.institution_id, str(act.on.year), facts.served_by(there, here.path)[1:])


def _how(reader: Reader, year: int) -> str:
    earlier = Enrolment.objects.filter(reader=reader, year__lt=year).exists()
    return Enrolment.How.AGAIN if earlier else Enrolment.How.NEW


def _with_later_years(enrolment: Enrolment) -> dict[str, list[Line]]:
    """A registration of an earlier year that arrives late makes the later «first time» a «again»."""
    settled = {f"readers.Enrolment:{enrolment.pk}": facts.lines(enrolment)}
    for later in Enrolment.objects.filter(reader=enrolment.reader, year__gt=enrolment.year, how=Enrolment.How.NEW):
        later.how = Enrolment.How.AGAIN
        later.save(update_fields=["how"])
        settled[f"readers.Enrolment:{later.pk}"] = facts.lines(later)
    return settled
