"""Why a state form cannot be filled in, signed or asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning.figures import DASHES
from mandrivna.planning.forms.definitions import Form
from mandrivna.planning.forms.rows import FormSheet
from mandrivna.planning.problems import of_length
from mandrivna.planning.states import State

MOST = Decimal("1000000000000")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:[.,][0-9]{1,3})?|[0-9]{1,13}(?:[.,][0-9]{1,3})?")
NO_DATA_WORDS = frozenset({"немає даних", "н/д", "нд", "no data", State.NO_DATA.value})


def parse(text: str) -> tuple[str, str | None]:
    """«5 200», «12,5», «-», «немає даних» or nothing; anything else is a ValueError. Nothing is guessed."""
    text = " ".join(text.split())
    if not text:
        return State.EMPTY, None
    if text in DASHES:
        return State.DASH, None
    if text.casefold() in NO_DATA_WORDS:
        return State.NO_DATA, None
    if not _GROUPED.fullmatch(text):
        raise ValueError(text)
    return State.NUMBER, str(Decimal(re.sub(r"[ \u00a0\u2009\u202f]", "", text).replace(",", ".")))


def of_form(form: Form | None, year: int, today: dt.date) -> list[Problem]:
    if form is None:
        return [Blocker(code="unknown_form", text=_("Такої форми немає."), field="form")]
    if not form.of_year(year):
        return [Blocker(code="other_year", text=_("За цей рік подають іншу форму."), field="year")]
    if year > today.year:
        return [Blocker(code="year_to_come", text=_("Цей рік ще не настав."), field="year")]
    return []


def of_draft(sheet: FormSheet | None) -> list[Problem]:
    if sheet is not None and sheet.signed:
        text = _("Форму вже підписано. Щоб подати виправлену, відкрийте нову чернетку з причиною.")
        return [Blocker(code="signed", text=text)]
    return []


def of_outside(sheet: FormSheet) -> list[Problem]:
    """Who collects answers for libraries without the program alone: a unit has people of its own who fill in and sign."""
    if sheet.library_id is None:
        text = _("Ця бібліотека веде облік у програмі: її форму заповнюють і підписують на сторінці самої форми, за своїм правом.")
        return [Blocker(code="own_form", text=text)]
    return []


def of_cells(form: Form, cells: Mapping[str, Any]) -> list[Problem]:
    places = {f"{row.code}.{column.code}": row for row, column in form.places()}
    found: list[Problem] = []
    for place, said in cells.items():
        if place not in places:
            found.append(Blocker(code="unknown_cell", text=_("Такого рядка у формі немає."), field=place))
        elif wrong := _of_figure(said, places[place].digits):
            found.append(Blocker(code="bad_figure", text=wrong, field=place))
    return found


def _of_figure(said: Any, digits: int) -> Any:
    if said is None or said in (State.DASH.value, State.NO_DATA.value):
        return ""
    try:
        value = Decimal(said) if isinstance(said, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or not 0 <= value <= MOST:
        return _("Введіть число не менше нуля, риску «-», «немає даних» або залиште порожнім.")
    if value != round(value, digits):
        return _("Після коми тут може бути знаків: %(digits)d.") % {"digits": digits}
    return ""


def of_reason(needed: bool, reason: str) -> list[Problem]:
    if needed and not reason.strip():
        text = _("Число, яке рахує програма або яке вже внесено, змінюють із причиною: напишіть її.")
        return [Blocker(code="reason_needed", text=text, field="reason")]
    return of_length(reason, 500, field="reason")


def of_signing(year: int, on: dt.date, today: dt.date, post: str, signer: str) -> Iterable[Problem]:
    if year >= today.year:
        yield Blocker(code="year_not_over", text=_("Рік ще триває: форму підписують після його завершення."), field="on")
    elif on.year <= year or on > today:
        yield Blocker(code="bad_day", text=_("День підпису: після завершення року й не пізніше, ніж сьогодні."), field="on")
    if not post.strip():
        yield Blocker(code="no_post", text=_("Вкажіть посаду того, хто підписує."), field="post")
    if not signer.strip():
        yield Blocker(code="no_name", text=_("Вкажіть ім’я та прізвище того, хто підписує."), field="signer")
    yield from of_length(post, 200, field="post")
    yield from of_length(signer, 200, field="signer")
