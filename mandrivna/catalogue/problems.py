from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from stdnum import isbn as isbn_number
from stdnum.exceptions import ValidationError

from mandrivna.catalogue.models import Audience, Kind, Language, Material
from mandrivna.core.problems import Blocker, Problem


def normal_isbn(text: str) -> str:
    """Thirteen digits, or an empty string where the number does not check."""
    try:
        return isbn_number.to_isbn13(isbn_number.validate(text)).replace("-", "") if text else ""
    except ValidationError:
        return ""


def record_problems(
    *,
    title: str,
    isbn: str,
    year: int | None,
    language: str,
    material: str,
    today: dt.date,
    kind: str = Kind.BOOK,
    audience: str = "",
) -> list[Problem]:
    problems: list[Problem] = []
    if not title.strip():
        problems.append(Blocker(code="no_title", text=_("Вкажіть назву."), field="title"))
    if isbn.strip() and not normal_isbn(isbn):
        text = _(
            "Контрольна цифра ISBN не сходиться. Якщо в книзі так і надруковано, "
            "запишіть номер у поле «ISBN, надрукований із помилкою»."
        )
        problems.append(Blocker(code="wrong_isbn", text=text, field="isbn"))
    if year is not None and not 1450 <= year <= today.year + 1:
        problems.append(Blocker(code="wrong_year", text=_("Рік видання має бути від 1450 до наступного року."), field="year"))
    if language not in Language.values:
        problems.append(Blocker(code="unknown_language", text=_("Невідомий код мови."), field="language"))
    if material not in Material.values:
        problems.append(Blocker(code="unknown_material", text=_("Невідомий вид видання."), field="material"))
    if kind not in Kind.values:
        problems.append(Blocker(code="unknown_kind", text=_("Невідомо, що це за видання."), field="kind"))
    if audience and audience not in Audience.values:
        problems.append(Blocker(code="unknown_audience", text=_("Невідомо, для кого видання."), field="audience"))
    return problems
