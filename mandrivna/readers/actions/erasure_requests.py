"""Asking to be forgotten: the reader from their own account, or somebody at the desk who was asked by them."""

from __future__ import annotations

from mandrivna.core import erasure, erasure_requests
from mandrivna.core import rules as core_rules
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import ErasureRecord, ErasureRequest, Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers.models import Reader
from mandrivna.readers.problems import not_in_institution


@verb("readers.ask_erasure", may=Own("reader.pk"), at="reader.institution")
def ask_erasure(act: Act, *, reader: Reader) -> ErasureRequest:
    """Thirty days begin. Whoever has books in hand is told to bring them first."""
    refuse_if(erasure.objections(act, reader.pk))
    return erasure_requests.register(act, subject=reader.pk, unit=reader.institution, reason=ErasureRecord.Reason.REQUEST)


@verb("readers.open_erasure", may=core_rules.ERASURES_OPEN, at="place")
def open_erasure(act: Act, *, reader: Reader, place: Unit, reason: str) -> ErasureRequest:
    """The clock runs from the day the person asked, also while books are out: that is looked at when the data are to go."""
    refuse_if(not_in_institution(reader, institution_of(place).pk))
    return erasure_requests.register(act, subject=reader.pk, unit=reader.institution, reason=reason)
