from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem
from mandrivna.readers.models import CARD_DIGITS, Audience, Card, Reader, is_card_code, only_digits


def reader_problems(
    *,
    institution: Unit,
    name: str,
    pseudonym: str,
    phone: str,
    birth_year: int | None,
    audience: str,
    year: int,
    card: str,
    reader: Reader | None,
) -> list[Problem]:
    """What would be wrong with these particulars of a new (`reader` None) or known reader."""
    problems: list[Problem] = []
    if birth_year is not None and not 0 <= year - birth_year <= 120:
        problems.append(Blocker(code="wrong_birth_year", text=_("Перевірте рік народження."), field="birth_year"))
    if audience not in Audience.values:
        problems.append(Blocker(code="unknown_audience", text=_("Невідома категорія читача."), field="audience"))
    if len(name) > 150:
        problems.append(Blocker(code="long_name", text=_("Ім’я довше за 150 знаків."), field="name"))
    if len(pseudonym) > 60:
        problems.append(Blocker(code="long_pseudonym", text=_("Псевдонім довший за 60 знаків."), field="pseudonym"))
    problems += phone_problems(institution, phone, reader) + card_problems(card, reader)
    return problems


def phone_problems(institution: Unit, phone: str, reader: Reader | None) -> list[Problem]:
    digits = [sign for sign in phone if sign.isdigit()]
    if not phone.strip():
        return []
    if not 9 <= len(digits) <= 15:
        return [Blocker(code="wrong_phone", text=_("Номер телефону має містити від 9 до 15 цифр."), field="phone")]
    others = Reader.objects.filter(institution=institution).by_phone(phone)
    if (others.exclude(pk=reader.pk) if reader else others).exists():
        text = _("Читач із таким телефоном уже є. Знайдіть його за номером і перереєструйте.")
        return [Blocker(code="phone_taken", text=text, field="phone")]
    return []


def card_problems(card: str, reader: Reader | None) -> list[Problem]:
    if not card:
        return []
    if len(only_digits(card)) != CARD_DIGITS + 2:
        return [Blocker(code="wrong_card", text=_("Номер квитка має бути з 15 цифр."), field="card")]
    if not is_card_code(card):
        return [Blocker(code="wrong_card", text=_("Це не номер квитка: контрольна цифра не сходиться."), field="card")]
    if Card.objects.filter(code=card).exclude(reader=reader).exists():
        return [Blocker(code="card_taken", text=_("Такий квиток уже видано."), field="card")]
    return []


def not_in_institution(reader: Reader, institution_id: int) -> list[Problem]:
    if reader.institution_id != institution_id:
        return [Blocker(code="foreign_reader", text=_("Цей читач записаний в іншому закладі."))]
    return []
