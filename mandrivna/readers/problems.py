from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit, UseRules
from mandrivna.core.problems import Blocker, Problem
from mandrivna.readers.models import (
    CARD_DIGITS,
    LANGUAGES,
    Age,
    Audience,
    Card,
    DocumentShown,
    Kind,
    NoticesBy,
    Reader,
    Responsible,
    is_card_code,
    only_digits,
)
from mandrivna.readers.terms import terms
from mandrivna.readers.told import Told

CHOICES = {
    "kind": (Kind.values, "unknown_kind", _("Невідомо, хто це: особа чи організація.")),
    "audience": (Audience.values, "unknown_audience", _("Невідома категорія читача.")),
    "age": (Age.values, "unknown_age", _("Невідома вікова група.")),
    "language": ([code for code, _name in LANGUAGES], "unknown_language", _("Невідома мова.")),
    "notices_by": (NoticesBy.values, "unknown_notices", _("Невідомо, як нагадувати.")),
    "document": (["", *DocumentShown.Kind.values], "unknown_document", _("Невідомий вид документа.")),
    "guardian_relation": (["", *Responsible.Relation.values], "unknown_relation", _("Оберіть, ким доводиться дорослий.")),
}
LONGEST = {
    "name": (150, "long_name", _("Ім’я довше за 150 знаків.")),
    "pseudonym": (60, "long_pseudonym", _("Псевдонім довший за 60 знаків.")),
    "guardian_name": (150, "long_guardian", _("Ім’я дорослого довше за 150 знаків.")),
    "guardian_contact": (150, "long_contact", _("Телефон або адреса дорослого довші за 150 знаків.")),
}


def reader_problems(told: Told, *, institution: Unit, year: int, reader: Reader | None) -> list[Problem]:
    """What would be wrong with these particulars of a new (`reader` None) or known reader."""
    found: list[Problem] = []
    if told.birth_year is not None and not 0 <= year - told.birth_year <= 120:
        found.append(Blocker(code="wrong_birth_year", text=_("Перевірте рік народження."), field="birth_year"))
    for name, (known, code, text) in CHOICES.items():
        if getattr(told, name) not in known:
            found.append(Blocker(code=code, text=text, field=name))
    for name, (most, code, text) in LONGEST.items():
        if len(getattr(told, name)) > most:
            found.append(Blocker(code=code, text=text, field=name))
    if told.kind == Kind.ORGANISATION and not told.name:
        found.append(Blocker(code="no_name", text=_("Запишіть назву організації."), field="name"))
    found += phone_problems(institution, told.phone, reader) + email_problems(told.email, told.notices_by)
    found += card_problems(told.card, reader)
    found += _agreed(told, institution) + _guarded(told, year) + _related(told, institution, year, reader)
    return found


def _agreed(told: Told, institution: Unit) -> list[Problem]:
    """Rules and voluntary words: only those that are there, and the latter only with a consent of their own."""
    found: list[Problem] = []
    if told.circumstances:
        if set(told.circumstances) - set(terms().circumstances):
            text = _("Такого пункту серед добровільних відомостей немає.")
            found.append(Blocker(code="unknown_circumstance", text=text, field="circumstances"))
        if not told.circumstances_consent:
            text = _("Добровільні відомості записуємо лише за окремою згодою. Без неї приберіть позначки.")
            found.append(Blocker(code="no_explicit_consent", text=text, field="circumstances_consent"))
    if told.rules is not None and not UseRules.objects.filter(unit=institution, number=told.rules).exists():
        found.append(Blocker(code="unknown_rules", text=_("Такої версії правил користування немає."), field="rules"))
    return found


def _guarded(told: Told, year: int) -> list[Problem]:
    """For a child a grown-up agrees: named here, or the one whose family card it is."""
    found: list[Problem] = []
    if told.guardian_name and not told.guardian_relation:
        found.append(Blocker(code="no_relation", text=_("Оберіть, ким доводиться дорослий."), field="guardian_relation"))
    if told.consent and not told.guardian_name and told.family is None and told.young(year, under := terms().guardian_under):
        text = _("До %(under)d років згоду дає дорослий: запишіть його або приєднайте до сімейного квитка.") % {"under": under}
        found.append(Blocker(code="guardian_needed", text=text, field="guardian_name"))
    return found


def _related(told: Told, institution: Unit, year: int, reader: Reader | None) -> list[Problem]:
    if told.hub is not None and not told.hub.path.startswith(institution.path):
        return [Blocker(code="foreign_hub", text=_("Цей простір належить іншому закладу."), field="hub")]
    if told.family is None:
        return []
    text: Any = ""
    if told.family.institution_id != institution.pk or told.family.kind != Kind.PERSON:
        text = _("Сімейний квиток може бути лише в читача цього закладу.")
    elif reader is not None and (told.family.pk == reader.pk or reader.members.exists()):
        text = _("Цей читач сам має сімейний квиток, тому приєднати його до іншого не можна.")
    elif told.family.family_id is not None:
        text = _("Цей читач сам приєднаний до сімейного квитка: оберіть того, чий це квиток.")
    elif told.family.born is not None and year - told.family.born < terms().guardian_under:
        text = _("Сімейний квиток має бути на дорослого.")
    return [Blocker(code="wrong_family", text=text, field="family")] if text else []


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


def email_problems(email: str, notices_by: str) -> list[Problem]:
    """Several of a family may have one address. Whether anybody reads it only a letter could tell."""
    if not email:
        text = _("Щоб нагадувати листом, запишіть електронну пошту.")
        return [Blocker(code="no_email", text=text, field="email")] if notices_by == NoticesBy.MAIL else []
    try:
        validate_email(email)
    except ValidationError:
        return [
            Blocker(
                code="wrong_email",
                text=_("Перевірте адресу пошти: у ній має бути знак «@», а після нього назва сервера."),
                field="email",
            )
        ]
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
