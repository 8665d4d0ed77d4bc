"""What speaks against taking a book with nobody of the staff there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.states import Act as Said
from mandrivna.lending.terms import Terms
from mandrivna.readers.models import Reader

ALONE = ("bot", "self")
"""Channels by which a reader acts with nobody of the staff beside them."""


def taken_alone(reader: Reader) -> QuerySet[Loan]:
    """Open loans of this reader that nobody of the staff has seen. A loan has the number of the act that issued it."""
    said = Event.objects.filter(reader=reader, act=Said.ISSUE, channel__in=ALONE).values("pk")
    return Loan.objects.open().filter(reader=reader, pk__in=said)


def alone_problems(copy: Copy, reader: Reader, place: Unit, terms: Terms) -> list[Problem]:
    problems: list[Problem] = []
    if copy.place_id != place.pk and copy.state in (State.AVAILABLE, State.ASIDE):
        text = _("За записами ця книжка стоїть в іншому місці. Якщо вона перед вами, спитайте бібліотекаря.")
        problems.append(Blocker(code="not_on_this_shelf", text=text, field="copy"))
    if taken_alone(reader).count() >= terms.max_self_loans:
        most = ngettext_lazy(
            "Самостійно можна мати до %(count)d книжки водночас. Поверніть її або попросіть бібліотекаря.",
            "Самостійно можна мати до %(count)d книжок водночас. Поверніть якусь або попросіть бібліотекаря.",
            "count",
        ) % {"count": terms.max_self_loans}
        problems.append(Blocker(code="many_alone", text=most, field="reader"))
    return problems


def not_theirs(loan: Loan, *, alone: bool = False) -> list[Problem]:
    """What the loan is now, whatever a screen still shows of it."""
    now = Loan.objects.open().filter(pk=loan.pk, reader=loan.reader_id).first()
    if now is None:
        return [Blocker(code="not_open", text=_("Цю книгу вже повернено."))]
    if alone and not Event.objects.filter(pk=loan.pk, channel__in=ALONE).exists():
        return [Blocker(code="not_alone", text=_("Цю книгу видав бібліотекар: скасувати може лише він."))]
    return []
