"""Part 3 of the summary book on paper: a row for what stood, came, left and stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from mandrivna.catalogue.models import Language, Material
from mandrivna.core.models import Unit
from mandrivna.fund.balance import Balance, Moved
from mandrivna.fund.papers import counted, year_of_the_book
from mandrivna.shared.printing.document import Document


def balance_head() -> list[str]:
    return [_("Рух фонду"), _("Примірників"), _("За видами"), _("За мовами")]


def balance_rows(found: Balance) -> list[list[str]]:
    """What an import brought has its row only in the year of the import."""
    rows = [
        (_("Перебувало на %(day)s") % {"day": _day(found.first)}, found.stood),
        (_("Перенесено з попередньої системи"), found.brought),
        (_("Надійшло за рік"), found.came),
        (_("Вибуло за рік"), found.left),
        (_("Перебуває на %(day)s") % {"day": _day(found.last)}, found.stands),
    ]
    return [_row(name, moved) for name, moved in rows if moved is not found.brought or moved.copies]


def _row(name: str, moved: Moved) -> list[str]:
    kinds = counted(+moved.materials, dict(Material.choices))
    return [name, str(moved.copies), kinds, counted(+moved.languages, dict(Language.choices))]


def _day(day: dt.date) -> str:
    return str(formats.date_format(day, "d.m.Y"))


def balance_book(institution: Unit, year: int, rows: Sequence[Sequence[str]], *, now: dt.datetime | None = None) -> Document:
    return year_of_the_book(
        institution,
        year,
        title=_("Книга сумарного обліку. Частина 3. Підсумки руху фонду"),
        widths=(74, 27, 78, 78),
        figures=(1,),
        rows=[balance_head(), *rows],
        foot=_("Перебуває = перебувало + перенесено + надійшло − вибуло."),
        note=_(
            "Надходження тут за днем приймання, у частині 1 за днем акта. Сум немає: ціну записано не в усіх примірників. "
            "Форма: потребує звірки з обліковою політикою закладу."
        ),
        now=now,
    )
