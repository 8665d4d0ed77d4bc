"""The act by which an equal document comes instead of a lost or damaged one, and part 2 of the summary book.

The wording follows the acts that libraries use by the Instruction of 2007; the institution's own form
needs checking («потребує звірки»).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from mandrivna.catalogue.models import Language, Material
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy, ReplacedWhy, Replacement
from mandrivna.fund.papers import commission_signs, commission_told, counted, described, framed, money, year_of_the_book
from mandrivna.fund.replacing import Departure
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Signature, Text


def act(one: Replacement, *, now: dt.datetime | None = None) -> Document:
    """Nobody is named but the commission: who brought the book signs by hand, if they wish to."""
    title = _("Акт про приймання документа від користувача замість втраченого або пошкодженого")
    signs = [*commission_signs(one.commission), Signature(post=_("Передав користувач"), under=_("(підпис)"))]
    return framed(one, title, [*_told(one), *_came(one), *_goes(one)], signs, now=now)


def _told(one: Replacement) -> list[Block]:
    lost = one.why == ReplacedWhy.LOST
    what = _("замість втраченого") if lost else _("замість пошкодженого")
    agreed = _("Комісія прийняла від користувача документ %(what)s і визнала його рівноцінним.") % {"what": what}
    if one.equal:
        agreed += " " + _("Підстава рівноцінності: %(why)s.") % {"why": one.equal.rstrip(".")}
    return [Text(text=commission_told(one.commission)), Text(text=agreed)]


def _came(one: Replacement) -> list[Block]:
    entered = _("Записано до частини 1 книги сумарного обліку під № %d.") % one.entry if one.entry else ""
    price = one.new.arrival.price
    return [Text(text=_("Прийнято до фонду:")), _list(_("Прийнято"), one.new, price), *([Text(text=entered)] if entered else [])]


def _goes(one: Replacement) -> list[Block]:
    if one.signed_on and not one.left:
        found = _("Втрачений документ (інв. № %(number)s) до підписання акта знайшовся і лишається у фонді.")
        return [Text(text=found % {"number": one.old.inventory})]
    told = [_("Причина вилучення: %s.") % (one.old.withdrawn_why or _("за рішенням комісії"))] if one.signed_on else []
    if one.left:
        told.append(_("Записано до частини 2 книги сумарного обліку під № %d.") % one.left)
    heading = Text(text=_("Вилучено з фонду:") if one.signed_on else _("Вилучити з фонду:"))
    return [heading, _list(_("Вилучено з фонду"), one.old, one.old_price), *(Text(text=line) for line in told)]


def _list(caption: str, copy: Copy, price: Decimal | None) -> Grid:
    head = [_("Інвентарний №"), _("Автор, назва, рік"), _("Ціна, грн")]
    columns = [Column(width=34), Column(width=86, names=True), Column(width=26, align=Align.RIGHT)]
    row = [Cell(text=copy.inventory), Cell(text=described(copy)), Cell(text=money(price))]
    return Grid(caption=caption, columns=columns, head=[[Cell(text=text) for text in head]], rows=[row])


# --- the summary book, part 2 -------------------------------------------------------------------------------------------


def departures_head() -> list[str]:
    return [
        _("№ запису"), _("Дата"), _("№ і дата акта"), _("Назв"), _("Примірників"), _("Сума, грн"), _("Причина"), _("За видами"),
        _("За мовами"),
    ]  # fmt: skip


def departures_row(row: Departure) -> list[str]:
    day = formats.date_format(row.on, "d.m.Y")
    one = row.act
    return [
        str(one.left) if one else "—",
        day,
        f"№ {one.number}, {day}" if one else _("без акта"),
        str(len(row.titles)),
        str(row.copies),
        money(None if row.unpriced == row.copies else row.sum),
        row.why,
        counted(row.materials, dict(Material.choices)),
        counted(row.languages, dict(Language.choices)),
    ]


def departures_book(institution: Unit, year: int, rows: Sequence[Departure], *, now: dt.datetime | None = None) -> Document:
    return year_of_the_book(
        institution,
        year,
        title=_("Книга сумарного обліку. Частина 2. Вибуття з фонду"),
        widths=(16, 20, 32, 14, 27, 24, 46, 39, 39),
        figures=(3, 4, 5),
        rows=[departures_head(), *(departures_row(row) for row in rows)],
        foot=_("Усього за рік вибуло примірників: %d.") % sum(row.copies for row in rows),
        note=_("Причини вибуття й нумерація записів: потребують звірки з обліковою політикою закладу."),
        now=now,
    )
