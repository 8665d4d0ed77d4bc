"""The papers of a gift: the act of acceptance that a commission signs and the head approves, the act of gift that both sides sign,
and part 1 of the summary book. What they say is that of the database; how they look is `shared.printing`.

The wording follows the acts that libraries use by the Instruction of 2007; the institution's own form
needs checking («потребує звірки»).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mandrivna.catalogue.models import Language, Material
from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Unit
from mandrivna.fund.intake import Entry, Lot
from mandrivna.fund.models import Copy, Gift, Replacement, Withdrawal
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Margins, Signature, Stamp, Text

ACCEPTANCE, GIFT = "acceptance", "gift"
KINDS = {ACCEPTANCE: gettext_lazy("Акт приймання"), GIFT: gettext_lazy("Акт дарування")}
BLANK_DAY = gettext_lazy("«___» ____________ 20__ року")
NUMBERS, LIST = Margins(left=25), 56

type FundAct = Gift | Replacement | Withdrawal


def act(kind: str, gift: Gift, lots: Sequence[Lot], *, donor: str, now: dt.datetime | None = None) -> Document:
    """`donor` is the name as the paper may say it; empty is a line for the hand."""
    give = kind == GIFT
    title = _("Акт про передавання документів у дарунок") if give else _("Акт про прийняття документів у дарунок")
    told = _handed(gift, donor) if give else _taken(gift, gift.commission, donor)
    signs = _sides(gift.commission) if give else commission_signs(gift.commission)
    return framed(gift, title, [*told, _list(title, lots), *_totals(lots)], signs, approves=not give, now=now)


def framed(
    one: FundAct, title: str, blocks: list[Block], signatures: list[Signature], *, approves: bool = True,
    now: dt.datetime | None,
) -> Document:  # fmt: skip
    """What each act has around its words: who speaks, the number and the day, the head's approval, who signs. Without a day it is
    a project, and says so."""
    return Document(
        title=title,
        under_title=[_("№ %(number)s") % {"number": one.number} if one.number else _("№ ______")],
        place=day_in_words(one.signed_on),
        letterhead=letterhead(one.institution),
        stamp=approved(one.commission, one.signed_on) if approves else None,
        blocks=blocks,
        notes=[] if one.signed_on else [_("Проєкт: акт іще не підписано.")],
        signatures=signatures,
        margins=NUMBERS,
        **_made(now),
    )


def _made(now: dt.datetime | None) -> dict[str, Any]:
    moment = now or timezone.now()
    return {
        "language": get_language() or "uk",
        "made": _("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(moment), "d.m.Y H:i")},
        "page_of": _("Сторінка {page} з {pages}"),
        "created": moment,
    }


def _taken(gift: Gift, commission: dict[str, Any], donor: str) -> list[Block]:
    told = [commission_told(commission)]
    told.append(_("Комісія прийняла від дарувальника (%(donor)s) такі документи:") % {"donor": donor or "____________"})
    if gift.paper:
        told.append(_("Супровідний документ: %(paper)s.") % {"paper": gift.paper})
    else:
        told.append(_("Документи надійшли без супровідного документа."))
    return [Text(text=line) for line in told]


def _handed(gift: Gift, donor: str) -> list[Block]:
    said = {"donor": donor or "____________________", "institution": gift.institution.name}
    return [
        Text(text=_("Дарувальник (%(donor)s) безоплатно передав, а %(institution)s прийняла у свій фонд такі документи:") % said),
    ]


def _list(title: str, lots: Iterable[Lot]) -> Grid:
    columns = [
        Column(width=9, align=Align.CENTER), Column(width=30), Column(width=LIST, names=True), Column(width=15, align=Align.RIGHT),
        Column(width=20, align=Align.RIGHT), Column(width=22, align=Align.RIGHT),
    ]  # fmt: skip
    head = [_("№ з/п"), _("Інвентарний №"), _("Автор, назва, рік"), _("Прим."), _("Ціна, грн"), _("Сума, грн")]
    rows = [
        [
            Cell(text=str(number)), Cell(text=lot.numbers), Cell(text=described(lot)), Cell(text=str(lot.many)),
            Cell(text=money(lot.price) + ("*" if lot.valued else "")), Cell(text=money(lot.sum)),
        ]
        for number, lot in enumerate(lots, start=1)
    ]  # fmt: skip
    return Grid(caption=title, columns=columns, head=[[Cell(text=text) for text in head]], rows=rows)


def described(one: Lot | Copy) -> str:
    record = one.record
    return f"{record}{f', {record.part}' if record.part else ''}{f'. {record.year}' if record.year else ''}"


def _totals(lots: Sequence[Lot]) -> list[Block]:
    copies = sum(lot.many for lot in lots)
    worth = sum((lot.sum or Decimal() for lot in lots), Decimal())
    titles = len({lot.record.pk for lot in lots})
    told = _("Усього: назв %(titles)d, примірників %(copies)d, на суму %(worth)s грн.") % {
        "titles": titles, "copies": copies, "worth": money(worth),
    }  # fmt: skip
    found: list[Block] = [Text(text=told)]
    if any(lot.valued for lot in lots):
        found.append(Text(text=_("* Документи надійшли без ціни; їх оцінила комісія."), small=True))
    return found


def money(value: Decimal | None) -> str:
    return "—" if value is None else number_format(value, 2, force_grouping=True)


def person_said(said: Any) -> str:
    about = said or {}
    return ", ".join(part for part in (about.get("post", ""), about.get("name", "")) if part) or "____________"


def approved(commission: dict[str, Any], day: dt.date | None) -> Stamp:
    about = commission.get("approver") or {}
    return Stamp(
        word=_("ЗАТВЕРДЖУЮ"), post=about.get("post", "") or _("Керівник закладу"), name=about.get("name", ""),
        day=day_in_words(day) or str(BLANK_DAY),
    )  # fmt: skip


def commission_told(commission: dict[str, Any]) -> str:
    """Who the commission is, and by what order."""
    told = _("Комісія у складі: голова — %(chair)s; члени: %(members)s.") % {
        "chair": person_said(commission.get("chair")),
        "members": "; ".join(person_said(one) for one in commission.get("members", ())) or "____",
    }
    if commission.get("order"):
        told += " " + _("Підстава: %(order)s.") % {"order": commission["order"]}
    return told


def commission_signs(commission: dict[str, Any]) -> list[Signature]:
    chair = commission.get("chair") or {}
    under = _("(підпис)")
    head = _("Голова комісії")
    post = f"{head}, {chair['post']}" if chair.get("post") else head
    members = [
        Signature(
            post=f"{_('Член комісії')}, {one['post']}" if one.get("post") else _("Член комісії"),
            name=one.get("name", ""),
            under=under,
        )
        for one in commission.get("members", ())
    ]
    return [Signature(post=post, name=chair.get("name", ""), under=under), *members]


def _sides(commission: dict[str, Any]) -> list[Signature]:
    approver = commission.get("approver") or {}
    return [
        Signature(post=_("Передав дарувальник"), under=_("(підпис)")),
        Signature(
            post=_("Прийняв: %s") % (approver.get("post") or _("керівник закладу")),
            name=approver.get("name", ""),
            under=_("(підпис)"),
        ),
    ]


def day_in_words(day: dt.date | None) -> str:
    """«02» грудня 2024 року."""
    if day is None:
        return ""
    said = {"day": formats.date_format(day, "d"), "month": formats.date_format(day, "E"), "year": day.year}
    return _("«%(day)s» %(month)s %(year)s року") % said


# --- the summary book ---------------------------------------------------------------------------------------------------


def summary_head() -> list[str]:
    return [
        _("№ запису"), _("Дата"), _("Джерело"), _("№ і дата акта"), _("Назв"), _("Примірників"), _("Сума, грн"),
        _("За видами"), _("За змістом (УДК)"), _("За мовами"),
    ]  # fmt: skip


def summary_row(entry: Entry) -> list[str]:
    one = entry.act
    signed = formats.date_format(one.signed_on, "d.m.Y") if one.signed_on else ""
    source = _("Дарунок: %s") % one.donor if isinstance(one, Gift) else _("Від користувача, замість № %s") % one.old.inventory
    return [
        str(one.entry), signed, source, f"№ {one.number}, {signed}", str(entry.titles), str(entry.copies),
        money(entry.sum), counted(entry.materials, dict(Material.choices)), counted(entry.classes, {"": _("без індексу")}),
        counted(entry.languages, dict(Language.choices)),
    ]  # fmt: skip


def counted(found: Any, names: dict[Any, Any]) -> str:
    return "; ".join(f"{names.get(key, key)}: {many}" for key, many in sorted(found.items(), key=lambda one: (-one[1], one[0])))


def summary(institution: Unit, year: int, entries: Sequence[Entry], *, now: dt.datetime | None = None) -> Document:
    copies, worth = sum(entry.copies for entry in entries), sum((entry.sum for entry in entries), Decimal())
    foot = _("Усього за рік: записів %(rows)d, примірників %(copies)d, на суму %(worth)s грн.")
    return year_of_the_book(
        institution,
        year,
        title=_("Книга сумарного обліку. Частина 1. Надходження до фонду"),
        widths=(16, 20, 36, 24, 14, 27, 24, 33, 25, 38),
        figures=(4, 5, 6),
        rows=[summary_head(), *(summary_row(entry) for entry in entries)],
        foot=foot % {"rows": len(entries), "copies": copies, "worth": money(worth)},
        note=_("Нумерація записів щороку починається з одиниці: потребує звірки з обліковою політикою закладу."),
        now=now,
    )


def year_of_the_book(
    institution: Unit, year: int, *, title: str, widths: Sequence[int], figures: Sequence[int], rows: Sequence[Sequence[str]],
    foot: str, note: str, now: dt.datetime | None,
) -> Document:  # fmt: skip
    """One part of the summary book; its head is the first row, `figures` are the columns of numbers."""
    head, *lines = [[Cell(text=text) for text in row] for row in rows]
    return Document(
        title=title,
        under_title=[_("%d рік") % year],
        letterhead=letterhead(institution),
        blocks=[
            Grid(
                caption=title,
                columns=[
                    Column(width=width, names=at == 0, align=Align.RIGHT if at in figures else Align.LEFT)
                    for at, width in enumerate(widths)
                ],
                head=[head],
                rows=lines,
            ),
            Text(text=foot),
        ],
        notes=[note],
        wide=True,
        **_made(now),
    )
