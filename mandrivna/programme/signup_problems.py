"""Why somebody cannot be put on a list, in words that blame nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.models import Admission, Event, SignUp, Turnout
from mandrivna.programme.signups import Standing
from mandrivna.programme.states import SIGNED, Source, State
from mandrivna.programme.terms import terms
from mandrivna.readers.models import Reader

SIGNUP_LENGTHS = {"name": 60, "contact": 120, "needs": 300}
MOST_PLACES, OLDEST = 5000, 120
MOST_ONLINE = 100_000


def admission_problems(about: Mapping[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    places, low, high = about.get("places"), about.get("age_from"), about.get("age_to")
    if places is not None and not 1 <= places <= MOST_PLACES:
        limit = _("Місць може бути від 1 до %(most)d. Якщо місця не обмежені, лишіть поле порожнім.") % {"most": MOST_PLACES}
        found.append(Blocker(code="wrong_places", text=limit, field="places"))
    for field, age in (("age_from", low), ("age_to", high)):
        if age is not None and not 0 <= age <= OLDEST:
            found.append(Blocker(code="wrong_age", text=_("Вік пишуть роками: від 0 до 120."), field=field))
    if low is not None and high is not None and low > high:
        text = _("Найменший вік більший за найбільший: поміняйте їх місцями.")
        found.append(Blocker(code="ages_crossed", text=text, field="age_to"))
    opens, closes = about.get("opens_on"), about.get("closes_on")
    if opens and closes and closes < opens:
        text = _("Запис має закритися пізніше, ніж відкриється.")
        found.append(Blocker(code="closes_before", text=text, field="closes_on"))
    return found


def event_admission_problems(event: Event) -> list[Problem]:
    if event.state in (State.DRAFT, State.PLANNED):
        return []
    return [Blocker(code="wrong_state", text=_("Подія вже відбулася або скасована: запису на неї не відкривають."))]


def phase_problems(standing: Standing, *, by_staff: bool) -> list[Problem]:
    """A colleague may put somebody down before the list opens and after it has closed, never after the event has begun."""
    if standing.phase == "over":
        return [Blocker(code="signup_over", text=_("Запис уже завершено: подія почалася або її скасовано."))]
    if not by_staff and standing.phase == "closed":
        return [Blocker(code="signup_closed", text=_("Запис на цю подію закрито."))]
    if not by_staff and standing.phase == "early":
        assert standing.admission.opens_on is not None
        text = _("Запис відкриється %(day)s.") % {"day": date_format(standing.admission.opens_on, "j E")}
        return [Blocker(code="signup_early", text=text)]
    if standing.full and not standing.admission.waiting:
        return [Blocker(code="signup_full", text=_("Місць більше немає. Зазирніть згодом: хтось може скасувати запис."))]
    return []


def said_problems(name: str, contact: str, needs: str) -> list[Problem]:
    """Of somebody who has no record of a reader here."""
    found: list[Problem] = [
        Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": SIGNUP_LENGTHS[field]}, field=field)
        for field, said in (("name", name), ("contact", contact), ("needs", needs))
        if len(said) > SIGNUP_LENGTHS[field]
    ]
    if not name.strip():
        found.append(Blocker(code="no_name", text=_("Напишіть, як до вас звертатися. Можна вигадане ім’я."), field="name"))
    if contact.strip() and not (_is_mail(contact.strip()) or _is_phone(contact)):
        text = _("Це не схоже ні на пошту, ні на телефон. Перевірте або лишіть порожнім.")
        found.append(Blocker(code="wrong_contact", text=text, field="contact"))
    return found


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_phone(text: str) -> bool:
    return 9 <= sum(sign.isdigit() for sign in text) <= 15 and not any(sign.isalpha() or sign == "@" for sign in text)


def age_problems(admission: Admission, *, of_age: bool, reader: Reader | None, on: dt.date) -> list[Problem]:
    """Only a year of birth is ever known, so whoever may be of the age in that year is. Who gave none says it by a tick."""
    if not admission.bounded:
        return []
    born = int(reader.birth_year) if reader is not None and reader.birth_year else None
    if born is None:
        text = _("Підтвердьте, що вік підходить.")
        return [] if of_age else [Blocker(code="age_not_said", text=text, field="of_age")]
    turns = on.year - born
    young = admission.age_from is not None and turns < admission.age_from
    old = admission.age_to is not None and turns - 1 > admission.age_to
    if not young and not old:
        return []
    return [Blocker(code="wrong_age", text=_("Ця подія для людей іншого віку. Погляньте, що ще є в програмі."))]


def twice_signed_problems(admission: Admission, reader: Reader | None) -> list[Problem]:
    if reader is None or not SignUp.objects.standing().filter(admission=admission, reader=reader).exists():
        return []
    return [Blocker(code="signed_already", text=_("Запис на цю подію вже є: його видно в кабінеті."))]


def standing_problems(signup: SignUp) -> list[Problem]:
    if signup.state in SIGNED:
        return []
    return [Blocker(code="signed_off", text=_("Цей запис уже скасовано."))]


def came_problems(signup: SignUp) -> list[Problem]:
    """Of one event; whoever has been to some days of a series may leave it all the same."""
    event = signup.admission.event_id
    if event is None or not Turnout.objects.filter(event=event, signup=signup, came_at__isnull=False).exists():
        return []
    text = _("Біля входу вже відмічено, що людина прийшла, тож запис лишається. Якщо це помилка, позначку знімають біля входу.")
    return [Blocker(code="came_already", text=text)]


def door_problems(event: Event, today: dt.date) -> list[Problem]:
    if event.state not in (State.PLANNED, State.HELD):
        return [Blocker(code="wrong_state", text=_("Цю подію не оголошено або скасовано: відмічати нема кого."))]
    if event.on > today:
        return [Blocker(code="future", text=_("Цей день ще не настав: відмічати почнете, коли люди прийдуть."))]
    return []


def of_event_problems(event: Event, signup: SignUp) -> list[Problem]:
    admission = signup.admission
    if admission.event_id == event.pk or (event.series_id and admission.series_id == event.series_id):
        return []
    return [Blocker(code="other_event", text=_("Це запис на іншу подію: %s.") % admission)]


def heads_problems(audience: str, number: int, now: int) -> list[Problem]:
    if audience not in terms().audiences:
        return [Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку."), field="audience")]
    if not 0 <= now + number <= MOST_ONLINE:
        return [Blocker(code="wrong_number", text=_("Менше за нуль не буває."), field="number")]
    return []


def online_problems(event: Event, source: str, number: Any) -> list[Problem]:
    if source not in Source.values:
        return [Blocker(code="unknown_source", text=_("Оберіть, звідки число."), field="source")]
    if type(number) is not int or not 0 <= number <= MOST_ONLINE:
        return [Blocker(code="wrong_number", text=_("Кількість має бути від 0 до 100 000."), field="number")]
    if event.format == "place":
        text = _("Ця подія лише наживо. Якщо її ще й показували, змініть у події, що вона наживо та онлайн.")
        return [Blocker(code="not_online", text=text)]
    return []
