"""What courses, clubs and certificates keep about a reader, in words for the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mandrivna.core.telling import TOLD, Told

TOLD.add(
    "programme.Member",
    Told(
        gettext_lazy("Курси й клуби, до яких ви ходите"),
        gettext_lazy(
            "Щоб тримати для вас місце й повідомити про зміни. Через пів року після останньої зустрічі стираємо, що це були ви."
        ),
        {
            "uid": gettext_lazy("Номер рядка"),
            "circle": gettext_lazy("Група чи клуб"),
            "reader": gettext_lazy("Хто"),
            "name": gettext_lazy("Як вас записано"),
            "contact": gettext_lazy("Як повідомити"),
            "needs": gettext_lazy("Що зробити зручним"),
            "age": gettext_lazy("Вікова група"),
            "state": gettext_lazy("Стан"),
            "since": gettext_lazy("Записано"),
            "ended_on": gettext_lazy("До якого дня"),
            "to_call": gettext_lazy("Про що вам подзвонити"),
        },
    ),
)
TOLD.add(
    "programme.Attendance",
    Told(
        gettext_lazy("На яких заняттях ви були"),
        gettext_lazy("Щоб видати сертифікат. Число людей на занятті рахуємо без імен."),
        {
            "id": gettext_lazy("Номер рядка"),
            "member": gettext_lazy("Хто"),
            "event": gettext_lazy("Заняття"),
            "way": gettext_lazy("Наживо чи онлайн"),
            "added": gettext_lazy("Чи порахувала вас сама позначка"),
        },
    ),
)
TOLD.add(
    "programme.Certificate",
    Told(
        gettext_lazy("Ваші сертифікати"),
        gettext_lazy("Щоб той, кому ви показали папір, міг його перевірити. Ім’я стираємо за п’ять років або на ваше слово."),
        {
            "circle": gettext_lazy("Група"),
            "member": gettext_lazy("Хто"),
            "reader": gettext_lazy("Чий"),
            "token": gettext_lazy("Адреса перевірки"),
            "name": gettext_lazy("Кому видано"),
            "code": gettext_lazy("Код на папері"),
            "void_reason": gettext_lazy("Чому скасовано"),
        },
    ),
)
TOLD.add(
    "programme.DiaryEntry",
    Told(
        gettext_lazy("Ваш щоденник у клубі"),
        gettext_lazy("Щоб клуб міг говорити про прочитане. Інші члени бачать ваш псевдонім; за два роки запис зникає."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "circle": gettext_lazy("Клуб"),
            "member": gettext_lazy("Хто"),
            "record": gettext_lazy("Видання"),
            "title": gettext_lazy("Що прочитано"),
            "words": gettext_lazy("Слова"),
            "on": gettext_lazy("Коли"),
            "made_at": gettext_lazy("Записано"),
        },
    ),
)
