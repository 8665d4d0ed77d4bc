"""A collective subscription: what an organisation has in hand, as a list that both sides sign."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.letterhead import letterhead
from mandrivna.faces.access import access
from mandrivna.faces.workspace.shelves.papers import download
from mandrivna.lending.models import Loan
from mandrivna.lending.queries import desk_readers, loans_in_hand
from mandrivna.lending.rules import ISSUE
from mandrivna.readers.models import Kind, Reader
from mandrivna.readers.queries import shown
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Signature, Text


@require_safe
@access(ISSUE)
def in_hand(request: HttpRequest, pk: uuid.UUID, form: str) -> HttpResponse:
    """Of an organisation only: what a person reads is printed for nobody."""
    reader = get_object_or_404(desk_readers(request.actor), pk=pk)
    if reader.kind != Kind.ORGANISATION:
        raise Http404
    return download(_paper(request, reader, loans_in_hand(reader)), form, f"kolektyvnyi-abonement-{timezone.localdate()}")


def _paper(request: HttpRequest, reader: Reader, loans: list[Loan]) -> Document:
    (who,) = shown(request.actor, [reader])
    under = _("(підпис, ім’я)")
    told = _("Користувач: %(name)s. Видано примірників: %(many)d.") % {"name": who.label, "many": len(loans)}
    return Document(
        language=get_language() or "uk",
        title=_("Перелік документів, виданих за колективним абонементом"),
        under_title=[date_format(timezone.localdate(), "DATE_FORMAT")],
        letterhead=letterhead(reader.institution),
        blocks=[Text(text=told), *_list(loans)],
        signatures=[Signature(post=_("Видав(ла)"), under=under), Signature(post=_("Прийняв(ла)"), under=under)],
    )


def _list(loans: list[Loan]) -> list[Block]:
    if not loans:
        return []
    head = [_("№ з/п"), _("Інв. №"), _("Автор, назва"), _("Видано"), _("Строк")]
    columns: list[Any] = [
        Column(width=12, align=Align.RIGHT), Column(width=22), Column(width=86, names=True), Column(width=24), Column(width=24),
    ]  # fmt: skip
    rows = [
        [
            Cell(text=str(number)), Cell(text=loan.copy.inventory), Cell(text=str(loan.copy.record)),
            Cell(text=date_format(loan.issued_on, "SHORT_DATE_FORMAT")), Cell(text=date_format(loan.due_on, "SHORT_DATE_FORMAT")),
        ]
        for number, loan in enumerate(loans, 1)
    ]  # fmt: skip
    return [Grid(caption=_("Видані документи"), columns=columns, head=[[Cell(text=text) for text in head]], rows=rows)]
