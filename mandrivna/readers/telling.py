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
            "email": gettext_lazy("Електронна пошта"),
            "notices_by": gettext_lazy("Як вам нагадувати"),
            "birth_year": gettext_lazy("Рік народження"),
            "age": gettext_lazy("Вікова група"),
            "audience": gettext_lazy("Категорія"),
            "kind": gettext_lazy("Особа чи організація"),
            "language": gettext_lazy("Мова спілкування"),
            "circumstances": gettext_lazy("Що ви розповіли про себе за бажанням"),
            "family": gettext_lazy("Чий сімейний квиток"),
            "hub": gettext_lazy("Простір організації"),
            "merged_into": gettext_lazy("З яким записом об’єднано"),
            "registered_on": gettext_lazy("Записано"),
            "consent": gettext_lazy("Згода зберігати особисті дані"),
            "rules_number": gettext_lazy("Яку версію правил користування ви прийняли"),
            "rules_on": gettext_lazy("Коли прийняли правила"),
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
            "ended_why": gettext_lazy("Чому більше не діє"),
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
            "counted": gettext_lazy("Чи рахується"),
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
TOLD.add(
    "readers.Responsible",
    Told(
        gettext_lazy("Хто за вас відповідає"),
        gettext_lazy("За дитину погоджується дорослий; від організації говорить її контактна особа."),
        {
            "reader": gettext_lazy("Чий"),
            "name": gettext_lazy("Ім’я дорослого"),
            "contact": gettext_lazy("Телефон або адреса"),
            "relation": gettext_lazy("Ким доводиться"),
            "since": gettext_lazy("Записано"),
        },
    ),
)
TOLD.add(
    "readers.DocumentShown",
    Told(
        gettext_lazy("Документ, який ви показали"),
        gettext_lazy("Щоб не просити його вдруге. Номера документа не записуємо."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "reader": gettext_lazy("Чий"),
            "kind": gettext_lazy("Який документ"),
            "on": gettext_lazy("Коли показано"),
            "by": gettext_lazy("Кому показано"),
        },
    ),
)
TOLD.add(
    "readers.Agreement",
    Told(
        gettext_lazy("Ваші згоди"),
        gettext_lazy("Щоб було видно, на що саме, коли й на які слова ви погодилися."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "reader": gettext_lazy("Чия"),
            "purpose": gettext_lazy("На що"),
            "version": gettext_lazy("Версія тексту"),
            "given_on": gettext_lazy("Коли надано"),
            "given_by": gettext_lazy("Хто надав"),
            "withdrawn_on": gettext_lazy("Коли відкликано"),
        },
    ),
)
TOLD.add(
    "readers.Doorstep",
    Told(
        gettext_lazy("Куди вам возять книжки"),
        gettext_lazy("Бо ви про це попросили. Адресу бачать працівники, яким доручено доставку додому, і той, хто їде до вас."),
        {
            "reader": gettext_lazy("Чия"),
            "address": gettext_lazy("Адреса"),
            "directions": gettext_lazy("Як знайти"),
            "ask_for": gettext_lazy("Кого питати"),
            "since": gettext_lazy("Записано"),
        },
    ),
)
TOLD.add(
    "readers.Twins",
    Told(
        gettext_lazy("Схожі записи"),
        gettext_lazy("Щоб вас не було записано двічі."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "first": gettext_lazy("Один запис"),
            "second": gettext_lazy("Інший запис"),
            "state": gettext_lazy("Що вирішено"),
            "found_on": gettext_lazy("Коли помічено"),
        },
    ),
)
TOLD.add(
    "readers.Merge",
    Told(
        gettext_lazy("Об’єднання ваших записів"),
        gettext_lazy("Щоб помилкове об’єднання можна було скасувати."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "kept": gettext_lazy("Який запис лишився"),
            "gone": gettext_lazy("Який приєднано"),
            "on": gettext_lazy("Коли"),
            "at": gettext_lazy("О котрій"),
            "moved": gettext_lazy("Що перейшло"),
            "was": gettext_lazy("Що було записано до того"),
            "undone_on": gettext_lazy("Коли скасовано"),
            "settled": gettext_lazy("Чи остаточно"),
        },
    ),
)
TOLD.add(
    "readers.ArrivalRow",
    Told(
        gettext_lazy("Звідки прийшов ваш запис"),
        gettext_lazy("Щоб записане в попередній системі не подвоїлося."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "arrival": gettext_lazy("Файл"),
            "number": gettext_lazy("Котрий рядок"),
            "told": gettext_lazy("Що в ньому було"),
            "loans": gettext_lazy("Видачі попередньої системи, яких не перенесено"),
            "state": gettext_lazy("Що з ним зроблено"),
            "why": gettext_lazy("Чому не прийнято"),
            "key": gettext_lazy("Ключ старого номера"),
            "reader": gettext_lazy("Чий"),
            "at": gettext_lazy("Коли"),
        },
    ),
)
TOLD.add(
    "readers.EntryLink",
    Told(
        gettext_lazy("Посилання, за яким ви обираєте PIN"),
        gettext_lazy("Щоб PIN обрали саме ви, у своєму чаті. Діє десять хвилин і один раз."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "token_hash": gettext_lazy("Ключ посилання"),
            "reader": gettext_lazy("Чиє"),
            "made_at": gettext_lazy("Видано"),
            "expires_at": gettext_lazy("Діє до"),
        },
    ),
)
