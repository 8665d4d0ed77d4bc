"""The two papers of a shelf: what was handed over, and how what stands there differs from the records. Signed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy
from mandrivna.lending.models import Checked, Pick, ShelfCheck, ShelfVisit
from mandrivna.lending.states import Found, PickState, Way
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Signature, Text

WRITERS = {
    "pdf": (portable.write, "application/pdf"),
    "docx": (word.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def download(paper: Document, kind: str, name: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    write, content_type = WRITERS[kind]
    response = HttpResponse(write(paper), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def hand_over(visit: ShelfVisit, picks: Sequence[Pick]) -> Document:
    brought = [pick.copy for pick in picks if pick.way == Way.BRING and pick.state == PickState.DONE]
    taken = [pick.copy for pick in picks if pick.way == Way.TAKE and pick.state in (PickState.PACKED, PickState.DONE)]
    day = visit.handed_on or timezone.localdate()
    told = _("Бібліотека передала, а простір прийняв на полицю «%(place)s» документи бібліотечного фонду за переліком. "
             "Документи лишаються на балансі бібліотеки.")  # fmt: skip
    blocks: list[Block] = [Text(text=told % {"place": visit.place.name})]
    blocks += _listed(_("Передано на полицю"), brought) + _listed(_("Повернено з полиці"), taken)
    blocks.append(
        Text(text=_("Разом передано: %(brought)d, повернено: %(taken)d.") % {"brought": len(brought), "taken": len(taken)})
    )
    if visit.carrier:
        by = _("Доставив перевізник: %(carrier)s, відправлення № %(parcel)s.") if visit.parcel else _("Доставив: %(carrier)s.")
        blocks.append(Text(text=by % {"carrier": visit.carrier, "parcel": visit.parcel}))
    return _paper(
        visit.place,
        _("Акт приймання-передавання № %(number)s") % {"number": visit.act_title or "___"},
        day,
        blocks,
        [Signature(post=_("Передав(ла)"), under=_("(підпис, ім’я)")), Signature(post=_("Прийняв(ла)"), under=_("(підпис, ім’я)"))],
    )


def differences(check: ShelfCheck, rows: Sequence[Checked]) -> Document:
    by: dict[str, list[Copy]] = {found: [] for found in Found.values}
    for row in rows:
        by[row.found].append(row.copy)
    seen = sum(len(copies) for found, copies in by.items() if found != Found.MISSING)
    counted = {"expected": check.expected, "seen": seen, "here": len(by[Found.HERE]), "missing": len(by[Found.MISSING])}
    told = _("За записами на полиці %(expected)d. Оглянуто %(seen)d, з них на своєму місці %(here)d.") % counted
    part = _("Звіряли не всю полицю: про решту цей акт нічого не говорить.")
    blocks: list[Block] = [Text(text=told), Text(text=_("Не видно: %(missing)d.") % counted if check.whole else part)]
    blocks += _listed(_("Не видно на полиці"), by[Found.MISSING])
    blocks += _listed(_("Стоять тут, а мали б в іншому місці"), by[Found.MISPLACED])
    blocks += _listed(_("Стоять тут, а за записами видані, у дорозі або втрачені"), by[Found.UNEXPECTED])
    return _paper(
        check.place,
        _("Акт про розбіжності № %(number)s") % {"number": check.act_title or "___"},
        check.closed_on or check.on,
        blocks,
        [Signature(post=_("Звірив(ла)"), under=_("(підпис, ім’я)")), Signature(post=_("Опікун полиці"), under=_("(підпис, ім’я)"))],
    )


def _paper(place: Unit, title: str, day: Any, blocks: list[Block], signatures: list[Signature]) -> Document:
    where = ", ".join(part for part in (place.name, place.actual_address) if part)
    return Document(
        language="uk",
        title=title,
        under_title=[date_format(day, "DATE_FORMAT"), where],
        letterhead=letterhead(speaking_for(place)),
        blocks=blocks,
        signatures=signatures,
    )


def _listed(caption: str, copies: list[Copy]) -> list[Block]:
    if not copies:
        return []
    head = [[Cell(text=_("№ з/п")), Cell(text=_("Інв. №")), Cell(text=_("Автор, назва")), Cell(text=_("Рік"))]]
    rows = [
        [Cell(text=str(number)), Cell(text=copy.inventory), Cell(text=str(copy.record)), Cell(text=str(copy.record.year or ""))]
        for number, copy in enumerate(copies, 1)
    ]
    columns = [Column(width=12, align=Align.RIGHT), Column(width=24), Column(width=110, names=True), Column(width=16)]
    return [Grid(caption=f"{caption}: {len(copies)}", columns=columns, head=head, rows=rows)]
