"""The act of withdrawal on paper: the commission, the reason, the list with its sums.

The wording and the columns follow the acts that libraries use by the Instruction of 2007; the institution's own form needs checking
(«потребує звірки»).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mandrivna.fund.models import Leaving, Withdrawal
from mandrivna.fund.papers import commission_signs, commission_told, described, framed, money
from mandrivna.fund.withdrawing import EMPTY, sums
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Text


def act(one: Withdrawal, lines: Sequence[Leaving], *, now: dt.datetime | None = None) -> Document:
    title = _("Акт про вилучення документів з бібліотечного фонду")
    signs = commission_signs(one.commission)
    listed = [_list(title, one, lines), *_totals(one, lines)] if lines else [Text(text=str(EMPTY.text))]
    return framed(one, title, [*_told(one), *listed], signs, now=now)


def _told(one: Withdrawal) -> list[Block]:
    why = _("Комісія оглянула названі нижче документи й вилучає їх з фонду. Причина: %(why)s.") % {"why": one.why}
    if one.note:
        why += " " + _("Підстава: %(order)s.") % {"order": one.note.rstrip(".")}
    return [Text(text=commission_told(one.commission)), Text(text=why)]


def _list(title: str, one: Withdrawal, lines: Sequence[Leaving]) -> Grid:
    columns = [
        Column(width=9, align=Align.CENTER), Column(width=26), Column(width=62, names=True), Column(width=19, align=Align.RIGHT),
        Column(width=16, align=Align.RIGHT), Column(width=20, align=Align.RIGHT),
    ]  # fmt: skip
    head = [_("№ з/п"), _("Інвентарний №"), _("Автор, назва, рік"), _("Ціна, грн"), _("Коеф."), _("Сума, грн")]
    factor = "—" if one.factor is None else number_format(one.factor.normalize())
    rows = [
        [
            Cell(text=str(number)), Cell(text=line.copy.inventory), Cell(text=described(line.copy)), Cell(text=money(line.price)),
            Cell(text=factor), Cell(text=money(line.worth(one.factor))),
        ]
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    return Grid(caption=title, columns=columns, head=[[Cell(text=text) for text in head]], rows=rows)


def _totals(one: Withdrawal, lines: Sequence[Leaving]) -> list[Block]:
    whole = sums(one, lines)
    told = _("Усього: назв %(titles)d, примірників %(copies)d, на суму %(worth)s грн.") % {
        "titles": whole.titles, "copies": whole.copies, "worth": money(whole.worth),
    }  # fmt: skip
    if whole.unpriced:
        told += " " + _("Без ціни примірників: %d.") % whole.unpriced
    entered = [_("Записано до частини 2 книги сумарного обліку під № %d.") % one.left] if one.left else []
    return [Text(text=line) for line in (told, *entered)]
