"""Registering readers. One reader counts once a year, whichever hub wrote it first and whenever the hub's words arrive."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import is_erased
from mandrivna.core.models import Unit
from mandrivna.core.prepared import Prepared
from mandrivna.core.problems import Blocker, Problem, Refused, blockers, refuse_if
from mandrivna.core.service import institution_of, service_mode
from mandrivna.ledger.api import Line, settle_once
from mandrivna.readers import facts, rules
from mandrivna.readers.discrepancies import WORDS
from mandrivna.readers.models import Audience, Card, Enrolment, NameWord, Reader, age_band, name_mac, new_card_code, only_digits
from mandrivna.readers.problems import not_in_institution, reader_problems
from mandrivna.shared.ids import new_uid
from mandrivna.shared.text import words


@verb("readers.enrol", may=rules.ENROL, at="place", remote=True)
def enrol(
    act: Act,
    *,
    place: Unit,
    reader: uuid.UUID | None = None,
    name: str = "",
    pseudonym: str = "",
    phone: str = "",
    birth_year: int | None = None,
    audience: str = Audience.GENERAL,
    card: str = "",
    consent: str = "",
) -> Enrolment:
    """Write down a new reader with a card and this year's registration.

    `reader` is the uid a device gave offline; the same uid twice is the same person. `card` is a printed
    card lying at hand, else a number is made. Nothing about the person is compulsory.
    """
    institution = institution_of(place)
    known = Reader.objects.filter(pk=reader).first() if reader else None
    card = only_digits(card)
    if reader and is_erased(reader):
        raise Refused([Blocker(code="erased", text=_("Дані цього читача знищено на вимогу. Запишіть його як нового."))])
    if known is not None:
        refuse_if(not_in_institution(known, institution.pk))
    given: dict[str, Any] = {
        "name": name,
        "pseudonym": pseudonym,
        "phone": phone,
        "birth_year": birth_year,
        "audience": audience,
        "card": card,
    }
    given = _fitting(act, given, reader_problems(institution=institution, year=act.on.year, reader=known, **given))
    name, pseudonym, phone, birth_year, audience, card = given.values()
    if known is None:
        known = Reader.objects.create(
            uid=reader or new_uid(), institution=institution, name=name.strip() or None, pseudonym=pseudonym.strip(),
            phone=phone.strip() or None, birth_year=None if birth_year is None else str(birth_year),
            age=age_band(birth_year, act.on.year), audience=audience, registered_on=act.on, consent_version=consent[:20],
        )  # fmt: skip
        NameWord.objects.bulk_create([NameWord(reader=known, mac=name_mac(word)) for word in set(words(name))])
    elif act.on < known.registered_on:  # an earlier word about the same person came later
        known.registered_on = act.on
        known.age = age_band(int(known.birth_year) if known.birth_year else None, act.on.year)
        known.save(update_fields=["registered_on", "age"])
    if card or not known.cards.active().exists():
        Card.objects.get_or_create(code=card or new_card_code(), defaults={"reader": known, "issued_on": act.on})
    return register_year(act, known, place)


LEFT_OUT = {"name": "", "pseudonym": "", "phone": "", "birth_year": None, "audience": Audience.GENERAL, "card": ""}


def _fitting(act: Act, given: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """At the desk a problem refuses. Somebody who has been registered already stays so, without what does not fit."""
    stop = blockers(problems)
    if stop and not (act.happened and all(problem.field in LEFT_OUT for problem in stop)):
        refuse_if(stop)
    wrong = {problem.field for problem in stop}
    if wrong:
        act.note("readers.left_out", what=", ".join(sorted(str(WORDS[name]) for name in wrong)))
    return {name: LEFT_OUT[name] if name in wrong else value for name, value in given.items()}


@verb("readers.reenrol", may=rules.ENROL, at="place", remote=True)
def reenrol(act: Act, *, reader: Reader, place: Unit) -> Enrolment:
    """Registration of a known reader for the year of the act; once is enough, a second time changes nothing."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
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
        return standing
    birth_year = int(reader.birth_year) if reader.birth_year else None
    enrolment = standing or Enrolment(uid=new_uid(), reader=reader, institution_id=reader.institution_id, year=year)
    enrolment.place, enrolment.on, enrolment.first, enrolment.channel = place, act.on, act.first, act.channel
    enrolment.mode = service_mode(place, place.on(act.on))
    enrolment.age, enrolment.audience = age_band(birth_year, year), reader.audience
    enrolment.how = _how(reader, year)
    enrolment.save()
    settle_once(act, reader.institution_id, str(year), [facts.served_by(enrolment)], also=_with_later_years(enrolment))
    return enrolment


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
