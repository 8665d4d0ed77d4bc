"""The readers' tables in words for the reader."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.telling import NAMES, TOLD, Told
from mandrivna.readers.models import Card


def _you(keys: set[Any]) -> dict[Any, str]:
    """A key to a reader in rows found for a reader leads to nobody else."""
    return dict.fromkeys(keys, _("ви"))


NAMES.add("readers.Reader", _you)
NAMES.add("readers.Card", lambda keys: {card.pk: card.pretty for card in Card.objects.filter(pk__in=keys)})

TOLD.add(
    "readers.Reader",
    Told(
        gettext_lazy("Про вас"),
        gettext_lazy("Щоб упізнати вас, не переплутати з іншими й порахувати читачів за віковими групами."),
        {
            "uid": gettext_lazy("Ваш номер у базі"),
            "institution": gettext_lazy("Бібліотека"),
            "pseudonym": gettext_lazy("Псевдонім"),
            "name": gettext_lazy("Ім’я"),
            "phone": gettext_lazy("Телефон"),
            "phone_index": gettext_lazy("Ключ пошуку за телефоном"),
            "birth_year": gettext_lazy("Рік народження"),
            "age": gettext_lazy("Вікова група"),
            "audience": gettext_lazy("Категорія"),
            "registered_on": gettext_lazy("Записано"),
            "consent_version": gettext_lazy("На який текст згоди ви погодилися"),
        },
    ),
)
TOLD.add(
    "readers.NameWord",
    Told(
        gettext_lazy("Ключі, за якими знаходять ваше ім’я"),
        gettext_lazy("Щоб знайти вас за іменем, не зберігаючи його читаним."),
        {"id": gettext_lazy("Номер рядка"), "reader": gettext_lazy("Чий"), "mac": gettext_lazy("Ключ")},
    ),
)
TOLD.add(
    "readers.Card",
    Told(
        gettext_lazy("Ваші квитки"),
        gettext_lazy("За номером квитка вам видають книги. Сам номер нікого не впускає."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "code": gettext_lazy("Номер квитка"),
            "reader": gettext_lazy("Чий"),
            "issued_on": gettext_lazy("Видано"),
            "ended_on": gettext_lazy("Діяв до"),
        },
    ),
)
TOLD.add(
    "readers.Enrolment",
    Told(
        gettext_lazy("Щорічні реєстрації"),
        gettext_lazy("Кожного читача рахують за рік один раз. Після знищення ваших даних рядок лишається без вас."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "reader": gettext_lazy("Чия"),
            "institution": gettext_lazy("Бібліотека"),
            "year": gettext_lazy("Рік"),
            "place": gettext_lazy("Де записано"),
            "on": gettext_lazy("Коли"),
            "how": gettext_lazy("Як"),
            "age": gettext_lazy("Вікова група"),
            "audience": gettext_lazy("Категорія"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "mode": gettext_lazy("Вид обслуговування"),
            "first": gettext_lazy("Порядок запису"),
        },
    ),
)
TOLD.add(
    "readers.Pin",
    Told(
        gettext_lazy("Ваш PIN"),
        gettext_lazy("Щоб у кабінет заходили лише ви."),
        {
            "reader": gettext_lazy("Чий"),
            "secret": gettext_lazy("Цифри"),
            "set_at": gettext_lazy("Коли поставлено"),
            "by_reader": gettext_lazy("Ви обрали його самі"),
        },
    ),
)
TOLD.add(
    "readers.Attempts",
    Told(
        gettext_lazy("Невдалі спроби входу з вашим квитком"),
        gettext_lazy("Щоб PIN не можна було підібрати."),
        {
            "key": gettext_lazy("Ключ квитка"),
            "failures": gettext_lazy("Спроб поспіль"),
            "locks": gettext_lazy("Скільки разів блокували вхід"),
            "locked_until": gettext_lazy("Заблоковано до"),
            "last_at": gettext_lazy("Остання спроба"),
        },
    ),
)
TOLD.add(
    "readers.ReaderSession",
    Told(
        gettext_lazy("Де ви зараз увійшли"),
        gettext_lazy("Щоб не питати PIN на кожній сторінці. Пристрою й адреси не записуємо."),
        {
            "uid": gettext_lazy("Номер сеансу"),
            "token_hash": gettext_lazy("Ключ сеансу"),
            "card": gettext_lazy("Квиток"),
            "started_at": gettext_lazy("Вхід"),
            "seen_at": gettext_lazy("Остання дія в кабінеті"),
        },
    ),
)
