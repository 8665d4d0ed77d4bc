"""What a reader does with their own registration, also the very first one."""

from __future__ import annotations

from dataclasses import replace

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Anybody, Own
from mandrivna.core.problems import refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import pins
from mandrivna.readers.actions.enrolment import enrol, register_year
from mandrivna.readers.actions.pins import new_pin_problems
from mandrivna.readers.models import Audience, Enrolment, Reader
from mandrivna.readers.problems import not_in_institution
from mandrivna.shared.ids import new_uid


@verb("readers.reenrol_own", may=Own("reader.pk"), at="place")
def reenrol_own(act: Act, *, reader: Reader, place: Unit) -> Enrolment:
    """The yearly registration, by the reader alone and in one tap; a second time changes nothing."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    return register_year(act, reader, place)


@verb("readers.join", may=Anybody("whoever wants to read need not be known by anybody"), at="place")
def join(act: Act, *, place: Unit, pin: Withheld, pseudonym: str = "", age: str = "", rules: int | None = None) -> Reader:
    """On the site, at a shelf: a new reader with a card and a PIN of their own choice. Nothing is asked that one need not tell."""
    refuse_if(new_pin_problems(pin))
    uid = new_uid()
    about = {"pseudonym": pseudonym, "age": age, "audience": Audience.GENERAL, "rules": rules}
    enrol(replace(act.part("enrol"), actor=SYSTEM), place=place, reader=uid, **about)  # type: ignore[arg-type]
    reader = Reader.objects.get(pk=uid)
    pins.write(reader, str(pin), at=act.at, by_reader=True)
    return reader
