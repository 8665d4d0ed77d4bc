"""What a reader does with their own registration."""

from __future__ import annotations

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers.actions.enrolment import register_year
from mandrivna.readers.models import Enrolment, Reader
from mandrivna.readers.problems import not_in_institution


@verb("readers.reenrol_own", may=Own("reader.pk"), at="place")
def reenrol_own(act: Act, *, reader: Reader, place: Unit) -> Enrolment:
    """The yearly registration, by the reader alone and in one tap; a second time changes nothing."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    return register_year(act, reader, place)
